import { JudgedVulnerability } from '../../policy';
import { severityRank } from './listed';
import { severityWord } from './words';

/**
 * Formats the number of vulnerabilities of each severity, worst first, and unknown last:
 * `2 Critical, 5 High, 1 Unknown`.
 */
export function severityCountsText(vulnerabilities: readonly JudgedVulnerability[]): string {
  const counts = new Map<string, number>();
  const known = vulnerabilities.filter(({ severity }) => severity !== undefined);
  const unknown = vulnerabilities.filter(({ severity }) => severity === undefined);
  for (const one of [...known].sort((a, b) => severityRank(a) - severityRank(b)).concat(unknown)) {
    const word = severityWord(one);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

/** Formats a number of vulnerabilities. */
export function vulnerabilitiesText(count: number): string {
  return count === 1 ? '1 vulnerability' : `${count} vulnerabilities`;
}
