import { plain } from '../report/plain';

/** Writes a message for people to stderr: stdout carries the result alone. Names in it can't act upon a terminal or a pipeline. */
export function say(message: string): void {
  process.stderr.write(`${message.split('\n').map(plain).join('\n')}\n`);
}
