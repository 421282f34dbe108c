import { HssError } from '../../contract/error';
import { MAX_OFFSET, PAGE_LIMIT } from '../../contract/fields';
import { Page } from './page';

/**
 * A part of a list that is asked for separately. It begins with a row that another page contains
 * too.
 */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** Returns the segments after the first page of a list, each as long as that page. */
export function segmentsAfter({ rows: { length: count }, total }: Page): Segment[] {
  // A full page does not prove the end of the list, even where the total agrees with it.
  if (count === 0 || (count >= total && count < PAGE_LIMIT)) return [];
  const step = Math.max(1, count - 1);
  const segments: Segment[] = [];
  for (let start = count - 1; ; start += step) {
    const end = Math.min(start + step + 1, total);
    segments.push({ start, end });
    if (end === total) return segments;
  }
}

/** @throws HSS_TOO_MANY_ROWS: a list is never truncated */
export function refuseTooMany(total: number, maxRows: number): void {
  const most = Math.min(maxRows, MAX_OFFSET + PAGE_LIMIT);
  if (total <= most) return;
  throw new HssError('HSS_TOO_MANY_ROWS', `${total} rows match, and at most ${most} are read`, {
    advice: "narrow the query, or raise maxRows (HSS's offsets end at 2000200 rows)",
  });
}
