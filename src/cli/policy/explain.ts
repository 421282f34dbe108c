import { scanRecords } from '../../policy/records';
import { ImageLists } from '../../asking/image-search';
import { askForImages, askForTimes, timesFor } from '../../judging';
import {
  Enforcement,
  JudgeInput,
  Pinning,
  judgeInFull,
  parseReference,
  policyHash,
} from '../../policy';
import { explain } from '../../policy/explain/explain';
import { VulnerabilityAnswers } from '../../policy/vulnerabilities/judgement';
import { explainText } from '../../report/text/explain-text';
import { mayColour } from '../../util/colour';
import { ConnectionFlags, enterpriseProjectOf, openUpstream } from '../shared/connection-options';
import { policyFileFor, readPolicyAt } from '../shared/policy-file';
import { print } from '../shared/output/print';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';

/** What commander makes of the options of `hss-gate policy explain`. */
export interface ExplainOptions extends ConnectionFlags, RunFlags {
  readonly policy?: string;
  /** ms since 1970. */
  readonly at?: number;
  readonly path?: string;
}

/** Says on stdout why an image is judged as it is. */
export async function runExplain(image: string, options: ExplainOptions): Promise<void> {
  asResultProcess();
  const say = sayUnlessQuiet(options);
  const file = policyFileFor(options.policy, say);
  const policy = readPolicyAt(file);
  const reference = parseReference(image);
  say(`policy: ${file} (${policyHash(policy)})`);
  const upstream = await openUpstream(options);
  try {
    const project = enterpriseProjectOf(options);
    const answers = await askForImages([reference], upstream, {
      lists: policy.imageSources,
      policy,
      ...project,
    });
    const answer = answers.get(reference)!;
    if ('error' in answer) throw answer.error;
    const asked = Date.now();
    const input: JudgeInput = {
      reference,
      records: scanRecords(answer.listed, policy),
      policy,
      now: options.at ?? asked,
      source: upstream.source,
      ...(upstream.recordedAt === undefined ? {} : { snapshotTime: upstream.recordedAt }),
      ...(options.path === undefined ? {} : { path: options.path }),
      enforcement: Enforcement.DENY,
      pinning: Pinning.DIGEST,
    };
    const vulnerabilities = await vulnerabilityAnswers(input, answer, (ids) =>
      askForTimes(ids, upstream, project),
    );
    const explanation = explain({
      ...input,
      ...(vulnerabilities === undefined ? {} : { vulnerabilities }),
    });
    await print(
      explainText(explanation, { colour: mayColour(process.stdout, process.env), asked }),
    );
  } finally {
    await upstream.close();
  }
}

/**
 * Completes the vulnerabilities of an image by when they were published. The explanation judges at later times, too: by then
 * exceptions may have expired, and what they waive needs a time as well.
 * @throws HssError
 */
async function vulnerabilityAnswers(
  input: JudgeInput,
  { vulnerabilities: lists }: ImageLists,
  ask: (vulIds: readonly string[]) => ReturnType<typeof askForTimes>,
): Promise<VulnerabilityAnswers | undefined> {
  if (lists === undefined) return undefined;
  const answers = { lists, publishTimes: new Map() };
  const policies = [input.policy, { ...input.policy, exceptions: [] }];
  const wantedTimes = policies.flatMap(
    (policy) => judgeInFull({ ...input, policy, vulnerabilities: answers }).wantedTimes,
  );
  const found = timesFor({ wantedTimes }, await ask(wantedTimes));
  if ('error' in found) throw found.error;
  return { lists, publishTimes: found.times };
}
