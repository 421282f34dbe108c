/** The interval between checks of the parent. */
const POLL_MS = 250;

/** The process to watch. The defaults are for this process. */
export interface ParentWatch {
  readonly parentId?: () => number;
  readonly pollMs?: number;
}

/**
 * Calls `onGone` once when the process that started this one has ended, so that no simulator
 * outlives a killed test run. Does not keep the process alive. Returns a function that ends the
 * watch.
 */
export function stopWithParent(onGone: () => void, watch: ParentWatch = {}): () => void {
  const { parentId = () => process.ppid, pollMs = POLL_MS } = watch;
  const parent = parentId();
  const stop = (): void => {
    clearInterval(timer);
    process.removeListener('disconnect', gone);
  };
  const gone = (): void => {
    stop();
    onGone();
  };
  const timer = setInterval(() => {
    if (parentId() !== parent || !isAlive(parent)) gone();
  }, pollMs);
  timer.unref();
  process.once('disconnect', gone);
  return stop;
}

/**
 * Returns whether a process is alive. On Windows, `process.ppid` does not change when the parent
 * ends.
 */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
