import { PROCESS_LIMITS, ProcessLimits } from './begins';

/** How long the client waits of its own accord, ms, and what the process does at most. Tests wait shorter; nobody else changes it. */
export interface Pauses {
  /** Before another attempt: drawn at random around a doubling, so that clients don't march in step. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** Before a list that moved is read anew, likewise. */
  readonly firstReading: number;
  readonly longestReading: number;
  /** For all requests, after a 429 that does not say how long; doubled while each is followed by another. */
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
