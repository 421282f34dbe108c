import { comparableCveId } from '../../contract/vulnerabilities/cve-id';
import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { VulnerabilityPolicy } from '../model/policy';
import { HandledVulnerabilities } from '../model/props';
import { VulnerabilityStatus } from '../model/verdict';
import { PublishTimes, graceDaysOf, graceEnd } from './grace';
import { severityNumber } from './levels';
import {
  NamedCount,
  SeverityCounts,
  namedCount,
  severityCounts,
  shortName,
  vulnerabilityName,
} from './named-count';
import { Vulnerability } from './vulnerability';
import { VulnerabilityWaiver, WaiverIndex } from './waivers';

/** By what the vulnerabilities of one row are judged. */
export interface RecordJudging<W extends VulnerabilityWaiver> {
  readonly policy: VulnerabilityPolicy;
  /** Those that are live and about the image. */
  readonly waivers: readonly W[];
  /** Of the feed, as `normalisedCveId` writes them; none where the policy does not look at it. */
  readonly exploited: ReadonlySet<string> | undefined;
  readonly publishTimes: PublishTimes;
  /** ms since 1970. */
  readonly now: number;
}

/** What became of one vulnerability. */
export interface VulnerabilityOutcome<W> {
  readonly vulnerability: Vulnerability;
  readonly status: VulnerabilityStatus;
  /** Those that waive it by the limits. */
  readonly waivers: readonly W[];
  /** ms since 1970; only in grace. */
  readonly graceEnd?: number;
  /** Whether the feed has one of its CVEs, or may: HSS does not say which it has, or not in a form that can be relied on. */
  readonly exploited: 'no' | 'yes' | 'unknown';
  /** Those that waive that it is exploited. */
  readonly exploitedWaivers: readonly W[];
}

/** What the vulnerabilities of one row come to. */
export interface RecordOutcome<W> {
  /** The worst first. */
  readonly outcomes: readonly VulnerabilityOutcome<W>[];
  /** Those that count. */
  readonly counts: SeverityCounts;
  readonly exploited: NamedCount;
  /** Those whose CVEs HSS does not say. */
  readonly unidentified: NamedCount;
  /** Those whose grace could make a difference, and whose time of publication is not asked for: there are too many. */
  readonly beyondAsked: readonly Vulnerability[];
  /** The IDs of vulnerabilities whose time of publication could change the counts, and is not there. */
  readonly wantedTimes: readonly string[];
}

/**
 * The most vulnerabilities of a row whose time of publication is asked for. What is excepted takes no place among them, so an
 * exception never takes the grace of another vulnerability away.
 */
export const MAX_ASKED_TIMES = 50;

/**
 * Judges the vulnerabilities of one row.
 * @param vulnerabilities the worst first
 */
export function judgeRecord<W extends VulnerabilityWaiver>(
  vulnerabilities: readonly Vulnerability[],
  judging: RecordJudging<W>,
): RecordOutcome<W> {
  const { policy, waivers, publishTimes, exploited } = judging;
  const byLimits = new WaiverIndex('max-vulnerabilities-by-severity', waivers);
  const byExploits = new WaiverIndex('known-exploited', waivers);
  const looked = vulnerabilities.map((vulnerability) => ({
    vulnerability,
    isSkipped: vulnerability.isHandled && policy.handled === HandledVulnerabilities.SKIP,
    waivers: byLimits.covering(vulnerability),
  }));
  const standing = looked.flatMap((one) =>
    one.isSkipped || one.waivers.length > 0 ? [] : one.vulnerability,
  );
  const { asked, beyond } = withUsefulGrace(standing, policy);
  const graceEnds = graceEndsOf(asked, judging);
  const outcomes = looked.map((one): VulnerabilityOutcome<W> => {
    const { vulnerability, isSkipped } = one;
    const end = graceEnds.get(vulnerability);
    const isExploited = isSkipped ? 'no' : exploitedBy(vulnerability, exploited);
    return {
      vulnerability,
      status: statusOf({ ...one, inGrace: end !== undefined }, policy),
      waivers: one.waivers,
      ...(end === undefined ? {} : { graceEnd: end }),
      exploited: isExploited,
      exploitedWaivers: isExploited === 'no' ? [] : byExploits.covering(vulnerability),
    };
  });
  const exploitedAs = (wanted: 'yes' | 'unknown'): Vulnerability[] =>
    outcomes.flatMap((one) =>
      one.exploited === wanted && one.exploitedWaivers.length === 0 ? one.vulnerability : [],
    );
  return {
    outcomes,
    counts: severityCounts(standing.filter((one) => !graceEnds.has(one))),
    exploited: namedCount(exploitedAs('yes'), (one) => exploitedName(one, exploited!)),
    unidentified: namedCount(exploitedAs('unknown'), vulnerabilityName),
    beyondAsked: beyond,
    wantedTimes: asked.filter(({ id }) => !publishTimes.has(id)).map(({ id }) => id),
  };
}

