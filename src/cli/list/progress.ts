import type { OnProgress } from '../../client/paging/whole-check';
import type { ProgressBar } from '../shared/progress';

/** A shorter wait needs no bar. */
const PATIENCE_MS = 1000;

/** Shows in a bar how many rows of a listing have come and how fast, when it takes longer than a second. */
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
