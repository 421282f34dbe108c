import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { EXIT, signalExitCode } from '../../shared/exit-codes';
import { startProcess } from './start-process';
import { isInForeground } from './terminal';
import { startWatcher } from './watcher';

/** How a child ended, as an exit code, or why it could not be started. */
export interface ChildEnd {
  readonly exitCode: number;
  readonly problem?: string;
}

/**
 * A command that received one of these is ending. A second one may make it drop its unsaved state.
 */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** A terminal sends these to every process in its foreground. */
const OF_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGHUP'];

/**
 * Runs a command with this process's input and output until it ends, and passes signals on to it.
 * @param folder is removed after the command's end if this process is killed
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
    // The listeners also keep this process alive until the child ends.
    for (const signal of [...OF_TERMINAL, 'SIGTERM'] as const) {
      const passOn = (): void => {
        if (ENDING.includes(signal)) watcher.leave();
        // A second SIGINT would make Terraform drop its unsaved state.
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
