import { invalidParameter } from '../refusal';

/** Query parameters as received: decoded, in order, including repeated ones. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** A request target, split and decoded. */
export interface Target {
  /** The path as received, without the query. */
  readonly rawPath: string;
  /** The path's segments after the leading slash, decoded. */
  readonly segments: readonly string[];
  readonly pairs: QueryPairs;
}

/**
 * Splits a raw request target. A bare `+` stays a plus: HSS signs and reads only percent escapes,
 * so a client that writes a space as `+` must fail here, too.
 */
export function parseTarget(url: string): Target {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  return {
    rawPath,
    segments: rawPath.split('/').slice(1).map(decode),
    pairs: rawQuery
      .split('&')
      .filter((piece) => piece !== '')
      .map((piece): readonly [string, string] => {
        const equals = piece.indexOf('=');
        return equals < 0
          ? [decode(piece), '']
          : [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))];
      }),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidParameter(`malformed percent escape in "${text}"`);
  }
}

/** Percent-encodes all but the unreserved characters, as the signature's canonical request does. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
