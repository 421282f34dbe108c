import { plain } from '../../../util/plain';

// eslint-disable-next-line no-control-regex -- the colours of reports begin so
const COLOUR = /(\u001b\[\d{1,2}m)/;

/** Writes a message for people to stderr: stdout carries the result alone. Names in it can't act upon a terminal or a pipeline. */
export function say(message: string): void {
  process.stderr.write(`${message.split('\n').map(safe).join('\n')}\n`);
}

function safe(line: string): string {
  return line
    .split(COLOUR)
    .map((piece) => (COLOUR.test(piece) ? piece : plain(piece)))
    .join('');
}
