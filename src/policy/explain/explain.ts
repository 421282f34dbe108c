import { oneLine } from '../../util/safe-text';
import { exceptionSubject } from '../judge/exceptions';
import { JudgeInput, Judgement, judgeInFull } from '../judge/judge';
import { PLATFORM_RULES } from '../judge/platform-judgement';
import { pinnedDigest } from '../model/reference';
import { ScanRecord } from '../model/scan-record';
import { ImageVerdict, PolicyFinding } from '../model/verdict';
import { ImageRuleId, RULES, Rule } from '../rules';
import { ExplainedChange, changesOf, violatedRuleIds } from './changes';
import { ExplainedException, explainedExceptions } from './exceptions';
import { missingGraceNotes } from './missing-grace';
import { seenBy } from './seen';
import { countNotes, movingAdvice } from './vulnerabilities';

export type { ExplainedChange } from './changes';
export type { ExplainedException } from './exceptions';

/**
 * The result of one rule for an image. `not-asked`: the policy does not check it. `no-row`,
 * `no-scan`: there is no row, or no complete scan, to check.
 */
export type RuleState = 'met' | 'violated' | 'waived' | 'not-asked' | 'no-row' | 'no-scan';

/** One rule, with what it read. */
export interface ExplainedRule {
  readonly id: ImageRuleId;
  readonly title: string;
  readonly state: RuleState;
  /** What the image has, and what the policy allows. */
  readonly actual?: string;
  readonly limit?: string;
  /** Message of the violation, even if it is waived. */
  readonly message?: string;
  readonly waivedBy?: string;
}

/** A record of the judged digest. */
export interface ExplainedRecord {
  readonly record: ScanRecord;
  /** Whether its scan decided. */
  readonly decides: boolean;
}

/** Why an image is judged as it is, and until when. */
export interface Explanation {
  readonly verdict: ImageVerdict;
  /** All records of the digest, the one that decided first; empty if no digest was chosen. */
  readonly records: readonly ExplainedRecord[];
  readonly rules: readonly ExplainedRule[];
  readonly exceptions: readonly ExplainedException[];
  /** Further notes on how vulnerabilities are judged, each a sentence. */
  readonly notes: readonly string[];
  /** In chronological order. */
  readonly changes: readonly ExplainedChange[];
  /**
   * As in `Judgement`, for now and for the time of each change. Until the publication times are
   * known, the changes are computed without grace.
   */
  readonly wantedTimes: readonly string[];
}

/**
 * Explains a judgement. To find what will change, it judges again at each moment at which time
 * alone can make a difference, so the explanation always agrees with later judgements.
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
      // A reference without a digest is pinned by the row's digest.
      const needsRow = readsRow || (id === 'reference-pinned' && digest === undefined);
      if (needsRow && row === undefined) return { id, title, state: 'no-row', limit: seen.limit };
      return { id, title, state: 'met', actual: oneLine(seen.actual), limit: seen.limit };
    }),
    exceptions: explainedExceptions(input, judgement, subjects),
    notes: notesOf(input, judgement),
    changes,
    wantedTimes,
  };
}

/**
 * Whether a rule was checked for an image or a platform. The rule for malicious files reads a scan
 * without needing it: what an earlier scan found is checked even without a complete scan.
 */
function isChecked(
  scan: Rule['scan'],
  hasScan: boolean,
  image: Pick<ScanRecord, 'maliciousFileNum'> | undefined,
): boolean {
  if (scan === 'unused' || hasScan) return true;
  return scan === 'read' && image?.maliciousFileNum !== undefined;
}

/** Returns the result of a rule that no platform of an index violates. */
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
  const isTooSevere = violatedRuleIds(verdict).includes('max-severity');
  return [
    ...countNotes(input, targets),
    ...missingGraceNotes(input, targets),
    ...(isMeant && isTooSevere && maxSeverity !== undefined
      ? [movingAdvice(input.policy, maxSeverity)]
      : []),
  ];
}

/**
 * Returns the records of the digest. The deciding record may have the worst values of several scans
 * at the same time, so it is recognized by its place.
 */
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
