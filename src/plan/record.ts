import { isRecord } from '../contract/row';

/** A JSON object. */
export type JsonRecord = { readonly [key: string]: unknown };

/** What stands below keys, one after the other; nothing where one of them is missing. */
export function below(value: unknown, ...keys: readonly string[]): unknown {
  let here = value;
  for (const key of keys) {
    if (!isRecord(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}
