/**
 * Percent-encodes a text as the signature requires: all characters but `A-Z a-z 0-9 - . _ ~` are
 * escaped, a space is `%20`. The request contains the same bytes, so the signed request is the sent
 * one.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Returns a query string, without the question mark. */
export function queryString(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
