import { Session } from 'node:inspector';

/** Between two collections so many rows come. */
const ROWS = 20_000;

/**
 * Has garbage collected every so many rows. Pages outlive V8's quick collections while they are under way, and its
 * thorough one waits until the heap has grown by what a long list leaves behind, some 40 MB; each of ours takes some 50 ms.
 * The inspector is asked within the process: it opens no port, and no text is run for it.
 */
export function collectorOf(): (rows: number) => void {
  const session = new Session();
  session.connect();
  let last = 0;
  return (rows) => {
    if (Math.abs(rows - last) < ROWS) return;
    last = rows;
    session.post('HeapProfiler.collectGarbage');
  };
}
