import { isRecord } from '../contract/row';

/** A body as a JSON object; undefined where it is none. */
export function objectOf(body: Buffer): { readonly [key: string]: unknown } | undefined {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
