import { OUTCOME_EXIT_CODES } from '../../report/run-report';

/** Exit codes of a command. `failed` is for any error, also in a command that judges nothing. */
export const EXIT = { ...OUTCOME_EXIT_CODES, failed: 1 } as const;

/** Exit codes of a command that runs another, as env, nohup and timeout have them. */
export const EXEC_EXIT = {
  /** The command itself failed. Other commands are unlikely to exit with this code. */
  ownFailure: 125,
  notRunnable: 126,
  notFound: 127,
} as const;

/** The exit code of a process that a signal ended, as shells have it. */
export function signalExitCode(signal: number): number {
  return 128 + signal;
}
