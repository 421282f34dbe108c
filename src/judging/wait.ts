import { HssErrorCode } from '../contract/error';
import { Decision } from '../policy';
import { isScanPending } from '../policy/judge/questions';
import { SECOND_MS } from '../util/time';
import { ImageCase, ImageJudging, ImageOutcome, judgeImages } from './judge';

/** How long to wait for scans, and by which clock. */
export interface ScanWait {
  readonly seconds: number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Hears before each pause how many images are waited for, and when it is over at the latest, ms since 1970. */
  readonly onPause?: (waitingFor: number, until: number) => void;
}

/** First pause between two questions, and the longest; each is half as long again as the one before. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** Errors that may be over when HSS is asked again. */
const PASSING: ReadonlySet<HssErrorCode> = new Set<HssErrorCode>([
  'HSS_UNREACHABLE',
  'HSS_TIMEOUT',
  'HSS_THROTTLED',
  'HSS_SERVER_ERROR',
  'HSS_UNSTABLE_LIST',
]);

/**
 * Judges images as `judgeImages` does; those whose scan is still to come are asked about again, until they settle or the
 * wait is over. What is judged last is the outcome either way. A snapshot is not waited for: nothing in it changes.
 */
export async function judgeWhenScanned(
  cases: readonly ImageCase[],
  judging: ImageJudging,
  wait: ScanWait,
): Promise<ImageOutcome[]> {
  const until = wait.now() + wait.seconds * SECOND_MS;
  const outcomes = await judgeImages(cases, judging);
  if (judging.source.source === 'replay') return outcomes;
  let pending = [...outcomes.keys()].filter((at) => isPending(outcomes[at]));
  for (
    let pause = FIRST_PAUSE_MS;
    pending.length > 0;
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)
  ) {
    const left = until - wait.now();
    if (left <= 0) break;
    wait.onPause?.(pending.length, until);
    await wait.sleep(Math.min(pause, left));
    const again = await judgeImages(
      pending.map((at) => cases[at]),
      judging,
    );
    pending.forEach((at, index) => (outcomes[at] = again[index]));
    pending = pending.filter((at) => isPending(outcomes[at]) || hasPassingError(outcomes[at]));
  }
  return outcomes;
}

/** Whether an image may come to be allowed by nothing but time. One that an exception lets through needs none. */
function isPending(outcome: ImageOutcome): boolean {
  if ('error' in outcome) return false;
  const { verdict } = outcome.judgement;
  return verdict.decision !== Decision.ALLOW && isScanPending(verdict);
}

/** Of an image that was pending before: HSS answered once, so it may again. */
function hasPassingError(outcome: ImageOutcome): boolean {
  return 'error' in outcome && PASSING.has(outcome.error.code);
}
