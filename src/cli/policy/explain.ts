import { scanRecords } from '../../policy/records';
import { askForImages, askForTimes } from '../../judging';
import { Enforcement, JudgeInput, Pinning, parseReference } from '../../policy';
import { explainText } from '../../report/text/explain-text';
import { mayColour } from '../../util/colour';
import {
  ConnectionFlags,
  commandDeadline,
  enterpriseProjectOf,
  openUpstream,
} from '../shared/connection-options';
import { namedFeedSource } from '../shared/policy/feed-option';
import { policyFileFor, readPolicyAt, sayPolicy } from '../shared/policy/policy-file';
import { print } from '../shared/output/print';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';
import { explainWithTimes } from './timed-explanation';

/** What commander parses from the options of `hss-gate policy explain`. */
export interface ExplainOptions extends ConnectionFlags, RunFlags {
  readonly policy?: string;
  readonly feed?: string;
  /** ms since 1970. */
  readonly at?: number;
  readonly path?: string;
}

/** Prints on stdout why an image is allowed or denied. */
export async function runExplain(image: string, options: ExplainOptions): Promise<void> {
  asResultProcess();
  const say = sayUnlessQuiet(options);
  const file = policyFileFor(options.policy, say);
  const policy = readPolicyAt(file, namedFeedSource(options.feed));
  const reference = parseReference(image);
  sayPolicy(file, policy, options.feed, say);
  const upstream = await openUpstream(options, commandDeadline(options));
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
    const input: Omit<JudgeInput, 'vulnerabilities'> = {
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
    const explanation = await explainWithTimes(
      input,
      answer.vulnerabilities,
      (ids) => askForTimes(ids, upstream, project),
      say,
    );
    await print(
      explainText(explanation, { colour: mayColour(process.stdout, process.env), asked }),
    );
  } finally {
    await upstream.close();
  }
}
