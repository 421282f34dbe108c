import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

/** Errors created since the event loop last turned. */
const recent = new Set<unknown>();

/**
 * Makes Node.js print only the message of an uncaught error. By default, Node.js prints the source
 * line that threw it and a stack, so a refused deployment looks like a crash.
 *
 * The listener is removed when the event loop turns, and acts only on the errors passed here. It
 * only observes: other errors, and errors that the program handles, are not affected.
 */
export function printMessageIfUncaught(error: Error): void {
  // In a worker thread, an error is an event of the thread that started it.
  if (!isMainThread) return;
  if (recent.size === 0) {
    process.on('uncaughtExceptionMonitor', printMessage);
    // Unreferenced, so that it does not delay the end of the program.
    setImmediate(forget).unref();
  }
  recent.add(error);
}

function forget(): void {
  process.off('uncaughtExceptionMonitor', printMessage);
  recent.clear();
}

function printMessage(error: Error): void {
  if (!recent.has(error) || isHandledOtherwise()) return;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** Returns whether the program, a test runner or a diagnostic report handles uncaught errors. */
function isHandledOtherwise(): boolean {
  // Other runtimes lack parts of Node's process.
  const optional: Partial<NodeJS.Process> = process;
  return (
    process.listenerCount('uncaughtException') > 0 ||
    optional.hasUncaughtExceptionCaptureCallback?.() === true ||
    optional.report?.reportOnUncaughtException === true
  );
}
