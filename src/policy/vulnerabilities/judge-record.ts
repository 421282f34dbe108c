import { VulnerabilitySeverity } from '../../contract/enums';
import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { cut, enumerate } from '../../util/text';
import { VulnerabilityPolicy } from '../model/policy';
import { HandledVulnerabilities } from '../model/props';
import { VulnerabilityRuleId } from '../model/rule-id';
import { VulnerabilityStatus } from '../model/verdict';
import { PublishTimes, graceDaysOf, graceEnd } from './grace';
import { severityNumber } from './levels';
import { Vulnerability } from './vulnerability';

/** An exception that is for some vulnerabilities alone, and is about the image and live. */
export interface VulnerabilityWaiver {
  /** In upper case. */
  readonly ids: readonly string[];
  readonly rules: readonly string[];
}

/** By what the vulnerabilities of one row are judged. */
export interface RecordJudging<W extends VulnerabilityWaiver> {
  readonly policy: VulnerabilityPolicy;
  readonly waivers: readonly W[];
  /** Of the feed, in upper case; none where the policy does not look at it. */
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
  /** Whether the feed has one of its CVEs, or may: HSS does not say which it has. */
  readonly exploited: 'no' | 'yes' | 'unknown';
  /** Those that waive that it is exploited. */
  readonly exploitedWaivers: readonly W[];
}

/** How many vulnerabilities there are, and which, in few words. */
export interface NamedCount {
  readonly count: number;
  /** Empty where there is none. */
  readonly names: string;
}

/** What the vulnerabilities of one row come to. */
export interface RecordOutcome<W> {
  readonly outcomes: readonly VulnerabilityOutcome<W>[];
  /** Those that count, by each severity that they can have. */
  readonly counts: { readonly [severity in VulnerabilitySeverity]: NamedCount };
  readonly exploited: NamedCount;
  /** Of which HSS does not say the CVEs. */
  readonly unidentified: NamedCount;
  /** The IDs of vulnerabilities whose time of publication could change the counts, and is not there. */
  readonly wantedTimes: readonly string[];
}

/** The most vulnerabilities of an image whose time of publication is asked for. */
export const MAX_ASKED_TIMES = 50;

/** How many vulnerabilities a message names, and how much of each name. */
const NAMED = 3;
const NAME_LENGTH = 32;

/** Judges the vulnerabilities of one row, worst first. */
export function judgeRecord<W extends VulnerabilityWaiver>(
  vulnerabilities: readonly Vulnerability[],
  judging: RecordJudging<W>,
): RecordOutcome<W> {
  const { policy, publishTimes, now } = judging;
  const byLimits = waiversFor('max-vulnerabilities-by-severity', judging);
  const waiversOf = new Map(vulnerabilities.map((one) => [one, covering(one, byLimits)]));
  const isSkipped = ({ isHandled }: Vulnerability): boolean =>
    isHandled && policy.handled === HandledVulnerabilities.SKIP;
  const standing = vulnerabilities.filter(
    (one) => !isSkipped(one) && waiversOf.get(one)!.length === 0,
  );
  const asked = gracious(standing, policy);
  const graceEnds = new Map<Vulnerability, number>();
  for (const one of asked) {
    const end = graceEnd(
      one,
      graceDaysOf(one, policy.graceDays),
      publishTimes.get(one.id) ?? [],
      now,
    );
    if (end !== undefined && now <= end) graceEnds.set(one, end);
  }
  const statusOf = (one: Vulnerability): VulnerabilityStatus => {
    if (isSkipped(one)) return VulnerabilityStatus.HANDLED;
    if (waiversOf.get(one)!.length > 0) return VulnerabilityStatus.EXCEPTED;
    if (graceEnds.has(one)) return VulnerabilityStatus.IN_GRACE;
    const isLimited = one.possible.some(
      (severity) => severityNumber(policy.max, severity) !== undefined,
    );
    return isLimited ? VulnerabilityStatus.COUNTED : VulnerabilityStatus.UNLIMITED;
  };
  const byExploits = waiversFor('known-exploited', judging);
  const outcomes = vulnerabilities.map((vulnerability): VulnerabilityOutcome<W> => {
    const end = graceEnds.get(vulnerability);
    const exploited = isSkipped(vulnerability)
      ? 'no'
      : exploitedBy(vulnerability, judging.exploited);
    return {
      vulnerability,
      status: statusOf(vulnerability),
      waivers: waiversOf.get(vulnerability)!,
      ...(end === undefined ? {} : { graceEnd: end }),
      exploited,
      exploitedWaivers: exploited === 'no' ? [] : covering(vulnerability, byExploits),
    };
  });
  const exploitedNow = outcomes.filter(({ exploitedWaivers }) => exploitedWaivers.length === 0);
  const counting = standing.filter((one) => !graceEnds.has(one));
  return {
    outcomes,
    counts: countsOf(counting),
    exploited: named(exploitedNow.filter((one) => one.exploited === 'yes')),
    unidentified: named(exploitedNow.filter((one) => one.exploited === 'unknown')),
    wantedTimes: asked.filter(({ id }) => !publishTimes.has(id)).map(({ id }) => id),
  };
}

