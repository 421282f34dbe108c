import { distance } from 'fastest-levenshtein';

/** Longer words are unlikely to be misspelled names, and a comparison takes quadratic time. */
const MAX_LENGTH = 64;

/**
 * Returns the candidates that a misspelled word may mean, most similar first. A third of its
 * characters may be wrong, but at least two. Case and separators are ignored.
 * @param most maximum number of candidates
 */
export function nearMisses(word: string, candidates: readonly string[], most = 3): string[] {
  if (word.length > MAX_LENGTH) return [];
  const allowed = Math.max(2, Math.floor(word.length / 3));
  return ranked(word, candidates)
    .filter(({ far }) => far <= allowed)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Returns the candidates that are most similar to a word, even if they differ a lot. */
export function closestMatches(word: string, candidates: readonly string[], most = 3): string[] {
  return ranked(word.slice(0, MAX_LENGTH), candidates)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Returns the candidate that a misspelled word most likely means. Undefined if none is similar. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  return nearMisses(word, candidates, 1)[0];
}

function ranked(
  word: string,
  candidates: readonly string[],
): { readonly candidate: string; readonly far: number }[] {
  const wanted = plainForm(word);
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, far: distance(wanted, plainForm(candidate)) }))
    .sort((a, b) => a.far - b.far);
}

/**
 * Removes the differences between `max_severity`, `max-severity` and `maxSeverity`, which readers
 * confuse.
 */
function plainForm(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}
