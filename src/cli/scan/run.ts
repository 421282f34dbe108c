import { setTimeout as sleep } from 'node:timers/promises';
import { HssError } from '../../contract/error';
import type { ImageJudging } from '../../judging';
import { Enforcement, Pinning, Policy } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { SECOND_MS } from '../../util/time';
import { namedImagesReport } from '../check/named-images-report';
import { AskedUpstream } from '../shared/asked-upstream';
import { ConnectionFlags, enterpriseProjectOf } from '../shared/connection-options';
import { EXIT } from '../shared/exit-codes';
import { expiringTexts } from '../shared/expiring';
import { namedFeedSource } from '../shared/policy/feed-option';
import { OutputFlags, checkOutputs } from '../shared/output/options';
import { print } from '../shared/output/print';
import { finishRun } from '../shared/output/report';
import { say as sayAlways } from '../shared/output/say';
import {
  policyFileFor,
  sayPolicy,
  readPolicyAt,
  reportedPolicy,
} from '../shared/policy/policy-file';
import { referencesFrom } from '../shared/references';
import { asResultProcess } from '../shared/result-process';
import { RunFlags, sayUnlessQuiet } from '../shared/run-options';
import { UnderWay } from './asking/under-way';
import { openScan } from './open-scan';
import { refuseReplay } from './refuse-replay';
import { ScanJudging, dryRun, scanAndJudge } from './scan-and-judge';

/** What commander parses from the options of `hss-gate scan`. */
export interface ScanOptions extends ConnectionFlags, OutputFlags, RunFlags {
  readonly policy?: string;
  readonly feed?: string;
  /** Seconds. */
  readonly wait: number;
  readonly maxScans: number;
  readonly synchronize?: true;
  readonly dryRun?: true;
}

/** Scans the named images with HSS and judges them. */
export async function runScan(given: readonly string[], options: ScanOptions): Promise<void> {
  const underWay = new UnderWay();
  asResultProcess(() => underWay.lines().forEach(sayAlways));
  const say = sayUnlessQuiet(options);
  refuseReplay(options);
  const file = policyFileFor(options.policy, say);
  checkOutputs(options.output ?? [], [file, options.feed]);
  const policy = readPolicyAt(file, namedFeedSource(options.feed));
  refuseUnread(policy, file);
  const references = await referencesFrom(given);
  sayPolicy(file, policy, options.feed, say);
  const evaluatedAt = new Date().toISOString();
  const upstream = new AskedUpstream(options, options.wait);
  try {
    const scanning = await scanningBy(policy, upstream, underWay, options);
    if (options.dryRun) {
      const { text, isRefused } = await dryRun(references, scanning);
      if (isRefused) process.exitCode = EXIT.failed;
      await print(text);
      return;
    }
    const outcomes = await scanAndJudge(references, scanning);
    for (const text of expiringTexts(outcomes)) say(text);
    const parts = [namedImagesReport('hss-gate scan', references, outcomes)];
    const { answeredBy } = upstream;
    const result = { evaluatedAt, policy: reportedPolicy(file, policy), answeredBy, parts };
    await finishRun({ command: 'scan', ...result }, options);
  } finally {
    await upstream.close();
  }
}

async function scanningBy(
  policy: Policy,
  upstream: AskedUpstream,
  underWay: UnderWay,
  options: ScanOptions,
): Promise<ScanJudging> {
  const judging: ImageJudging = {
    source: await upstream.open(),
    policy,
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    ...enterpriseProjectOf(options),
    now: Date.now,
  };
  const wait = {
    seconds: options.wait,
    until: Date.now() + options.wait * SECOND_MS,
    now: Date.now,
    sleep: (ms: number) => sleep(ms),
  };
  return {
    judging,
    hss: {
      list: (query) => judging.source.list(query),
      ...enterpriseProjectOf(options),
      say: sayUnlessQuiet(options),
      underWay,
      wait,
    },
    maxScans: options.maxScans,
    renew: options.synchronize === true,
    open: () => openScan(options, wait),
  };
}

/**
 * Refuses a policy that ignores the results of on-demand scans.
 * @throws HSS_INVALID_ARGUMENT
 */
function refuseUnread({ imageSources }: Policy, file: string): void {
  if (imageSources.includes(ImageSource.REGISTRY)) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `the policy ${file} excludes registry images (imageSources), and only those can be scanned on demand`,
    { advice: `add "${ImageSource.REGISTRY}" to imageSources, or run hss-gate check` },
  );
}
