import { signalExitCode } from './exit-codes';

/** Signals that end this process. SIGHUP is left out, because nohup ignores it. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNALS;

/** The current listener of each signal. */
const listeners = new Map<Signal, () => void>();

/**
 * Prepares this process for printing a result: a pipe that is closed early causes no stack trace,
 * and a signal ends the process between two events, never while it writes a file.
 * @param beforeEnd runs before a signal ends the process
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
 * Runs a task that another process may block, such as opening a pipe. JavaScript listeners could
 * not receive a signal meanwhile, so they are removed and the system's default ends the process.
 */
export function endableBySignal<T>(task: () => T): T {
  for (const [signal, listener] of listeners) process.removeListener(signal, listener);
  try {
    return task();
  } finally {
    for (const [signal, listener] of listeners) process.once(signal, listener);
  }
}
