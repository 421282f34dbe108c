import { colouredLines } from '../../../util/safe-text';

/**
 * Prints a message for people on stderr, because stdout is for the result. Defuses control
 * characters and CI commands in names.
 */
export function say(message: string): void {
  process.stderr.write(`${colouredLines(message)}\n`);
}