/**
 * The vulnerabilities whose grace could make a difference: of the severities of which too many stand. HSS is asked about each of
 * them, so there is a limit, and beyond it no grace.
 */
function gracious(
  standing: readonly Vulnerability[],
  { max, graceDays }: VulnerabilityPolicy,
): readonly Vulnerability[] {
  if (graceDays === undefined) return [];
  const exceeded = VULNERABILITY_SEVERITIES.filter((severity) => {
    const limit = severityNumber(max, severity);
    return (
      limit !== undefined &&
      standing.filter(({ possible }) => possible.includes(severity)).length > limit
    );
  });
  return standing
    .filter(
      (one) =>
        one.id !== '' &&
        graceDaysOf(one, graceDays) > 0 &&
        one.possible.some((severity) => exceeded.includes(severity)),
    )
    .slice(0, MAX_ASKED_TIMES);
}

function waiversFor<W extends VulnerabilityWaiver>(
  rule: VulnerabilityRuleId,
  { waivers }: RecordJudging<W>,
): readonly W[] {
  return waivers.filter(({ rules }) => rules.includes(rule));
}

/** Those that waive a vulnerability: one by its own ID, or together by all of its CVEs; none where they do not. */
function covering<W extends VulnerabilityWaiver>(
  { id, cves }: Vulnerability,
  waivers: readonly W[],
): readonly W[] {
  if (waivers.length === 0) return [];
  const naming = (wanted: string): W | undefined =>
    waivers.find(({ ids }) => ids.includes(wanted.toUpperCase()));
  const own = id === '' ? undefined : naming(id);
  if (own !== undefined) return [own];
  if (cves === undefined || cves.length === 0) return [];
  const found = cves.map(({ cveId }) => (cveId === undefined ? undefined : naming(cveId)));
  return found.every((one) => one !== undefined) ? [...new Set(found)] : [];
}

function exploitedBy(
  { cves }: Vulnerability,
  feed: ReadonlySet<string> | undefined,
): VulnerabilityOutcome<never>['exploited'] {
  if (feed === undefined) return 'no';
  if (cves?.some(({ cveId }) => cveId !== undefined && feed.has(cveId.toUpperCase()))) return 'yes';
  const areKnown = cves?.every(({ cveId }) => cveId !== undefined) ?? false;
  return areKnown ? 'no' : 'unknown';
}

function countsOf(counting: readonly Vulnerability[]): RecordOutcome<never>['counts'] {
  const of = (severity: VulnerabilitySeverity): NamedCount =>
    named(
      counting
        .filter(({ possible }) => possible.includes(severity))
        .map((vulnerability) => ({ vulnerability })),
    );
  return {
    [VulnerabilitySeverity.CRITICAL]: of(VulnerabilitySeverity.CRITICAL),
    [VulnerabilitySeverity.HIGH]: of(VulnerabilitySeverity.HIGH),
    [VulnerabilitySeverity.MEDIUM]: of(VulnerabilitySeverity.MEDIUM),
    [VulnerabilitySeverity.LOW]: of(VulnerabilitySeverity.LOW),
  };
}

function named(some: readonly { readonly vulnerability: Vulnerability }[]): NamedCount {
  return {
    count: some.length,
    names: enumerate(
      some.map(({ vulnerability }) => vulnerabilityName(vulnerability)),
      NAMED,
    ),
  };
}

/** Returns what a vulnerability is called: by its CVE, where it has one alone. */
export function vulnerabilityName({ id, cves }: Pick<Vulnerability, 'id' | 'cves'>): string {
  const name = cves?.length === 1 ? (cves[0].cveId ?? id) : id;
  return name === '' ? '(no ID)' : cut(name, NAME_LENGTH);
}
