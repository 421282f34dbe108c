import { markdownText } from '../util/safe-text';
import { State } from './entries';

/** What became of something, as a cell has it. */
export const STATE_LABELS: { readonly [state in State]: string } = {
  denied: '❌ denied',
  undecided: '❌ undecided',
  warned: '⚠️ warned',
  waived: '⚠️ waived',
  allowed: '✅ allowed',
  ignored: '⏭️ ignored',
};

/** A title that ends in the state of what it names: `❌ Image gate: denied`. */
export function titleOf(name: string, state: State): string {
  const [mark, word] = STATE_LABELS[state].split(' ');
  return `${mark} ${name}: ${word}`;
}

/** Counts the bytes that may still be written. A piece that does not fit is not taken. */
export class ByteBudget {
  constructor(private left: number) {}

  public spend(piece: string): boolean {
    const needed = Buffer.byteLength(piece) + 1;
    // The last of it is kept for saying what is left out.
    if (needed > this.left - 200) return false;
    this.left -= needed;
    return true;
  }
}

/** Text from outside as code. HTML's tag takes what Markdown's backticks would have to be counted for. */
export function markdownCode(value: string): string {
  return `<code>${markdownText(value)}</code>`;
}

/** A row of a table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The items from the first one up to the one that fails the test. */
export function takeWhile<T>(all: readonly T[], test: (one: T) => boolean): T[] {
  const end = all.findIndex((one) => !test(one));
  return end < 0 ? [...all] : all.slice(0, end);
}
