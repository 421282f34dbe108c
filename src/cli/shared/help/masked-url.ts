/**
 * For a rejected value that may be a URL with a credential: replaces the user information and the
 * query of the URL, also of one that can't be parsed. Other texts are unchanged.
 */
export function maskedUrl(text: string): string {
  const hasScheme = text.includes('://');
  return text
    .replace(/^([a-z][a-z\d+.-]*:\/\/|(?=[^/@]*:))[^]*@/i, '$1***@')
    .replace(hasScheme ? /([?#])[^]+$/ : /(\?)[^]*=[^]*$/, '$1***');
}
