import { ScanRecord } from '../model/scan-record';
import { CLOCK_TOLERANCE_MS, DAY_MS, HOUR_MS, dayStart } from '../../util/time';
import { Decision } from '../model/decision';
import {
  ExceptionSubject,
  exceptionSubject,
  exceptionTarget,
  isAbout,
  isAboutName,
  isAboutVersion,
  isInScope,
  otherRegistryOf,
  isLive,
  waiverText,
} from '../judge/exceptions';
import { JudgeInput, Judgement, judgeInFull } from '../judge/judge';
import { PolicyException } from '../model/policy';
import { pinnedDigest } from '../model/reference';
import { ImageRuleId, RULES, Rule } from '../rules';
import { PLATFORM_RULES } from '../judge/platform-judgement';
import { missingGraceNotes } from './missing-grace';
import { seenBy } from './seen';
import {
  Moment,
  countNotes,
  exceptionGaps,
  movingAdvice,
  vulnerabilityMoments,
} from './vulnerabilities';
import { oneLine } from '../../util/safe-text';
import { ImageVerdict, PolicyFinding } from '../model/verdict';

/**
 * What became of one rule: `not-asked` where the policy does not check it, `no-row` where no row and `no-scan` where no complete
 * scan could be checked.
 */
export type RuleState = 'met' | 'violated' | 'waived' | 'not-asked' | 'no-row' | 'no-scan';

/** What one rule saw. */
export interface ExplainedRule {
  readonly id: ImageRuleId;
  readonly title: string;
  readonly state: RuleState;
  /** What the image has, and what the policy allows. */
  readonly actual?: string;
  readonly limit?: string;
  /** Of a violation, also of a waived one. */
  readonly message?: string;
  readonly waivedBy?: string;
}

/** A record of the digest that was judged. */
export interface ExplainedRecord {
  readonly record: ScanRecord;
  /** Whether its scan decided. */
  readonly decides: boolean;
}

/** An exception that is about an image, or would be but for something. */
export interface ExplainedException {
  readonly exception: PolicyException;
  /** The rules whose violation it waives. */
  readonly waives: readonly ImageRuleId[];
  /** Why it does not apply, each in a few words; none where it applies. */
  readonly obstacles: readonly string[];
  /** Of one for some vulnerabilities that applies: those that the image does not have, and what others have besides. */
  readonly gaps: readonly string[];
}

/** A moment from which on the image is judged otherwise, if neither the image nor the policy changes. */
export interface ExplainedChange {
  /** ms since 1970. */
  readonly at: number;
  /** What brings it about. */
  readonly causes: readonly string[];
  /** Rules that are violated from then on, and were not, and the reverse. */
  readonly begins: readonly ImageRuleId[];
  readonly ends: readonly ImageRuleId[];
  /** Rules that are violated until then, and not checked from then on, because an incomplete scan is no longer accepted. */
  readonly unchecked: readonly ImageRuleId[];
  readonly decision: Decision;
}

/** Why an image is judged as it is, and until when. */
export interface Explanation {
  readonly verdict: ImageVerdict;
  /** All records of the digest, the one that decided first; none where no digest was chosen. */
  readonly records: readonly ExplainedRecord[];
  readonly rules: readonly ExplainedRule[];
  readonly exceptions: readonly ExplainedException[];
  /** What else there is to know about how vulnerabilities are judged, each a sentence. */
  readonly notes: readonly string[];
  /** In the order of time. */
  readonly changes: readonly ExplainedChange[];
  /** As in `Judgement`, now and at any time to come: until the times are there, the changes say that there is no grace. */
  readonly wantedTimes: readonly string[];
}

/**
 * Explains a judgement. What will change is found by judging again at each moment at which time alone can make a
 * difference, so that the explanation can't say other than the judgement will.
 */
export function explain(input: JudgeInput): Explanation {
  const judgement = judgeInFull(input);
  const { record: row, chosen, targets, unscanned } = judgement;
  const digest = input.reference.digest ?? pinnedDigest(judgement.verdict);
  const subject = exceptionSubject(input.reference, row, digest, input.path);
  const { platforms = [] } = judgement.verdict;
  const subjects = [
    subject,
    ...platforms.map((platform) => ({ ...subject, platform: platform.digest })),
  ];
  const { changes, wantedTimes } = changesOf(input, judgement, subjects);
  return {
    verdict: judgement.verdict,
    records: recordsOf(judgement),
    rules: RULES.map(({ id, title, readsRow, scan }) => {
      const finding = judgement.verdict.findings.find(({ ruleId }) => ruleId === id);
      const seen = seenBy(id, input, row, { chosen, targets });
      if (finding !== undefined) return { id, title, ...violationOf(finding) };
      if (seen === undefined) return { id, title, state: 'not-asked' };
      if (!isChecked(scan, !unscanned.includes(undefined), row)) {
        return { id, title, state: 'no-scan', limit: seen.limit };
      }
      if (platforms.length > 0 && row !== undefined && PLATFORM_RULES.includes(id)) {
        return { id, title, ...ofPlatforms(judgement, scan), limit: seen.limit };
      }
      // Without a digest of its own a reference is pinned by the row's.
      const needsRow = readsRow || (id === 'reference-pinned' && digest === undefined);
      if (needsRow && row === undefined) return { id, title, state: 'no-row', limit: seen.limit };
      return { id, title, state: 'met', actual: oneLine(seen.actual), limit: seen.limit };
    }),
    exceptions: exceptionsOf(input, judgement, subjects),
    notes: notesOf(input, judgement),
    changes,
    wantedTimes,
  };
}

