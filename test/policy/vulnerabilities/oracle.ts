import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { VulnerabilityCveRow } from '../../../src/contract/vulnerabilities/vulnerability-cve';
import {
  HandledVulnerabilities,
  ImagePolicyException,
  ImageVulnerabilityLimits,
  KnownExploited,
} from '../../../src/policy';
import { KnownExploitedFeed } from '../../../src/policy/vulnerabilities/feed';
import { ODD_CVES } from '../arbitrary';
import { DAY, NOW } from '../fixtures';

/** What is decided of shop/web:1.4 with a sound row. */
export interface VulnerabilityCase {
  readonly listed: readonly HssImageVulnerability[];
  readonly limits: ImageVulnerabilityLimits;
  readonly exceptions: readonly ImagePolicyException[];
  readonly published: { readonly [vulId: string]: readonly VulnerabilityCveRow[] };
  readonly feed: KnownExploitedFeed;
  readonly path: string | undefined;
}

/** How IDs that are not written as they should be are read. */
const READINGS: { readonly [id: string]: string } = ODD_CVES;

const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'];

/** The rules that an image violates, counted again in the most naive way: shares nothing with what it checks. */
export function naivelyViolated(given: VulnerabilityCase): string[] {
  const { limits, feed } = given;
  const groups: HssImageVulnerability[][] = [];
  for (const row of given.listed) {
    const same = groups.find(([first]) => !!row.vulId && first.vulId === row.vulId);
    if (same) same.push(row);
    else groups.push([row]);
  }
  const counting = groups.filter(
    (rows) =>
      limits.handled !== HandledVulnerabilities.SKIP || rows.some(({ handled }) => !handled),
  );
  const tooMany = SEVERITIES.some((severity) => {
    const limit = levelOf(limits.max, severity);
    const count = counting.filter(
      (rows) =>
        severitiesOf(rows).includes(severity) &&
        !isWaived(rows, 'max-vulnerabilities-by-severity', given) &&
        !isInGrace(rows, given),
    ).length;
    return limit !== undefined && count > limit;
  });
  const age = (NOW - feed.releasedAt) / DAY;
  const isExploited =
    age > (limits.maxFeedAgeDays ?? 7) ||
    age < -1 / 288 ||
    counting.some(
      (rows) =>
        !isWaived(rows, 'known-exploited', given) &&
        (cvesOf(rows) ?? ['?']).some((cve) => cve === '?' || feed.cves.has(cve)),
    );
  return [
    ...(tooMany ? ['max-vulnerabilities-by-severity'] : []),
    ...(limits.knownExploited === KnownExploited.DENY && isExploited ? ['known-exploited'] : []),
  ];
}

/** Each severity that comes out when each row is given each severity that it can have, and the worst counts. */
function severitiesOf(rows: readonly HssImageVulnerability[]): string[] {
  let outcomes = new Set(['Low']);
  rows.forEach(({ severityLevel, repairNecessity }, at) => {
    const least = { immediate_repair: 'High', delay_repair: 'Medium', not_needed_repair: 'Low' };
    const can =
      severityLevel !== undefined
        ? [`${severityLevel}`]
        : SEVERITIES.slice(
            0,
            SEVERITIES.indexOf(least[repairNecessity ?? 'not_needed_repair']) + 1,
          );
    const before = at === 0 ? ['Low'] : [...outcomes];
    outcomes = new Set(before.flatMap((one) => can.map((other) => worse(one, other))));
  });
  return [...outcomes];
}

function worse(a: string, b: string): string {
  return SEVERITIES[Math.min(SEVERITIES.indexOf(a), SEVERITIES.indexOf(b))];
}

/** The CVEs in upper case, and ? for one that HSS does not name; undefined where none is known. */
function cvesOf(rows: readonly HssImageVulnerability[]): string[] | undefined {
  const lists = rows.flatMap(({ vulId = '', cves }) => [
    ...(cves === undefined ? [] : [cves.map(({ cveId }) => READINGS[cveId ?? ''] ?? cveId ?? '?')]),
    ...(vulId.startsWith('CVE-') ? [[vulId]] : []),
  ]);
  return lists.length === 0 ? undefined : [...new Set(lists.flat())];
}

function isWaived(
  rows: readonly HssImageVulnerability[],
  rule: string,
  { exceptions, path }: VulnerabilityCase,
): boolean {
  const ids = exceptions
    .filter(
      ({ image, rules, expires, scope }) =>
        !['shop/web:1.5', 'shop/api'].includes(image!) &&
        (rules === undefined || rules.includes(rule)) &&
        expires >= '2026-11-22' &&
        (scope === undefined || path?.startsWith(scope.slice(0, -2)) === true),
    )
    .flatMap(({ vulnerabilities }) => vulnerabilities!);
  const cves = cvesOf(rows) ?? [];
  const [{ vulId }] = rows;
  return (
    (!!vulId && ids.includes(vulId)) || (cves.length > 0 && cves.every((cve) => ids.includes(cve)))
  );
}

function isInGrace(
  rows: readonly HssImageVulnerability[],
  { limits, published }: VulnerabilityCase,
): boolean {
  const days = Math.min(
    ...severitiesOf(rows).map((severity) => levelOf(limits.graceDays, severity) ?? 0),
  );
  const [{ vulId }] = rows;
  const listed = (vulId && published[vulId]) || [];
  const ids = listed.map(({ cveId }) => cveId);
  return (
    days > 0 &&
    listed.length > 0 &&
    listed.every(
      ({ publishTime = Infinity }) =>
        publishTime <= NOW + 300_000 && NOW - publishTime <= days * DAY,
    ) &&
    (cvesOf(rows) ?? []).every((cve) => ids.includes(cve))
  );
}

function levelOf(levels: ImageVulnerabilityLimits['max'], severity: string): number | undefined {
  return levels?.[severity.toLowerCase() as 'high'];
}
