import { comparableCveId } from '../../contract/vulnerabilities/cve-id';
import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { CLOCK_TOLERANCE_MS, DAY_MS } from '../../util/time';
import { SeverityNumbers } from '../model/policy';
import { severityNumber } from './levels';
import { Vulnerability } from './vulnerability';

/** What HSS says of the CVEs of vulnerabilities, by HSS's ID of the vulnerability. One that was not asked for is missing. */
export type PublishTimes = ReadonlyMap<string, readonly VulnerabilityCveRow[]>;

/** Returns for how many days a vulnerability has grace: where its severity is not known, the fewest that it can have. */
export function graceDaysOf(
  { possible }: Pick<Vulnerability, 'possible'>,
  graceDays: SeverityNumbers | undefined,
): number {
  return Math.min(...possible.map((one) => severityNumber(graceDays, one) ?? 0));
}

/**
 * Returns when the grace of a vulnerability ends, ms since 1970: its last moment. It begins with the publication of the oldest
 * CVE. Undefined where there is no grace: HSS lists no CVE, not each that the vulnerability has, or one of them without a time
 * or with one that is still to come.
 */
export function graceEnd(
  { cves = [] }: Pick<Vulnerability, 'cves'>,
  days: number,
  listed: readonly VulnerabilityCveRow[],
  now: number,
): number | undefined {
  const ids = new Set<string>();
  let oldest = Infinity;
  for (const { cveId, publishTime = NaN } of listed) {
    const id = comparableCveId(cveId);
    // Negated, so that a time that is no number is none.
    if (id === undefined || !(publishTime <= now + CLOCK_TOLERANCE_MS)) return undefined;
    ids.add(id);
    oldest = Math.min(oldest, publishTime);
  }
  const isListed = cves.every(({ cveId }) => ids.has(comparableCveId(cveId) ?? ''));
  return ids.size > 0 && isListed ? oldest + days * DAY_MS : undefined;
}
