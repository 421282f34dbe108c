/** The interval between checks of the parent. */
const POLL_MS = 250;

/** The process to watch. The defaults are for this process. */
export interface ParentWatch {
  readonly parentId?: () => number;
  readonly pollMs?: number;
}

/**
 * Calls `onGone`, once, when the process that started this one is gone, so that no simulator
 * outlives the test run that was killed over it. Keeps nothing alive. Returns a function that
 * ends the watch.
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

/** Windows keeps the ID of a dead parent, so a changed ID alone would not tell. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
