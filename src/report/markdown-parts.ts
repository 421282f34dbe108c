import { markdownText } from '../util/safe-text';
import { State } from './entries';

/** The states as table cells show them. */
export const STATE_LABELS: { readonly [state in State]: string } = {
  denied: '❌ denied',
  undecided: '❌ undecided',
  warned: '⚠️ warned',
  waived: '⚠️ waived',
  allowed: '✅ allowed',
  ignored: '⏭️ ignored',
};

/** Returns a title that ends in the state: `❌ Image gate: denied`. */
export function titleOf(name: string, state: State): string {
  const [mark, word] = STATE_LABELS[state].split(' ');
  return `${mark} ${name}: ${word}`;
}

/** Counts the bytes that may still be written. A piece that does not fit is rejected. */
export class ByteBudget {
  constructor(private left: number) {}

  public spend(piece: string): boolean {
    const needed = Buffer.byteLength(piece) + 1;
    // The last 200 bytes are reserved for the note about omitted items.
    if (needed > this.left - 200) return false;
    this.left -= needed;
    return true;
  }
}

/** Formats text from outside as code. Unlike backticks, HTML's tag works with any content. */
export function markdownCode(value: string): string {
  return `<code>${markdownText(value)}</code>`;
}

/** Formats a row of a table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Returns the items before the first one that fails the test. */
export function takeWhile<T>(all: readonly T[], test: (one: T) => boolean): T[] {
  const end = all.findIndex((one) => !test(one));
  return end < 0 ? [...all] : all.slice(0, end);
}
