import { letSignalsEndProcess } from './default-signals';
import { isHostGone } from './jsii-host';

/** The longest sleep before this thread checks whether to end, ms. */
export const SLICE_MS = 500;

/**
 * Puts this thread to sleep until a cell is notified, for `ms` or {@link SLICE_MS}, whichever is
 * shorter. Whatever ends a process that is awake also ends a sleeping one: a signal, or the end of
 * the program that a jsii kernel serves. Nothing is returned then, so an interrupted lookup is
 * never an empty answer.
 */
export function sleepOn(
  cells: Int32Array,
  index: number,
  seen: number,
  ms: number,
): 'ok' | 'not-equal' | 'timed-out' {
  letSignalsEndProcess();
  // Exit handlers run, so the kernel removes its temporary folder.
  if (isHostGone()) process.exit(1);
  return Atomics.wait(cells, index, seen, Math.min(ms, SLICE_MS));
}

/** Puts this thread to sleep for a time. Other threads go on. */
export function sleepFor(ms: number): void {
  const cells = new Int32Array(new SharedArrayBuffer(4));
  // No thread notifies this cell, so each sleep lasts its full time.
  for (let left = ms; left > 0; left -= SLICE_MS) sleepOn(cells, 0, 0, left);
}
