import type { OnProgress } from '../../client/paging/whole-check';
import type { ProgressBar } from '../shared/progress';

/** The time without a bar, because a short wait needs none. */
const PATIENCE_MS = 1000;

/** Shows the number and rate of rows in a bar, if a listing takes longer than a second. */
export function showRows(bar: ProgressBar): OnProgress {
  const began = Date.now();
  return (rows, total) => {
    const ms = Date.now() - began;
    if (ms < PATIENCE_MS) return;
    const rate = (rows / ms) * 1000;
    bar.show({
      text: `${rows} of ${total} rows, ${Math.round(rate)} a second`,
      done: rows,
      total,
      secondsLeft: Math.max(0, Math.ceil((total - rows) / Math.max(rate, 1))),
    });
  };
}
