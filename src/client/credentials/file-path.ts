import { homedir } from 'node:os';
import { join } from 'node:path';
import { HssError } from '../../contract/error';
import { Environment } from '../settings/environment';

/**
 * Returns the home directory; undefined if neither a variable nor the system's user database names
 * one.
 */
export function homeOf(environment: Environment): string | undefined {
  const named = environment.HOME ?? environment.USERPROFILE;
  if (named !== undefined) return named;
  try {
    return homedir();
  } catch {
    // A container that runs as an arbitrary user ID has no entry.
    return undefined;
  }
}

/**
 * Returns the path in a variable's value. A leading `~` is the home directory: only a shell expands
 * it, and no shell reads a pipeline's settings, an `.env` file or a container's environment.
 * @param name the variable, for the message
 * @throws HSS_INVALID_ARGUMENT for a `~` where no home directory is known
 */
export function expandPath(value: string, name: string, environment: Environment): string {
  if (!/^~(?:[\\/]|$)/.test(value)) return value;
  const home = homeOf(environment);
  if (home !== undefined) return join(home, value.slice(1));
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${name} is ${JSON.stringify(value)}, and the home directory is not known`,
    { advice: `write the whole path in ${name}, or set HOME` },
  );
}