/**
 * Returns whether a rule was checked of an image or a platform. The one rule that reads a scan without needing it counts
 * malicious files: what an earlier scan found is checked too.
 */
function isChecked(
  scan: Rule['scan'],
  hasScan: boolean,
  image: Pick<ScanRecord, 'maliciousFileNum'> | undefined,
): boolean {
  if (scan === 'unused' || hasScan) return true;
  return scan === 'read' && image?.maliciousFileNum !== undefined;
}

/** What became of a rule that no platform of an index violates. */
function ofPlatforms(
  { verdict: { platforms = [] }, unscanned }: Judgement,
  scan: Rule['scan'],
): Pick<ExplainedRule, 'state' | 'actual'> {
  const listed = platforms.filter(({ image }) => image !== undefined);
  const checked = listed.filter(({ digest, image }) =>
    isChecked(scan, !unscanned.includes(digest), image),
  );
  if (checked.length === 0 && listed.length > 0) return { state: 'no-scan' };
  const which = checked.length === listed.length ? 'that HSS lists' : 'with a complete scan';
  return {
    state: 'met',
    actual: `passes on each platform ${which} (${checked.length} of ${platforms.length})`,
  };
}

function notesOf(input: JudgeInput, { verdict, matching, targets }: Judgement): string[] {
  const { maxSeverity, vulnerabilities } = input.policy;
  const isMeant =
    vulnerabilities !== undefined || matching.some((one) => one.vulnerabilities !== undefined);
  const isTooSevere = standing(verdict).includes('max-severity');
  return [
    ...countNotes(input, targets),
    ...missingGraceNotes(input, targets),
    ...(isMeant && isTooSevere && maxSeverity !== undefined
      ? [movingAdvice(input.policy, maxSeverity)]
      : []),
  ];
}

/** Of records with scans at the same time the one that decided may have the worst of several: it is known by its place. */
function recordsOf({ record, scans }: Judgement): ExplainedRecord[] {
  if (record === undefined) return [];
  const decides = (one: ScanRecord): boolean =>
    one.list === record.list &&
    PLACE.every((field) => one[field] === record[field]) &&
    one.registry?.registryId === record.registry?.registryId;
  const explained = scans.map((one) => ({ record: one, decides: decides(one) }));
  return [...explained].sort((a, b) => Number(b.decides) - Number(a.decides));
}

const PLACE = ['registryName', 'imageVersion', 'latestScanTime', 'scanStatus'] as const;

function violationOf({
  message,
  actual,
  limit,
  waivedBy,
}: PolicyFinding): Omit<ExplainedRule, 'id' | 'title'> {
  return {
    state: waivedBy === undefined ? 'violated' : 'waived',
    message,
    ...(actual === undefined ? {} : { actual }),
    ...(limit === undefined ? {} : { limit }),
    ...(waivedBy === undefined ? {} : { waivedBy }),
  };
}

function exceptionsOf(
  input: JudgeInput,
  { used, verdict, targets }: Judgement,
  subjects: readonly ExceptionSubject[],
): ExplainedException[] {
  return input.policy.exceptions.flatMap((exception) => {
    const unscopedException = unscoped(exception);
    const subject = subjects.find(
      (one) => isAboutName(unscopedException, one) || otherRegistryOf(exception, one) !== undefined,
    );
    if (subject === undefined) return [];
    return {
      exception,
      waives: used.includes(exception)
        ? verdict.findings
            .filter(
              ({ ruleId, waivedBy }) =>
                waivedBy !== undefined &&
                coversRule(exception, ruleId) &&
                (exception.vulnerabilities === undefined || waivedBy === waiverText(exception)),
            )
            .map(({ ruleId }) => ruleId as ImageRuleId)
        : [],
      obstacles: obstaclesTo(exception, subject, input.now),
      gaps: exceptionGaps(exception, targets),
    };
  });
}

