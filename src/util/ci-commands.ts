/** Colons where a word begins, behind colours too: `::error::` at a line's start is a command to GitHub Actions. */
// eslint-disable-next-line no-control-regex -- colours begin so
const COLONS = /(?<=(?:^|[\s\u0085])(?:\u001b\[[\d;]*m)*):{2,}/g;

/** `##[error]`, `##vso[...]` and `##teamcity[...]` are commands wherever they stand in a line. */
const HASHES = /#+(?=#\w*\[)/g;

/**
 * Breaks the commands that a CI system would take from a log: `::error::` becomes `: :error::`, and `##vso[` becomes
 * `# #vso[`. Colons count at the start of any word, because whoever prints the text may wrap it there. A reference is left as it
 * is: a digest has single colons, and an IPv6 domain begins with a bracket.
 */
export function breakCommands(text: string): string {
  if (!text.includes('::') && !text.includes('##')) return text;
  return text.replace(COLONS, ': :').replace(HASHES, '# ');
}

/** The same in JSON, whose reader gets the very same text: one of the hashes is escaped. */
export function breakCommandsInJson(json: string): string {
  return json.includes('##') ? json.replace(/#(?=#\w*\[)/g, '\\u0023') : json;
}
