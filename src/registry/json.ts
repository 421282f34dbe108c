import { isRecord } from '../contract/row';

/** Parses a body as a JSON object. Undefined if it is not one. */
export function objectOf(body: Buffer): { readonly [key: string]: unknown } | undefined {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
