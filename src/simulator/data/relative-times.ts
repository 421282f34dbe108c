import { isJsonObject, numberOf } from './exact-json';
import { SimulatedRow } from './rows';

/** Fields that may have `{ hoursAgo: 2 }` instead of epoch milliseconds. */
const TIME_FIELDS = ['latest_scan_time', 'latest_update_time', 'latest_sync_time', 'publish_time'];
const HOUR_MS = 3_600_000;

/**
 * Returns a row with its relative times as epoch milliseconds.
 * @param now ms since 1970
 */
export function withTimes(row: SimulatedRow, now: number): SimulatedRow {
  const relative = TIME_FIELDS.filter((field) => hoursAgo(row[field]) !== undefined);
  if (relative.length === 0) return row;
  const times: SimulatedRow = Object.fromEntries(
    relative.map((field) => [field, Math.round(now - hoursAgo(row[field])! * HOUR_MS)]),
  );
  return { ...row, ...times };
}

function hoursAgo(value: unknown): number | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined;
  const hours = numberOf(value.hoursAgo);
  return hours === undefined ? undefined : Number(hours);
}
