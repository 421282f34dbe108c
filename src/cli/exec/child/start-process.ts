import type { ChildProcess } from 'node:child_process';
import { EXEC_EXIT } from '../../shared/exit-codes';

/** Why a command could not be started, and the exit code for that. */
export interface SpawnFailure {
  readonly problem: string;
  readonly exitCode: number;
}

/**
 * Starts a process. A failure to start is reported once, whether Node throws it or emits it later.
 * @param file the command, for the report
 */
export function startProcess<T extends ChildProcess>(
  file: string,
  spawnIt: () => T,
  fail: (failure: SpawnFailure) => void,
): T | undefined {
  try {
    const child = spawnIt();
    child.on('error', (error) => {
      // A running child also emits an error, if a signal can't be sent to it.
      if (child.pid === undefined) fail(spawnFailure(file, error));
    });
    return child;
  } catch (error) {
    fail(spawnFailure(file, error as NodeJS.ErrnoException));
    return undefined;
  }
}

function spawnFailure(file: string, { code }: NodeJS.ErrnoException): SpawnFailure {
  const shown = JSON.stringify(file);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      exitCode: EXEC_EXIT.notFound,
      problem: `HSS_INVALID_ARGUMENT: command not found: ${shown}`,
    };
  }
  return {
    exitCode: EXEC_EXIT.notRunnable,
    problem: `HSS_INVALID_ARGUMENT: ${shown} can't be run (${code ?? 'unknown error'})`,
  };
}
