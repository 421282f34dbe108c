import { OUTCOME_EXIT_CODES } from '../../report/run-report';

/** Exit codes of a command. `failed` is for any error, even if the command judges nothing. */
export const EXIT = { ...OUTCOME_EXIT_CODES, failed: 1 } as const;

/** Exit codes of a command that runs another, as in env, nohup and timeout. */
export const EXEC_EXIT = {
  /** The command itself failed. Other commands are unlikely to exit with this code. */
  ownFailure: 125,
  notRunnable: 126,
  notFound: 127,
} as const;

/** Returns the exit code of a process that a signal ended, as in shells. */
export function signalExitCode(signal: number): number {
  return 128 + signal;
}
