import type { Command } from 'commander';
import { HssError } from '../../../contract/error';
import { maskedUrl } from './masked-url';
import { oneLine } from '../../../util/safe-text';

/** Matches commander's error, and its guess of what was meant. */
const COMMANDER_ERROR = /^(?:error: )?([^]*?)(?:\n\(Did you mean ([^]*)\?\))?\s*$/;

/** Matches commander's error about the value of an option. */
const BAD_VALUE = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '([^]*)' is invalid\./;

/**
 * Returns the text of a commander error as one of this package's errors: what is wrong, and what to
 * do.
 */
export function usageError(text: string, command: Command): string {
  const [, problem, meant] = COMMANDER_ERROR.exec(text)!;
  const help = `see ${commandLine(command)} --help`;
  const shown = problem.replace(
    BAD_VALUE,
    (_, option: string, value: string) =>
      `"${maskedUrl(value)}" is not a valid value for ${option}.`,
  );
  return new HssError('HSS_INVALID_ARGUMENT', oneLine(shown), {
    advice: meant === undefined ? help : `did you mean ${oneLine(meant)}? If not, ${help}`,
  }).message;
}

/** Returns the full name of a command, such as `hss-gate policy lint`. */
function commandLine(command: Command): string {
  const above = command.parent === null ? '' : `${commandLine(command.parent)} `;
  return `${above}${command.name()}`;
}
