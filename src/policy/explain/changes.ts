import { CLOCK_TOLERANCE_MS, DAY_MS, HOUR_MS, dayStart } from '../../util/time';
import { oneLine } from '../../util/safe-text';
import { ExceptionSubject, exceptionTarget, isAbout } from '../judge/exceptions';
import { JudgeInput, Judgement, judgeInFull } from '../judge/judge';
import { Decision } from '../model/decision';
import { ImageVerdict } from '../model/verdict';
import { ImageRuleId, RULES } from '../rules';
import { Moment, vulnerabilityMoments } from './vulnerabilities';

/** A moment at which the judgement changes, if neither the image nor the policy does. */
export interface ExplainedChange {
  /** ms since 1970. */
  readonly at: number;
  /** What causes the change. */
  readonly causes: readonly string[];
  /** Rules that become violated, and rules that are no longer violated. */
  readonly begins: readonly ImageRuleId[];
  readonly ends: readonly ImageRuleId[];
  /**
   * Rules that are violated before, and not checked afterwards, because an exception no longer
   * accepts an incomplete scan.
   */
  readonly unchecked: readonly ImageRuleId[];
  readonly decision: Decision;
}

const SCAN_RULES = RULES.filter(({ scan }) => scan !== 'unused').map(({ id }) => id);

export function changesOf(
  input: JudgeInput,
  judgement: Judgement,
  subjects: readonly ExceptionSubject[],
): { readonly changes: readonly ExplainedChange[]; readonly wantedTimes: readonly string[] } {
  const changes: ExplainedChange[] = [];
  const wantedTimes = new Set(judgement.wantedTimes);
  let before = judgement;
  for (const [at, causes] of momentsAfter(input, judgement, subjects)) {
    const after = judgeInFull({ ...input, now: at });
    for (const id of after.wantedTimes) wantedTimes.add(id);
    const [stoodBefore, standAfter] = [before, after].map(({ verdict }) =>
      violatedRuleIds(verdict),
    );
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

/**
 * Returns the IDs of the violated rules, each once: an index may have a finding of one rule for
 * each platform.
 */
export function violatedRuleIds({ findings }: ImageVerdict): ImageRuleId[] {
  const rules = findings
    .filter(({ waivedBy }) => waivedBy === undefined)
    .map(({ ruleId }) => ruleId as ImageRuleId);
  return [...new Set(rules)];
}

/**
 * Returns the moments at which time alone may change the judgement, with their causes, in
 * chronological order.
 */
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
    // At the limit itself, the rule still passes.
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
