import type { PublishTimeAnswer } from '../../asking/vulnerabilities/publish-times';
import { VulnerabilityCveRow } from '../../contract/vulnerabilities/vulnerability-cve';
import { JudgeInput, judgeInFull } from '../../policy';
import { Explanation, explain } from '../../policy/explain/explain';
import { VulnerabilityAnswers } from '../../policy/vulnerabilities/judgement';
import { counted } from '../../util/text';

/** Asks when vulnerabilities were published. */
export type AskForTimes = (
  vulIds: readonly string[],
) => Promise<ReadonlyMap<string, PublishTimeAnswer>>;

/**
 * Explains a judgement with the times of publication that it needs, now and at each moment at which it changes. At a later moment
 * an exception may have expired, and what it waived may be in grace: without its time a denial would be announced that never
 * comes. Each time can bring about another moment, so this asks until none is wanted.
 * @param say is told of times that a snapshot lacks: it holds those that a check needed when it was recorded
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
