import { judgeImages, judgeWhenScanned } from '../../judging';
import { Enforcement, Pinning } from '../../policy';
import { referencesFrom } from '../shared/references';
import { namedImagesReport } from './named-images-report';
import { ShownWait } from './shown-wait';
import { AskedUpstream } from '../shared/asked-upstream';
import { ConnectionFlags, enterpriseProjectOf, refuseSnapshot } from '../shared/connection-options';
import { expiringTexts } from '../shared/expiring';
import { namedFeedSource } from '../shared/policy/feed-option';
import { OutputFlags, checkOutputs } from '../shared/output/options';
import { finishRun } from '../shared/output/report';
import {
  policyFileFor,
  sayPolicy,
  readPolicyAt,
  reportedPolicy,
} from '../shared/policy/policy-file';
import { ProgressBar } from '../shared/progress';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { asResultProcess } from '../shared/result-process';

/** What commander parses from the options of `hss-gate check`. */
export interface CheckOptions extends ConnectionFlags, OutputFlags, RunFlags {
  readonly policy?: string;
  readonly feed?: string;
  /** Seconds. */
  readonly wait?: number;
}

/** Judges the named images. */
export async function runCheck(given: readonly string[], options: CheckOptions): Promise<void> {
  asResultProcess();
  const say = sayUnlessQuiet(options);
  refuseSnapshot(options);
  const file = policyFileFor(options.policy, say);
  checkOutputs(options.output ?? [], [file, options.feed, options.snapshot]);
  const policy = readPolicyAt(file, namedFeedSource(options.feed));
  const references = await referencesFrom(given);
  sayPolicy(file, policy, options.feed, say);
  const evaluatedAt = new Date().toISOString();
  const upstream = new AskedUpstream(options, options.wait);
  try {
    const cases = references.map((reference) => ({ reference }));
    const judging = {
      source: await upstream.open(),
      policy,
      enforcement: Enforcement.DENY,
      // The result's pinned reference has the digest that was judged, as in a gate.
      pinning: Pinning.DIGEST,
      ...enterpriseProjectOf(options),
      now: Date.now,
    };
    const bar = options.quiet ? undefined : ProgressBar.on(process.stderr);
    const wait = new ShownWait(options.wait ?? 0, say, bar);
    const outcomes = await (
      options.wait === undefined
        ? judgeImages(cases, judging)
        : judgeWhenScanned(cases, judging, wait)
    ).finally(() => wait.end());
    for (const text of expiringTexts(outcomes)) say(text);
    const parts = [namedImagesReport('hss-gate check', references, outcomes)];
    const { answeredBy } = upstream;
    const result = { evaluatedAt, policy: reportedPolicy(file, policy), answeredBy, parts };
    await finishRun({ command: 'check', ...result }, options);
  } finally {
    await upstream.close();
  }
}
