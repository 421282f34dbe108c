import { comparableCveId } from '../../contract/vulnerabilities/cve-id';
import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { CLOCK_TOLERANCE_MS, DAY_MS } from '../../util/time';
import { SeverityNumbers } from '../model/policy';
import { severityNumber } from './levels';
import { Vulnerability } from './vulnerability';

/**
 * The CVEs of vulnerabilities in HSS, by HSS's ID of the vulnerability. Vulnerabilities that were
 * not queried are missing.
 */
export type PublishTimes = ReadonlyMap<string, readonly VulnerabilityCveRow[]>;

/**
 * Returns the days of grace of a vulnerability; if its severity is unknown, the minimum over its
 * possible severities.
 */
export function graceDaysOf(
  { possible }: Pick<Vulnerability, 'possible'>,
  graceDays: SeverityNumbers | undefined,
): number {
  return Math.min(...possible.map((one) => severityNumber(graceDays, one) ?? 0));
}

/**
 * Returns when the grace of a vulnerability ends, ms since 1970, inclusive. It starts with the
 * publication of the oldest CVE. Undefined without grace: HSS lists no CVE, does not list all CVEs
 * of the vulnerability, or one has no publication time or one in the future.
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
    // Negated, so that NaN counts as missing.
    if (id === undefined || !(publishTime <= now + CLOCK_TOLERANCE_MS)) return undefined;
    ids.add(id);
    oldest = Math.min(oldest, publishTime);
  }
  const isListed = cves.every(({ cveId }) => ids.has(comparableCveId(cveId) ?? ''));
  return ids.size > 0 && isListed ? oldest + days * DAY_MS : undefined;
}
