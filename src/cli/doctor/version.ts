/**
 * Returns whether a version is at least as new as another. A pre-release is treated as its release.
 */
export function isAtLeast(version: string, least: string): boolean {
  const [has, wants] = [version, least].map((text) => text.split(/[.-]/).map(Number));
  const at = [0, 1, 2].find((part) => has[part] !== wants[part]);
  return at === undefined || has[at] > wants[at];
}
