import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

/** Errors that were created since the event loop last turned. */
const recent = new Set<unknown>();

/**
 * Makes Node.js print the message of an error alone when nothing catches the error. By default Node.js prints
 * the source line that threw it and a stack, so a refused deployment looks like a crash.
 *
 * The listener is removed when the event loop turns, and acts on errors that were passed here alone. It only
 * observes: other errors, and errors that the program handles itself, take their usual course.
 */
export function printMessageIfUncaught(error: Error): void {
  // In a worker thread, an error is an event of the thread that started it.
  if (!isMainThread) return;
  if (recent.size === 0) {
    process.on('uncaughtExceptionMonitor', printMessage);
    // The program ends as early as without it.
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

/** Whether the program, a test runner or a diagnostic report takes care of uncaught errors. */
function isHandledOtherwise(): boolean {
  // Other runtimes lack parts of Node's process.
  const optional: Partial<NodeJS.Process> = process;
  return (
    process.listenerCount('uncaughtException') > 0 ||
    optional.hasUncaughtExceptionCaptureCallback?.() === true ||
    optional.report?.reportOnUncaughtException === true
  );
}
