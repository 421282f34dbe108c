import { performance } from 'node:perf_hooks';

/** Time spans in ms. JavaScript's UTC days have no leap seconds. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Returns the time in ms since 1970 by a monotonic clock, for time spans within a process. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}

/** The longest wait that a user can configure: a day. */
export const MAX_WAIT_SECONDS = DAY_MS / SECOND_MS;

/** Tolerated difference between clocks, in ms. A time further in the future is invalid. */
export const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

/**
 * Returns the start of a day in the form `YYYY-MM-DD`, in ms since 1970, UTC. Undefined for an
 * invalid day, such as 2026-02-30.
 */
export function dayStart(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const start = Date.parse(`${text}T00:00:00.000Z`);
  // Some engines convert 2026-02-30 to a day in March.
  if (Number.isNaN(start) || new Date(start).getUTCDate() !== Number(text.slice(8)))
    return undefined;
  return start;
}

/**
 * Returns the number of whole days from the UTC day of `now` (ms) to the start of a day. 0 is
 * today, and negative numbers are in the past.
 */
export function daysUntil(start: number, now: number): number {
  return start / DAY_MS - Math.floor(now / DAY_MS);
}
