import { colouredLines } from '../../../util/safe-text';

/** Writes a message for people to stderr: stdout carries the result alone. Names in it can't act upon a terminal or a pipeline. */
export function say(message: string): void {
  process.stderr.write(`${colouredLines(message)}\n`);
}
