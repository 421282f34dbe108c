import { JudgedVulnerability, VulnerabilityStatus } from '../../policy';
import { vulnerabilitiesText } from './severity-counts';
import { timeWords } from './words';

/** The end of the grace period of a vulnerability, ISO 8601 in UTC. */
export interface GraceEnd {
  readonly id: string;
  readonly graceUntil: string;
}

/** Returns the ends of the grace periods of a verdict's vulnerabilities, earliest first. */
export function graceEnds(vulnerabilities: readonly JudgedVulnerability[] = []): GraceEnd[] {
  return vulnerabilities
    .flatMap(({ id, status, graceUntil }) =>
      status === VulnerabilityStatus.IN_GRACE && graceUntil !== undefined ? { id, graceUntil } : [],
    )
    .sort((a, b) => compare(a.graceUntil, b.graceUntil) || compare(a.id, b.id));
}

/**
 * Formats the number of vulnerabilities in grace and the first end:
 * `2 vulnerabilities in grace, the first until 2026-12-03 08:00 UTC`.
 */
export function graceText(
  vulnerabilities: readonly JudgedVulnerability[] | undefined,
): string | undefined {
  const ends = graceEnds(vulnerabilities);
  if (ends.length === 0) return undefined;
  const isOfAll = ends.every(({ graceUntil }) => graceUntil === ends[0].graceUntil);
  return `${vulnerabilitiesText(ends.length)} in grace${isOfAll ? '' : ', the first'} until ${timeWords(ends[0].graceUntil)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
