import { signalExitCode } from './exit-codes';

/** Not SIGHUP: who runs a command by nohup wants it to be ignored. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNALS;

/** What listens to a signal by now. */
const listeners = new Map<Signal, () => void>();

/**
 * Prepares this process for a result that is read by others: who closes a pipe early wants no stack trace, and a signal ends
 * the process between two events, never within the writing of a file.
 * @param beforeEnd runs when a signal ends the process, before it does
 */
export function asResultProcess(beforeEnd: () => void = () => undefined): void {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  for (const signal of Object.keys(SIGNALS) as Signal[]) {
    const end = (): void => {
      beforeEnd();
      process.exit(signalExitCode(SIGNALS[signal]));
    };
    listeners.set(signal, end);
    process.once(signal, end);
  }
}

/**
 * Runs what may block this thread for as long as another process likes, such as the opening of a pipe: no listener would hear a
 * signal then, so the system is left to end the process by it.
 */
export function endableBySignal<T>(task: () => T): T {
  for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  try {
    return task();
  } finally {
    for (const [signal, listener] of listeners) process.once(signal, listener);
  }
}
