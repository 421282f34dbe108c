import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

/**
 * Signals that ask a process to end. Node has SIGBREAK only on Windows; elsewhere it has no
 * listeners. SIGHUP is left out: a program listens to it to outlive its terminal, as under nohup.
 */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGBREAK'] as const;

type Listeners = ReturnType<typeof process.rawListeners>;

/** The listeners that are removed until the event loop turns. */
let removed: Map<NodeJS.Signals, Listeners> | undefined;

let endWatch = (): void => undefined;

/**
 * Lets signals end this process at once until the event loop turns. A listener can't run before
 * that, but while it is registered the signal has no other effect either: Ctrl-C would wait for the
 * lookup. jsii's kernel, tsx and many command lines register listeners. A signal that arrived
 * before this call, while this thread was busy, is lost with its listener; the next one works.
 */
export function letSignalsEndProcess(): void {
  // Signals go to the main thread, which may be awake. Without a listener, a signal has no effect
  // on a container's first process, so there the listener runs late rather than never.
  if (!isMainThread || process.pid === 1) return;
  for (const signal of ENDING) {
    // Not process.listeners(): tsx hides its own listeners from that list.
    const listeners = process.rawListeners(signal);
    if (listeners.length === 0) continue;
    EventEmitter.prototype.removeAllListeners.call(process, signal);
    if (removed === undefined) {
      removed = new Map();
      endWatch = watchRemovals();
      // This keeps nothing alive: the loop turns once after any synchronous code anyway.
      setImmediate(restore);
    }
    removed.set(signal, [...(removed.get(signal) ?? []), ...listeners]);
  }
}

/** The methods that remove a listener. */
const REMOVING = ['off', 'removeListener', 'removeAllListeners'] as const;

/**
 * Watches for removals of listeners that are currently removed: a program would find nothing to
 * remove, and its listener would be restored later.
 * @returns a function that ends the watch
 */
function watchRemovals(): () => void {
  // A method that the program has replaced stays as it is.
  const watched = REMOVING.filter((name) => !Object.hasOwn(process, name));
  for (const name of watched) {
    const remove = process[name].bind(process) as (...given: unknown[]) => NodeJS.Process;
    const value = (...given: readonly [signal?: NodeJS.Signals, listener?: unknown]): unknown => {
      const [signal, listener] = given;
      for (const [of, listeners] of removed ?? []) {
        if (signal !== undefined && of !== signal) continue;
        removed?.set(of, listener === undefined ? [] : without(listeners, listener));
      }
      return remove(...given);
    };
    Object.defineProperty(process, name, { value, configurable: true, writable: true });
  }
  return () => watched.forEach((name) => Reflect.deleteProperty(process, name));
}

/**
 * Returns the listeners without the last one that equals this one, as Node removes it. Node wraps a
 * listener for one signal.
 */
function without(listeners: Listeners, listener: unknown): Listeners {
  const at = listeners
    .map((one): unknown => (one as { readonly listener?: unknown }).listener ?? one)
    .lastIndexOf(listener);
  return listeners.filter((_, index) => index !== at);
}

/** Registers the listeners again, before those that were registered meanwhile. */
function restore(): void {
  endWatch();
  for (const [signal, listeners] of removed ?? []) {
    const later = process.rawListeners(signal);
    process.removeAllListeners(signal);
    for (const listener of [...listeners, ...later]) {
      process.on(signal, listener as NodeJS.SignalsListener);
    }
  }
  removed = undefined;
}
