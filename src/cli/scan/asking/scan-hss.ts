import type { Deadline } from '../../../client/api';
import type { ScanClient } from '../../../client/scan-client';
import { passingError } from '../../../contract/errors/error-outlook';
import { HssError } from '../../../contract/error';
import type { Query } from '../../../contract/query';
import type { Row } from '../../../contract/row';
import type { UnderWay } from './under-way';

/** The connections of a run to HSS, and its output and wait. */
export interface ScanHss {
  readonly client: Pick<ScanClient, 'synchronize' | 'scan' | 'tasks' | 'statistics'>;
  /** The deadline of one list or request. */
  readonly deadline: () => Deadline;
  readonly list: (query: Query) => Promise<readonly Row[]>;
  readonly enterpriseProjectId?: string;
  readonly say: (message: string) => void;
  readonly underWay: UnderWay;
  readonly wait: WaitLimit;
}

/** The time limit of a run, and its clock. */
export interface WaitLimit {
  /** With 0, the run sends requests and does not wait. */
  readonly seconds: number;
  /** When the wait ends, ms since 1970. */
  readonly until: number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * The first and the longest pause between two checks. Each pause is one and a half times the one
 * before.
 */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** If no task appears for this long, a request without an answer is treated as lost. */
export const NO_SIGN_MS = 60_000;

/**
 * Repeats a check until it returns true, or the wait is over. A check that fails for a reason that
 * may pass is repeated, too.
 * @returns whether the check returned true before the time was up
 * @throws HssError if a check fails for a lasting reason, or if the last check failed
 */
export async function lookUntil(
  { until, now, sleep }: WaitLimit,
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
