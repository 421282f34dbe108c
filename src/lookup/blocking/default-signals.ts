import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

/**
 * Signals that ask a process to end. Node has SIGBREAK on Windows alone, and no listeners of it elsewhere. SIGHUP is not among
 * them: a program that listens to it does so to outlive its terminal, as under nohup.
 */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGBREAK'] as const;

type Listeners = ReturnType<typeof process.rawListeners>;

/** The listeners that are out of force until the event loop turns. */
let removed: Map<NodeJS.Signals, Listeners> | undefined;

/**
 * Lets signals end this process at once until the event loop turns. A listener can't run before that, but as long as it
 * is registered the signal does nothing else either: Ctrl-C would wait for the lookup. jsii's kernel, tsx and many
 * command lines register some. A signal that came while this thread was busy, before this call, is lost with its
 * listener; the next one works.
 */
export function letSignalsEndProcess(): void {
  // Signals are the main thread's, which may be awake. To the first process of a container a signal without a listener does
  // nothing, so there its listener runs late rather than never.
  if (!isMainThread || process.pid === 1) return;
  for (const signal of ENDING) {
    // Not process.listeners(): tsx leaves its own out of that list.
    const listeners = process.rawListeners(signal);
    if (listeners.length === 0) continue;
    process.removeAllListeners(signal);
    if (removed === undefined) {
      removed = new Map();
      // Nothing is kept alive by it that wouldn't be: the loop turns once after any synchronous code.
      setImmediate(restore);
    }
    removed.set(signal, [...(removed.get(signal) ?? []), ...listeners]);
  }
}

/** Registers the listeners again, before those that were registered meanwhile. */
function restore(): void {
  for (const [signal, listeners] of removed ?? []) {
    const later = process.rawListeners(signal);
    process.removeAllListeners(signal);
    for (const listener of [...listeners, ...later]) {
      process.on(signal, listener as NodeJS.SignalsListener);
    }
  }
  removed = undefined;
}
