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

/** The input for judging the vulnerabilities of one row. */
export interface RecordJudging<W extends VulnerabilityWaiver> {
  readonly policy: VulnerabilityPolicy;
  /** The live exceptions about the image. */
  readonly waivers: readonly W[];
  /**
   * CVE IDs of the feed, as `normalisedCveId` writes them; missing if the policy does not use a
   * feed.
   */
  readonly exploited: ReadonlySet<string> | undefined;
  readonly publishTimes: PublishTimes;
  /** ms since 1970. */
  readonly now: number;
}

/** The outcome for one vulnerability. */
export interface VulnerabilityOutcome<W> {
  readonly vulnerability: Vulnerability;
  readonly status: VulnerabilityStatus;
  /** The exceptions that waive it from the limits. */
  readonly waivers: readonly W[];
  /** ms since 1970; set only during grace. */
  readonly graceEnd?: number;
  /**
   * Whether the feed has one of its CVEs, or may have one because HSS does not list its CVEs
   * reliably.
   */
  readonly exploited: 'no' | 'yes' | 'unknown';
  /** The exceptions that waive that it is exploited. */
  readonly exploitedWaivers: readonly W[];
}

/** The result for the vulnerabilities of one row. */
export interface RecordOutcome<W> {
  /** The worst first. */
  readonly outcomes: readonly VulnerabilityOutcome<W>[];
  /** The vulnerabilities that count against the limits. */
  readonly counts: SeverityCounts;
  /** The exploited vulnerabilities that no exception waives. */
  readonly exploited: NamedCount;
  /** The vulnerabilities whose CVEs HSS does not list. */
  readonly unidentified: NamedCount;
  /**
   * Vulnerabilities whose grace could make a difference, but whose publication time is not queried
   * because there are too many.
   */
  readonly beyondAsked: readonly Vulnerability[];
  /** The IDs of vulnerabilities whose publication time is unknown and could change the counts. */
  readonly wantedTimes: readonly string[];
}

/**
 * The most vulnerabilities of a row whose publication time is queried. Waived ones are not among
 * them, so an exception never removes the grace of another vulnerability.
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
 * Returns the vulnerabilities whose grace could make a difference, because their severity exceeds
 * its limit: those that are queried, and those beyond the maximum.
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
  // A vulnerability without grace counts towards the maximum too; otherwise, fewer days of grace
  // for one would give grace to another.
  return {
    asked: places.slice(0, MAX_ASKED_TIMES).filter(isGiven),
    beyond: places.slice(MAX_ASKED_TIMES).filter(isGiven),
  };
}

/** Returns when grace ends, for each vulnerability that is in grace now. */
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

/** Whether a policy limits one of the severities that a vulnerability can have. */
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

/** Names the CVE that is in the feed, which may be one of many. */
function exploitedName({ id, cves = [] }: Vulnerability, feed: ReadonlySet<string>): string {
  const ids = cves.map(({ cveId }) => comparableCveId(cveId) ?? '');
  return shortName(ids.find((one) => feed.has(one)) ?? id);
}
