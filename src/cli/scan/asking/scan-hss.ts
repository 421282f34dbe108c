import type { Deadline } from '../../../client/api';
import type { ScanClient } from '../../../client/scan-client';
import { passingError } from '../../../contract/errors/error-outlook';
import { HssError } from '../../../contract/error';
import type { Query } from '../../../contract/query';
import type { Row } from '../../../contract/row';
import type { UnderWay } from './under-way';

/** Everything that a run asks, and how it says what it does. */
export interface ScanHss {
  readonly client: Pick<ScanClient, 'synchronize' | 'scan' | 'tasks' | 'statistics'>;
  /** The deadline of one list or request. */
  readonly deadline: () => Deadline;
  readonly list: (query: Query) => Promise<readonly Row[]>;
  readonly enterpriseProjectId?: string;
  readonly say: (message: string) => void;
  readonly underWay: UnderWay;
  readonly wait: Patience;
}

/** How long a run waits, and by which clock. */
export interface Patience {
  /** 0 asks, and waits for nothing. */
  readonly seconds: number;
  /** When the wait ends, ms since 1970. */
  readonly until: number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** First pause between two looks, and the longest; each is half as long again as the one before. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Without a sign of a task for this long, a request whose answer was lost counts as one that HSS did not get. */
export const NO_SIGN_MS = 60_000;

/**
 * Looks again and again until a look says that it was the last, or the wait is over. A look that fails for a reason that
 * may pass is made again.
 * @returns whether it was the last, or else the time is up
 * @throws HssError that does not pass, and the last one where no look succeeded after it
 */
export async function lookUntil(
  { until, now, sleep }: Patience,
  look: () => Promise<boolean>,
): Promise<boolean> {
  let failure: HssError | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    try {
      failure = undefined;
      if (await look()) return true;
    } catch (error) {
      failure = passingError(error);
      if (failure === undefined) throw error;
    }
    const left = until - now();
    if (left <= 0) break;
    await sleep(Math.min(pause, left));
  }
  if (failure !== undefined) throw failure;
  return false;
}
