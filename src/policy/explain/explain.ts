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
    exceptions: explainedExceptions(input, judgement, subjects),
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
  const isTooSevere = violatedRuleIds(verdict).includes('max-severity');
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
