import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Between two collections so many rows come. */
const ROWS = 10_000;

/**
 * Has garbage collected every so many rows. Pages outlive V8's quick collections while they are under way, and its
 * thorough one waits until the heap has grown by what a long list leaves behind, some 40 MB; each of ours takes some 10 ms.
 */
export function collectorOf(): (rows: number) => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let last = 0;
  return (rows) => {
    if (Math.abs(rows - last) < ROWS) return;
    last = rows;
    collect();
  };
}
