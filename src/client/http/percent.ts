/**
 * Percent-encoding as the signature wants it: everything but `A-Z a-z 0-9 - . _ ~` is escaped, a space
 * is `%20`. The wire carries the same bytes, so what is signed is what is sent.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A query string, without the question mark. */
export function queryString(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
