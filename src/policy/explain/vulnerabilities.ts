import { comparableCveId, comparableId } from '../../contract/vulnerabilities/cve-id';
import { SeverityLevel, VulnerabilitySeverity } from '../../contract/enums';
import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { enumerate } from '../../util/text';
import { CLOCK_TOLERANCE_MS, DAY_MS } from '../../util/time';
import { JudgeInput } from '../judge/judge';
import { Policy, PolicyException } from '../model/policy';
import { KnownExploited } from '../model/props';
import { VULNERABILITY_RULE_IDS } from '../model/rule-id';
import { countedBy } from '../vulnerabilities/agreement';
import { graceDaysOf, graceEnd } from '../vulnerabilities/grace';
import { waiverOf } from '../vulnerabilities/judgement';
import { SEVERITY_KEYS } from '../vulnerabilities/levels';
import { shortName, vulnerabilityName } from '../vulnerabilities/named-count';
import { vulnerabilityKey } from '../vulnerabilities/questions';
import { VulnerabilityTarget, outcomesOf } from '../vulnerabilities/targets';
import { uncoveredCves } from '../vulnerabilities/uncovered';
import { Vulnerability } from '../vulnerabilities/vulnerability';
import { WaiverIndex } from '../vulnerabilities/waivers';

type Targets = readonly VulnerabilityTarget[];

/** A moment at which time may change a judgement, ms since 1970, and what happens then. */
export type Moment = readonly [at: number, cause: string];

/**
 * Returns the moments at which the grace of vulnerabilities, or the feed, may change the judgement.
 * Past moments are included.
 */
export function vulnerabilityMoments(
  { policy, vulnerabilities: answers, now }: JudgeInput,
  targets: Targets,
): Moment[] {
  const { vulnerabilities: limits, feed } = policy;
  if (limits === undefined) return [];
  const ends = new Map<number, Set<string>>();
  const published = new Map<number, Set<string>>();
  for (const { vulnerability } of targets.flatMap(outcomesOf)) {
    const days = graceDaysOf(vulnerability, limits.graceDays);
    const listed = answers?.publishTimes.get(vulnerability.id);
    if (days === 0 || vulnerability.id === '' || listed === undefined) continue;
    const name = vulnerabilityName(vulnerability);
    // As of a time at which no publication is in the future.
    const end = graceEnd(vulnerability, days, listed, Infinity);
    if (end !== undefined) add(ends, end + 1, name);
    for (const { publishTime = 0 } of listed) {
      if (publishTime > now) add(published, publishTime - CLOCK_TOLERANCE_MS, name);
    }
  }
  const feedDays = limits.maxFeedAgeDays;
  return [
    ...[...ends].map(([at, names]): Moment => [at, `the grace of ${some(names)} ends`]),
    ...[...published].map(([at, names]): Moment => [
      at,
      `the publication of ${some(names)} is no longer in the future`,
    ]),
    ...(limits.knownExploited !== KnownExploited.DENY || feed === undefined
      ? []
      : ([
          [
            feed.releasedAt + feedDays * DAY_MS + 1,
            `the feed of known exploited vulnerabilities becomes older than ${feedDays} days`,
          ],
          [
            feed.releasedAt - CLOCK_TOLERANCE_MS,
            'the release of the feed of known exploited vulnerabilities is no longer in the future',
          ],
        ] satisfies Moment[])),
  ];
}

function add(names: Map<number, Set<string>>, at: number, name: string): void {
  const known = names.get(at);
  if (known === undefined) names.set(at, new Set([name]));
  else known.add(name);
}

function some(names: Iterable<string>): string {
  return enumerate([...names], 3);
}

/**
 * Returns what an exception for some vulnerabilities leaves open: which of them the image does not
 * have, and which other CVEs of a vulnerability no exception covers. Empty for an exception that
 * waives rules as a whole, and if nothing could be judged.
 */
export function exceptionGaps(exception: PolicyException, targets: Targets): string[] {
  const { vulnerabilities: ids } = exception;
  const about = targets.filter(({ live }) => live.includes(exception));
  const found = about.flatMap(outcomesOf).map(({ vulnerability }) => vulnerability);
  if (ids === undefined || about.every(({ judgement }) => 'problem' in judgement)) return [];
  const present = new Set(found.flatMap(idsOf));
  const absent = ids.filter((id) => !present.has(comparableId(id)));
  return [
    ...(absent.length === 0 ? [] : [`the image does not have ${enumerate(absent)}`]),
    ...[...new Set(about.flatMap((target) => partlyCovered(exception, target)))],
  ];
}

function partlyCovered(exception: PolicyException, target: VulnerabilityTarget): string[] {
  const waivers = target.live.map(waiverOf);
  return VULNERABILITY_RULE_IDS.filter((rule) => exception.rules.includes(rule)).flatMap((rule) => {
    const index = new WaiverIndex(rule, waivers);
    return outcomesOf(target).flatMap(({ vulnerability }) => {
      const open = uncoveredCves(vulnerability, index);
      const isPartOfIt = ({ cves = [] }: Vulnerability): boolean =>
        cves.some((cve) => index.namingCve(cve)?.some((one) => one.exception === exception));
      if (open.length === 0 || !isPartOfIt(vulnerability)) return [];
      const names = open.map(({ cveId }) => (cveId === undefined ? NAMELESS : shortName(cveId)));
      return `${shortName(vulnerability.id)} also has ${enumerate(names)}, which no exception covers`;
    });
  });
}

const NAMELESS = 'a CVE that HSS does not name';

function idsOf({ id, cves = [] }: Vulnerability): string[] {
  return [comparableId(id), ...cves.flatMap(({ cveId }) => comparableCveId(cveId) ?? [])];
}

/**
 * Returns what `vul_num` counts for the image, and for each platform of an index: HSS does not
 * document it.
 */
export function countNotes({ vulnerabilities: answers }: JudgeInput, targets: Targets): string[] {
  return targets.flatMap(({ record, platform }) => {
    const rows = answers?.lists.get(vulnerabilityKey(record));
    const what = rows && countedBy(record, rows);
    if (what === undefined) return [];
    const of = platform === undefined ? '' : ` of platform ${platform}`;
    return `HSS's number of vulnerabilities${of}, ${record.vulNum}, counts ${what}`;
  });
}

/**
 * Returns how to move from `maxSeverity` to `vulnerabilities`.
 * @param limit the `maxSeverity` that an image violates
 */
export function movingAdvice({ vulnerabilities }: Policy, limit: SeverityLevel): string {
  const levels = worseThan(limit).map((severity) => `${SEVERITY_KEYS[severity]}: 0`);
  const instead =
    vulnerabilities?.max === undefined
      ? `remove maxSeverity: ${limit} and set vulnerabilities.max: { ${levels.join(', ')} } instead`
      : `remove maxSeverity: ${limit}; vulnerabilities.max stays`;
  return (
    'max-severity looks at the severity that HSS gives the image as a whole, and no exception for a vulnerability changes ' +
    `it. To accept vulnerabilities one by one, ${instead}`
  );
}

/** Returns the severities of vulnerabilities that an image within a limit does not have. */
function worseThan(limit: SeverityLevel): readonly VulnerabilitySeverity[] {
  const at = VULNERABILITY_SEVERITIES.findIndex((one) => `${one}` === `${limit}`);
  // HSS gives no image the severity Critical; High is the worst.
  const end = limit === SeverityLevel.HIGH ? 1 : at < 0 ? VULNERABILITY_SEVERITIES.length : at;
  return VULNERABILITY_SEVERITIES.slice(0, end);
}
