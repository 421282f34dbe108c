import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { CLOCK_TOLERANCE_MS, DAY_MS } from '../../util/time';
import { SeverityNumbers } from '../model/policy';
import { severityNumber } from './levels';
import { Vulnerability } from './vulnerability';

/** What HSS says of the CVEs of vulnerabilities, by HSS's ID of the vulnerability. One that was not asked for is missing. */
export type PublishTimes = ReadonlyMap<string, readonly VulnerabilityCveRow[]>;

/** Returns for how many days a vulnerability has grace: where its severity is not known, the fewest that it can have. */
export function graceDaysOf(
  { possible }: Vulnerability,
  graceDays: SeverityNumbers | undefined,
): number {
  return Math.min(...possible.map((one) => severityNumber(graceDays, one) ?? 0));
}

/**
 * Returns when the grace of a vulnerability ends, ms since 1970: its last moment. It begins with the publication of the oldest
 * CVE. Undefined where there is none: a CVE has no time, or one that is still to come.
 */
export function graceEnd(
  { cves = [] }: Vulnerability,
  days: number,
  listed: readonly VulnerabilityCveRow[],
  now: number,
): number | undefined {
  const times = new Map<string, number | undefined>();
  for (const { cveId, publishTime } of listed) {
    // One without an ID could be any of them.
    if (cveId === undefined) return undefined;
    const id = cveId.toUpperCase();
    const before = times.has(id) ? times.get(id) : Infinity;
    times.set(
      id,
      before === undefined || publishTime === undefined ? undefined : Math.min(before, publishTime),
    );
  }
  for (const { cveId } of cves) {
    if (cveId === undefined || !times.has(cveId.toUpperCase())) return undefined;
  }
  const all = [...times.values()];
  if (all.length === 0) return undefined;
  const oldest = all.reduce<number>((a, b) => Math.min(a, b ?? NaN), Infinity);
  const isPast = all.every((time) => time !== undefined && time <= now + CLOCK_TOLERANCE_MS);
  return isPast ? oldest + days * DAY_MS : undefined;
}
