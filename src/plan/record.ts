import { isRecord } from '../contract/row';

/** A JSON object. */
export type JsonRecord = { readonly [key: string]: unknown };

/** Returns the value at a path of keys; undefined if one of them is missing. */
export function below(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (!isRecord(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}
