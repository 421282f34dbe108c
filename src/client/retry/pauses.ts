import { PROCESS_LIMITS, ProcessLimits } from './process-limiter';

/**
 * The client's pauses where the server names none, in ms, and the limits of the process. Only tests
 * change them.
 */
export interface Pauses {
  /** Before a retry: doubled each time, with random jitter, so that clients don't retry in step. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** Before a list that changed is read again, likewise. */
  readonly firstReading: number;
  readonly longestReading: number;
  /** For all requests, after a 429 without a time; doubled for each further 429 in a row. */
  readonly firstThrottle: number;
  readonly longestThrottle: number;
  readonly process: ProcessLimits;
}

export const PAUSES: Pauses = {
  firstRetry: 200,
  longestRetry: 10_000,
  firstReading: 50,
  longestReading: 2000,
  firstThrottle: 1000,
  longestThrottle: 30_000,
  process: PROCESS_LIMITS,
};
