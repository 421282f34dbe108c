import { errorOutlook } from '../contract/errors/error-outlook';
import {
  PublishTimeAnswer,
  publishTimeQuestion,
  publishTimesIn,
} from '../asking/vulnerabilities/publish-times';
import { HssError } from '../contract/error';
import { VulnerabilityCveRow } from '../contract/vulnerabilities/vulnerability-cve';
import { Judgement } from '../policy';
import { PublishTimes } from '../policy/vulnerabilities/grace';
import type { ImageUpstream } from './ask';
import { forEachAtOnce } from './at-once';
import { SharedQuestions } from './shared-questions';

/** Asks when vulnerabilities were published, each once, even if several images have it. */
export async function askForTimes(
  vulIds: readonly string[],
  source: ImageUpstream,
  project: { readonly enterpriseProjectId?: string } = {},
): Promise<ReadonlyMap<string, PublishTimeAnswer>> {
  const questions = new SharedQuestions(source);
  const answers = new Map<string, PublishTimeAnswer>();
  let given: HssError | undefined;
  await forEachAtOnce(new Set(vulIds), 1, async (id) => {
    const answer: PublishTimeAnswer =
      given === undefined
        ? publishTimesIn(await questions.listAll(publishTimeQuestion(id, project)))
        : { error: given };
    if ('error' in answer && errorOutlook(answer.error.code).affectsAll) given ??= answer.error;
    answers.set(id, answer);
  });
  return answers;
}

/** Returns the times that a judgement needs, from the answers; or the first error among them. */
export function timesFor(
  { wantedTimes }: Pick<Judgement, 'wantedTimes'>,
  answers: ReadonlyMap<string, PublishTimeAnswer>,
): { readonly times: PublishTimes } | { readonly error: HssError } {
  const times = new Map<string, readonly VulnerabilityCveRow[]>();
  for (const id of wantedTimes) {
    const answer = answers.get(id)!;
    if ('error' in answer) return answer;
    times.set(id, answer.rows);
  }
  return { times };
}
