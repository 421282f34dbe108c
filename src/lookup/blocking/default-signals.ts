import { EventEmitter } from 'node:events';
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

let endWatch = (): void => undefined;

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
    EventEmitter.prototype.removeAllListeners.call(process, signal);
    if (removed === undefined) {
      removed = new Map();
      endWatch = watchRemovals();
      // Nothing is kept alive by it that wouldn't be: the loop turns once after any synchronous code.
      setImmediate(restore);
    }
    removed.set(signal, [...(removed.get(signal) ?? []), ...listeners]);
  }
}

/** What a program calls to take a listener off. */
const REMOVING = ['off', 'removeListener', 'removeAllListeners'] as const;

/**
 * While listeners are out of force, a program that takes one of them off would find nothing, and have it back later.
 * @returns what ends the watch
 */
function watchRemovals(): () => void {
  // What a program has put in their place stays as it is.
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

/** The listeners without the last that is this one, as Node takes it off. Node wraps one that is meant for one signal. */
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
