/** Shorter secrets occur in ordinary names, and are not real credentials. */
const SHORTEST_SECRET = 8;

/**
 * Returns whether JSON contains a whole secret, also with escaped characters. Takes less than a
 * millisecond for a page, unlike the search for parts of secrets: a list may have thousands of pages.
 */
export function holdsSecret(body: Buffer, secrets: readonly string[]): boolean {
  const searched = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  if (searched.length === 0) return false;
  if (searched.some((secret) => body.includes(secret, 0, 'latin1'))) return true;
  if (!body.includes('\\/') && !body.includes('\\u00')) return false;
  const text = body
    .toString('latin1')
    .replace(/\\u00([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll('\\/', '/');
  return searched.some((secret) => text.includes(secret));
}
