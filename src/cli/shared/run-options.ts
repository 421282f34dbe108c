import { Command, Option } from 'commander';
import type { ConnectionOptions } from '../../client/settings/options';
import type { ObservedRequest } from '../../client/observer';
import { plain } from '../../util/safe-text';
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

/** Returns a function that prints messages on stderr, or nothing under `--quiet`. */
export function sayUnlessQuiet({ quiet }: RunFlags): (message: string) => void {
  return quiet ? () => undefined : say;
}

/** Returns the connection options for `--verbose`. */
export function observing({ verbose }: RunFlags): Pick<ConnectionOptions, 'observe'> {
  return verbose ? { observe: sayRequest } : {};
}

/** Returns the connection options that print what a command waits for, unless `--quiet`. */
export function watching({ quiet }: RunFlags): Pick<ConnectionOptions, 'watcher'> {
  return quiet ? {} : { watcher: notices };
}

/** Shared by all connections of this process, because they may wait for the same thing. */
const notices = new WaitNotices((line) => {
  if (!ProgressBar.note(line) && line !== undefined) say(line);
});

function sayRequest(request: ObservedRequest): void {
  const came = 'status' in request ? `HTTP ${request.status}` : request.failure;
  say(`${plain(request.query)}: ${came} in ${Math.round(request.ms)} ms`);
}
