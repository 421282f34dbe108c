import type { PublishTimeAnswer } from '../../asking/vulnerabilities/publish-times';
import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { JudgeInput, judgeInFull } from '../../policy';
import { Explanation, explain } from '../../policy/explain/explain';
import { VulnerabilityAnswers } from '../../policy/vulnerabilities/judgement';
import { counted } from '../../util/text';

/** Queries when vulnerabilities were published. */
export type AskForTimes = (
  vulIds: readonly string[],
) => Promise<ReadonlyMap<string, PublishTimeAnswer>>;

/**
 * Explains a judgement with the publication times that it needs, now and at each later moment at
 * which it changes. When an exception expires, what it waived may be within its grace period:
 * without its publication time, the explanation would announce a denial that never comes. Each time
 * can lead to another moment, so this queries until no time is missing.
 * @param say prints a warning about times that a snapshot lacks: it has only those that a check
 * needed when it was recorded
 * @throws HssError
 */
export async function explainWithTimes(
  input: Omit<JudgeInput, 'vulnerabilities'>,
  lists: VulnerabilityAnswers['lists'] | undefined,
  ask: AskForTimes,
  say: (message: string) => void,
): Promise<Explanation> {
  if (lists === undefined) return explain(input);
  const publishTimes = new Map<string, readonly VulnerabilityCveRow[]>();
  const timed: JudgeInput = { ...input, vulnerabilities: { lists, publishTimes } };
  const wantedNow = new Set(judgeInFull(timed).wantedTimes);
  let missing = 0;
  let explanation = explain(timed);
  while (explanation.wantedTimes.length > 0) {
    const wanted = explanation.wantedTimes;
    const answers = await ask(wanted);
    for (const id of wanted) {
      const answer = answers.get(id)!;
      if ('rows' in answer) {
        publishTimes.set(id, answer.rows);
      } else if (answer.error.code === 'HSS_SNAPSHOT_MISS' && !wantedNow.has(id)) {
        publishTimes.set(id, []);
        missing += 1;
      } else {
        throw answer.error;
      }
    }
    explanation = explain(timed);
  }
  if (missing > 0) {
    const times = counted(missing, 'publication time');
    say(
      `warning: the snapshot lacks ${times} that later moments need: the changes to come are explained without that grace`,
    );
  }
  return explanation;
}