/**
 * The vulnerabilities whose grace could make a difference, those at severities of which too many stand: those that HSS is asked
 * about, and those beyond.
 */
function withUsefulGrace(
  standing: readonly Vulnerability[],
  { max, graceDays }: VulnerabilityPolicy,
): { readonly asked: readonly Vulnerability[]; readonly beyond: readonly Vulnerability[] } {
  if (graceDays === undefined) return { asked: [], beyond: [] };
  const exceeded = VULNERABILITY_SEVERITIES.filter((severity) => {
    const limit = severityNumber(max, severity);
    return (
      limit !== undefined &&
      standing.filter(({ possible }) => possible.includes(severity)).length > limit
    );
  });
  const places = standing.filter(
    (one) => one.id !== '' && one.possible.some((severity) => exceeded.includes(severity)),
  );
  const isGiven = (one: Vulnerability): boolean => graceDaysOf(one, graceDays) > 0;
  // What has no grace takes its place all the same: else fewer days of grace for one would give grace to another.
  return {
    asked: places.slice(0, MAX_ASKED_TIMES).filter(isGiven),
    beyond: places.slice(MAX_ASKED_TIMES).filter(isGiven),
  };
}

/** When the grace of each ends that is in grace now. */
function graceEndsOf(
  asked: readonly Vulnerability[],
  { policy, publishTimes, now }: RecordJudging<VulnerabilityWaiver>,
): ReadonlyMap<Vulnerability, number> {
  const ends = new Map<Vulnerability, number>();
  for (const one of asked) {
    const days = graceDaysOf(one, policy.graceDays);
    const end = graceEnd(one, days, publishTimes.get(one.id) ?? [], now);
    if (end !== undefined && now <= end) ends.set(one, end);
  }
  return ends;
}

function statusOf(
  one: {
    readonly vulnerability: Vulnerability;
    readonly isSkipped: boolean;
    readonly waivers: readonly unknown[];
    readonly inGrace: boolean;
  },
  { max }: VulnerabilityPolicy,
): VulnerabilityStatus {
  if (one.isSkipped) return VulnerabilityStatus.HANDLED;
  if (one.waivers.length > 0) return VulnerabilityStatus.EXCEPTED;
  if (one.inGrace) return VulnerabilityStatus.IN_GRACE;
  return isLimited(one.vulnerability, max)
    ? VulnerabilityStatus.COUNTED
    : VulnerabilityStatus.UNLIMITED;
}

/** Whether a policy limits how many vulnerabilities there may be of a severity that this one can have. */
export function isLimited({ possible }: Vulnerability, max: VulnerabilityPolicy['max']): boolean {
  return possible.some((severity) => severityNumber(max, severity) !== undefined);
}

function exploitedBy(
  { cves }: Vulnerability,
  feed: ReadonlySet<string> | undefined,
): VulnerabilityOutcome<never>['exploited'] {
  if (feed === undefined) return 'no';
  const ids = cves?.map(({ cveId }) => comparableCveId(cveId));
  if (ids?.some((id) => id !== undefined && feed.has(id))) return 'yes';
  const areKnown = ids?.every((id) => id !== undefined) ?? false;
  return areKnown ? 'no' : 'unknown';
}

/** Names the CVE that the feed has, which may be one of many. */
function exploitedName({ id, cves = [] }: Vulnerability, feed: ReadonlySet<string>): string {
  const ids = cves.map(({ cveId }) => comparableCveId(cveId) ?? '');
  return shortName(ids.find((one) => feed.has(one)) ?? id);
}
