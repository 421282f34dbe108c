import { distance } from 'fastest-levenshtein';

/** A longer word is no slip of a name, and comparing takes the square of its length. */
const MAX_LENGTH = 64;

/**
 * Returns the candidates that a misspelled word may mean, the likeliest first. A third of its characters may be wrong,
 * and always two. Case and separators don't count.
 * @param most how many are returned at most
 */
export function nearMisses(word: string, candidates: readonly string[], most = 3): string[] {
  if (word.length > MAX_LENGTH) return [];
  const allowed = Math.max(2, Math.floor(word.length / 3));
  return ranked(word, candidates)
    .filter(({ far }) => far <= allowed)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Returns the candidates that are likest to a word, however far they are. */
export function likest(word: string, candidates: readonly string[], most = 3): string[] {
  return ranked(word.slice(0, MAX_LENGTH), candidates)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Returns the candidate that a misspelled word most likely means, or undefined where none is near. */
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

/** `max_severity`, `max-severity` and `maxSeverity` are one word to someone who misremembers it. */
function plainForm(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}
