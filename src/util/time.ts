import { performance } from 'node:perf_hooks';

/** Lengths of spans in ms. UTC days have no leap seconds in JavaScript. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The time, ms since 1970, by a clock that nobody sets: for lengths of time within a process. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}

/** The longest that a user can have something waited for: a day. */
export const MAX_WAIT_SECONDS = DAY_MS / SECOND_MS;

/** Clocks differ a little; what is further in the future than this, in ms, did not happen. */
export const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

/**
 * Start of a day that is written `YYYY-MM-DD`, in ms since 1970, UTC; undefined for what is no day,
 * such as 2026-02-30.
 */
export function dayStart(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const start = Date.parse(`${text}T00:00:00.000Z`);
  // Some engines roll 2026-02-30 over into March.
  if (Number.isNaN(start) || new Date(start).getUTCDate() !== Number(text.slice(8)))
    return undefined;
  return start;
}

/** Whole days from the UTC day of `now` (ms) to a day's start: 0 is today, negative is past. */
export function daysUntil(start: number, now: number): number {
  return start / DAY_MS - Math.floor(now / DAY_MS);
}
