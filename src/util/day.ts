/** An hour's length in ms. */
export const HOUR_MS = 3_600_000;

/** Clocks differ a little; what is further in the future than this, in ms, did not happen. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** A day's length in ms. UTC days have no leap seconds in JavaScript. */
export const DAY_MS = 86_400_000;

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
