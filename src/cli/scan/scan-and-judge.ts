import { HssError, asHssError } from '../../contract/error';
import { waitTimeoutText } from '../check/shown-wait';
import { ImageJudging, ImageOutcome, judgeImages, judgeWhenScanned } from '../../judging';
import { Decision, ImageReference, Judgement, parseReference } from '../../policy';
import { ImageSource } from '../../policy/model/image-source';
import { plain } from '../../util/safe-text';
import { SECOND_MS } from '../../util/time';
import { WaitLimit, ScanHss } from './asking/scan-hss';
import { OnDemandScan } from './on-demand';
import type { OpenScan } from './open-scan';
import { dryRunText } from './plan-text';
import { isScanRunning } from './plan/row-state';

/** Options for scanning and judging images. */
export interface ScanJudging {
  readonly judging: ImageJudging;
  readonly hss: Omit<ScanHss, 'client' | 'deadline'>;
  readonly maxScans: number;
  /**
   * Whether to synchronize the registry of each tag, even if the policy allows its current image.
   */
  readonly renew: boolean;
  /** Opens the client that writes. Not called if there is nothing to scan. */
  readonly open: () => Promise<OpenScan>;
}

/** What a run would request. */
export interface DryRun {
  readonly text: string;
  readonly isRefused: boolean;
}

/** Images and their judgements before anything is requested. */
interface JudgedFirst {
  readonly references: readonly string[];
  readonly outcomes: readonly ImageOutcome[];
  /** The images that may need a scan. */
  readonly open: readonly OpenImage[];
  /** A line for each other image. */
  readonly skipped: readonly string[];
}

interface OpenImage {
  readonly reference: ImageReference;
  readonly judgement: Judgement;
}

/**
 * Has HSS scan the images that need it, and judges all images. The outcomes are in the order of the
 * references.
 */
export async function scanAndJudge(
  references: readonly string[],
  options: ScanJudging,
): Promise<readonly ImageOutcome[]> {
  const first = await judgeFirst(references, options);
  const { say, wait, underWay } = options.hss;
  first.skipped.forEach(say);
  if (first.open.length === 0) return first.outcomes;
  return withScan(first, options, async (scan) => {
    const failure = await failureOfRun(scan);
    underWay.lines().forEach(say);
    const texts = first.open.map(({ reference }) => reference.text);
    const again = await judgeSettled(texts, options.judging, wait, say);
    const judged = new Map<string, ImageOutcome>();
    let firstUndecided: string | undefined;
    for (const [at, text] of texts.entries()) {
      const isUndecided = failure !== undefined && scan.isOpen(text) && !isAllowed(again[at]);
      judged.set(text, isUndecided ? { error: failureFor(failure, firstUndecided) } : again[at]);
      if (isUndecided) firstUndecided ??= text;
    }
    return references.map((text, at) => judged.get(text) ?? first.outcomes[at]);
  });
}

/** Returns what `scanAndJudge` would request first, and requests nothing. */
export async function dryRun(references: readonly string[], options: ScanJudging): Promise<DryRun> {
  const first = await judgeFirst(references, options);
  return withScan(first, options, async (scan) => {
    const plans = await scan.plan();
    const { maxScans } = options;
    const needed = scan.needed();
    const free = await scan.freeScans();
    const { skipped } = first;
    const text = dryRunText(plans, { skipped, needed, free, maxScans, waits: scan.waits });
    return { text, isRefused: needed.count > maxScans };
  });
}

async function judgeFirst(
  references: readonly string[],
  { judging, renew }: ScanJudging,
): Promise<JudgedFirst> {
  const outcomes = await judgeImages(casesOf(references), judging);
  const open: OpenImage[] = [];
  const skipped: string[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const reference = parseReference(references[at]);
    const mayHaveMoved = renew && reference.digest === undefined;
    if ('judgement' in outcome && (!isAllowed(outcome) || mayHaveMoved)) {
      open.push({ reference, judgement: outcome.judgement });
    } else {
      const why =
        'error' in outcome ? 'HSS could not be queried for it' : 'the policy already allows it';
      skipped.push(`${plain(reference.text)}: nothing to scan: ${why}`);
    }
  }
  return { references, outcomes, open, skipped };
}

async function withScan<T>(
  { open }: JudgedFirst,
  { hss, judging, maxScans, renew, open: openClient }: ScanJudging,
  task: (scan: OnDemandScan) => Promise<T>,
): Promise<T> {
  const { client, deadline, location } = await openClient();
  try {
    const images = open.map(({ reference, judgement }) => ({
      reference,
      inPipelines: judgement.verdict.imageSource === ImageSource.CICD,
      isDenied: judgement.verdict.decision !== Decision.ALLOW,
    }));
    const { policy } = judging;
    return await task(
      new OnDemandScan(images, { ...hss, client, deadline }, { policy, location, maxScans, renew }),
    );
  } finally {
    await client.close();
  }
}

/**
 * Runs a scan, and returns the error of a failed query, if any.
 * @throws HSS_INVALID_ARGUMENT if it needs more scans than allowed, before anything is requested
 */
async function failureOfRun(scan: OnDemandScan): Promise<HssError | undefined> {
  const failure = await failureOf(() => scan.plan());
  if (failure !== undefined) return failure;
  scan.refuseTooMany();
  return failureOf(() => scan.run());
}

/**
 * Returns the error for one of several images for which a request failed. Only the first image
 * shows the complete error.
 */
function failureFor(failure: HssError, first: string | undefined): HssError {
  if (first === undefined) return failure;
  return new HssError(failure.code, `as for ${plain(first)}: ${failure.summary}`);
}

/** Returns the error of a task, if it fails. */
async function failureOf(task: () => Promise<unknown>): Promise<HssError | undefined> {
  try {
    await task();
    return undefined;
  } catch (thrown) {
    return asHssError(thrown, 'while images were scanned');
  }
}

/**
 * Judges as `check` does, and waits for scans that others than this run requested, such as a
 * pipeline.
 */
async function judgeSettled(
  references: readonly string[],
  judging: ImageJudging,
  wait: WaitLimit,
  say: (message: string) => void,
): Promise<ImageOutcome[]> {
  const outcomes = await judgeImages(casesOf(references), judging);
  const running = [...outcomes.keys()].filter((at) => isRunning(outcomes[at]));
  const seconds = Math.max(0, (wait.until - wait.now()) / SECOND_MS);
  if (running.length === 0 || seconds === 0) return outcomes;
  const cases = casesOf(running.map((at) => references[at]));
  const { now, sleep } = wait;
  const again = await judgeWhenScanned(cases, judging, {
    seconds,
    now,
    sleep,
    onTimeout: (waitingFor) => say(waitTimeoutText(wait.seconds, waitingFor)),
  });
  running.forEach((at, index) => (outcomes[at] = again[index]));
  return outcomes;
}

function casesOf(references: readonly string[]): { readonly reference: string }[] {
  return references.map((reference) => ({ reference }));
}

function isAllowed(outcome: ImageOutcome): boolean {
  return 'judgement' in outcome && outcome.judgement.verdict.decision === Decision.ALLOW;
}

function isRunning(outcome: ImageOutcome): boolean {
  if ('error' in outcome || isAllowed(outcome)) return false;
  return isScanRunning(outcome.judgement.verdict.image?.scanStatus);
}
