import { Command, Option } from 'commander';
import type { ConnectionOptions } from '../../client/settings/options';
import type { ObservedRequest } from '../../client/observer';
import { say } from './output/say';
import { ProgressBar } from './progress';
import { WaitNotices } from './waiting/wait-notices';

/** What commander parses from the options for messages beside the result. */
export interface RunFlags {
  readonly quiet?: true;
  readonly verbose?: true;
}

/** What `--quiet` leaves of a command that judges. */
export const QUIET_JUDGING = 'print only what --output selects';

/**
 * Adds `--quiet` and `--verbose`.
 * @param quietly what `--quiet` leaves besides errors
 */
export function withRunOptions(command: Command, quietly = 'print only the result'): Command {
  return command
    .addOption(new Option('-q, --quiet', `${quietly}, and errors`).conflicts('verbose'))
    .option('-v, --verbose', 'print the connection and each request to HSS on stderr');
}

/** A message for people, on stderr: stdout carries the result alone. */
export function sayUnlessQuiet({ quiet }: RunFlags): (message: string) => void {
  return quiet ? () => undefined : say;
}

/** What a connection needs for `--verbose`; spread it into its options. */
export function observing({ verbose }: RunFlags): Pick<ConnectionOptions, 'observe'> {
  return verbose ? { observe: sayRequest } : {};
}

/** What a connection needs to say what it waits for, unless `--quiet`; spread it into its options. */
export function watching({ quiet }: RunFlags): Pick<ConnectionOptions, 'watcher'> {
  return quiet ? {} : { watcher: notices };
}

/** Of all connections of this process: what one waits for, others may wait for too. */
const notices = new WaitNotices((line) => {
  if (!ProgressBar.note(line) && line !== undefined) say(line);
});

function sayRequest(request: ObservedRequest): void {
  const came = 'status' in request ? `HTTP ${request.status}` : request.failure;
  say(`${request.query}: ${came} in ${Math.round(request.ms)} ms`);
}