function obstaclesTo(exception: PolicyException, subject: ExceptionSubject, now: number): string[] {
  const { scope, expires } = exception;
  const registry = otherRegistryOf(exception, subject);
  return [
    ...(registry === undefined
      ? []
      : [`it is only for images from ${registry}, not from ${registryText(subject)}`]),
    ...(isLive(exception, now) ? [] : [`it expired at the end of ${expires}`]),
    ...(isAboutVersion(exception, subject)
      ? []
      : [`it is for other versions, not for ${subject.version ?? 'an image without a version'}`]),
    ...(isInScope(exception, subject)
      ? []
      : [
          subject.path === undefined
            ? `it is only for constructs at ${scope}, and no construct path was given`
            : `it is only for constructs at ${scope}, not for ${subject.path}`,
        ]),
  ];
}

function registryText({ domain }: ExceptionSubject): string {
  const isDefault = domain === 'docker.io';
  return isDefault ? 'docker.io (the default if a reference names no registry)' : `${domain}`;
}

/** The exception without its scope. */
function unscoped(exception: PolicyException): PolicyException {
  return { ...exception, scope: undefined };
}

function coversRule({ rules }: PolicyException, ruleId: string): boolean {
  return (rules as readonly string[]).includes(ruleId);
}

const SCAN_RULES = RULES.filter(({ scan }) => scan !== 'unused').map(({ id }) => id);

function changesOf(
  input: JudgeInput,
  judgement: Judgement,
  subjects: readonly ExceptionSubject[],
): Pick<Explanation, 'changes' | 'wantedTimes'> {
  const changes: ExplainedChange[] = [];
  const wantedTimes = new Set(judgement.wantedTimes);
  let before = judgement;
  for (const [at, causes] of momentsAfter(input, judgement, subjects)) {
    const after = judgeInFull({ ...input, now: at });
    for (const id of after.wantedTimes) wantedTimes.add(id);
    const [stoodBefore, standAfter] = [before, after].map(({ verdict }) => standing(verdict));
    const begins = standAfter.filter((id) => !stoodBefore.includes(id));
    const gone = stoodBefore.filter((id) => !standAfter.includes(id));
    const losesScan = after.unscanned.some((one) => !before.unscanned.includes(one));
    const unchecked = gone.filter((id) => losesScan && SCAN_RULES.includes(id));
    const ends = gone.filter((id) => !unchecked.includes(id));
    if (begins.length + gone.length > 0) {
      changes.push({ at, causes, begins, ends, unchecked, decision: after.verdict.decision });
    }
    before = after;
  }
  return { changes, wantedTimes: [...wantedTimes] };
}

/** Each once: an index may have a finding of a rule for each platform. */
function standing({ findings }: ImageVerdict): ImageRuleId[] {
  const rules = findings
    .filter(({ waivedBy }) => waivedBy === undefined)
    .map(({ ruleId }) => ruleId as ImageRuleId);
  return [...new Set(rules)];
}

/** When time alone may make a difference, in the order of time. */
function momentsAfter(
  input: JudgeInput,
  { record, chosen, targets, verdict: { platforms = [] } }: Judgement,
  subjects: readonly ExceptionSubject[],
): [at: number, causes: string[]][] {
  const { reference, policy, snapshotTime, now } = input;
  const moments = policy.exceptions
    .filter((exception) => subjects.some((subject) => isAbout(exception, subject)))
    .map((exception): Moment => [
      (dayStart(exception.expires) ?? NaN) + DAY_MS,
      `the exception for ${exceptionTarget(exception)} ends (owner ${exception.owner})`,
    ]);
  const ageing = (time: number | undefined, hours: number, what: string): void => {
    if (time === undefined) return;
    // A limit is still met at its very end.
    moments.push([time + hours * HOUR_MS + 1, `${what} becomes older than ${hours} hours`]);
    moments.push([time - CLOCK_TOLERANCE_MS, `${what} is no longer in the future`]);
  };
  ageing(record?.latestScanTime, policy.maxScanAgeHours, 'the scan');
  for (const { digest, image } of platforms) {
    ageing(image?.latestScanTime, policy.maxScanAgeHours, `the scan of platform ${digest}`);
  }
  if (policy.maxSyncAgeHours !== undefined && reference.digest === undefined) {
    for (const { registry } of chosen) {
      ageing(registry?.latestSyncTime, policy.maxSyncAgeHours, 'the synchronization');
    }
  }
  ageing(snapshotTime, policy.maxSnapshotAgeHours, 'the snapshot');
  moments.push(...vulnerabilityMoments(input, targets));
  const causesAt = new Map<number, string[]>();
  for (const [at, cause] of moments.sort(([a], [b]) => a - b)) {
    if (!(at > now) || Number.isNaN(new Date(at).getTime())) continue;
    causesAt.set(at, [...new Set([...(causesAt.get(at) ?? []), oneLine(cause)])]);
  }
  return [...causesAt];
}
