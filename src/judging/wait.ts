import { isScanAwaited } from '../asking/awaited-scan';
import { SECOND_MS } from '../util/time';
import { WaitPauses } from '../util/wait-pauses';
import { ImageCase, ImageJudging, ImageOutcome, judgeImages } from './judge';

/** How long to wait for scans, and the clock to use. */
export interface ScanWait {
  readonly seconds: number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * Called before each pause with the number of awaited images and the latest end of the wait, ms
   * since 1970.
   */
  readonly onPause?: (waitingFor: number, until: number) => void;
  /** Called at the end of the wait with the number of images that still have no scan. */
  readonly onTimeout?: (waitingFor: number) => void;
}

/**
 * Judges images as `judgeImages` does. Asks again for images whose scan is pending, until they
 * settle or the wait ends. The last judgement is the outcome in any case. A snapshot is not waited
 * for, because it does not change.
 */
export async function judgeWhenScanned(
  cases: readonly ImageCase[],
  judging: ImageJudging,
  wait: ScanWait,
): Promise<ImageOutcome[]> {
  const pauses = new WaitPauses(wait.now() + wait.seconds * SECOND_MS, wait.now);
  if (judging.source.source === 'replay') return judgeImages(cases, judging);
  const outcomes = await judgeImages(cases, judging, { isAskedAgain: true });
  const awaited = (wasAwaited: boolean) => (at: number) => isScanAwaited(outcomes[at], wasAwaited);
  let pending = [...outcomes.keys()].filter(awaited(false));
  const judgeAgain = async (isAskedAgain: boolean): Promise<void> => {
    const again = await judgeImages(
      pending.map((at) => cases[at]),
      judging,
      { isAskedAgain },
    );
    pending.forEach((at, index) => (outcomes[at] = again[index]));
  };
  while (pending.length > 0) {
    const pause = pauses.next();
    if (pause === undefined) {
      wait.onTimeout?.(pending.length);
      pending = pending.filter((at) => lacksVulnerabilities(outcomes[at]));
      if (pending.length > 0) await judgeAgain(false);
      break;
    }
    wait.onPause?.(pending.length, pauses.end);
    await wait.sleep(pause);
    await judgeAgain(true);
    pending = pending.filter(awaited(true));
  }
  return outcomes;
}

/**
 * Whether an outcome needs vulnerabilities, which are not fetched while a scan is awaited. Those of
 * a scan that is still pending are not judged.
 */
function lacksVulnerabilities(outcome: ImageOutcome): boolean {
  if ('error' in outcome || outcome.hasVulnerabilities) return false;
  return outcome.judgement.targets.length > 0;
}
