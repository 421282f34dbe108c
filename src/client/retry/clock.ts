import { setTimeout as timer } from 'node:timers/promises';
import { steadyNow } from '../../util/time';

/** The time, ms, and a sleep that an abort ends by throwing. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const REAL_CLOCK: Clock = {
  now: steadyNow,
  sleep: (ms, signal) => timer(ms, undefined, { signal }),
};
