import { colouredLines } from '../../../util/safe-text';

/** Prints a message for people on stderr, since stdout is for the result. Control characters and CI commands in names are defused. */
export function say(message: string): void {
  process.stderr.write(`${colouredLines(message)}\n`);
}
