// eslint-disable-next-line @typescript-eslint/no-require-imports -- it exports a function
import stringWidth = require('string-width');

/**
 * Matches most texts, whose characters take one column each. string-width is forty times as slow.
 */
const PLAIN_ASCII = /^[\x20-\x7e]*$/;

/**
 * Returns how many columns of a terminal a text takes. Colours and control characters take none.
 */
export function columnsOf(text: string): number {
  return PLAIN_ASCII.test(text) ? text.length : stringWidth(text);
}

/**
 * Breaks a line into lines of at most `columns`: between words, and within a longer word. Nothing
 * is truncated, so that references can be copied whole.
 */
export function wrap(line: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const word of line.split(' ')) {
    const gap = current === '' ? 0 : 1;
    const width = columnsOf(word);
    if (used + gap + width <= columns) {
      current += gap === 0 ? word : ` ${word}`;
      used += gap + width;
      continue;
    }
    if (current !== '') lines.push(current);
    const pieces = chop(word, columns);
    current = pieces.pop() ?? '';
    used = columnsOf(current);
    lines.push(...pieces);
  }
  return [...lines, current];
}

/** Returns the start of a text that takes at most `columns`. */
export function cutToColumns(text: string, columns: number): string {
  let kept = '';
  let left = columns;
  for (const character of charactersOf(text)) {
    left -= columnsOf(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

function chop(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of charactersOf(word)) {
    const width = columnsOf(character);
    if (used + width > columns && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += width;
  }
  return [...pieces, piece];
}

let graphemes: Intl.Segmenter | undefined;

/**
 * Splits a text into characters as a reader sees them: an emoji of several code points or a letter
 * with accents is one.
 */
function charactersOf(text: string): Iterable<string> {
  if (PLAIN_ASCII.test(text)) return text;
  // Created on first use, because it takes some milliseconds and most texts do not need it.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
