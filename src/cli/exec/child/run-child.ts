import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EXIT, signalExitCode } from '../../shared/exit-codes';
import { startProcess } from './start-process';
import { isInForeground } from './terminal';
import { startWatcher } from './watcher';

/** How a child ended, as an exit code; and why it could not begin. */
export interface ChildEnd {
  readonly exitCode: number;
  readonly problem?: string;
}

/** A command that heard one of these is ending; a second one may make it drop what it was about to save. */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** A terminal sends these to every process in its foreground. */
const OF_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGHUP'];

/**
 * Runs a command with our input and output to its end, and passes signals on to it meanwhile.
 * @param folder is removed after the command when this process is killed
 */
export function runChild(
  [file, ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  folder?: string,
): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const listeners = new Map<NodeJS.Signals, () => void>();
    const watcher = startWatcher(folder);
    const end = (how: ChildEnd): void => {
      watcher.leave();
      for (const [signal, listener] of listeners) process.removeListener(signal, listener);
      resolve(how);
    };
    // Listening is also what keeps us alive: the child decides when it is over.
    for (const signal of [...OF_TERMINAL, 'SIGTERM'] as const) {
      const passOn = (): void => {
        if (ENDING.includes(signal)) watcher.leave();
        // Twice is more than once: Terraform drops everything at its second SIGINT.
        if (OF_TERMINAL.includes(signal) && isInForeground()) return;
        child?.kill(signal);
      };
      listeners.set(signal, passOn);
      process.on(signal, passOn);
    }
    const child = startProcess(file, () => spawn(file, args, { env, stdio: 'inherit' }), end);
    if (child?.pid !== undefined) watcher.follow(child.pid);
    child?.once('exit', (code, signal) => {
      end({
        exitCode:
          signal === null ? (code ?? EXIT.failed) : signalExitCode(constants.signals[signal]),
      });
    });
  });
}
