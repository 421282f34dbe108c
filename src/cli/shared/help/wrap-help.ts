import { wrap } from '../../../util/wrap';

/** The most columns that help takes: more are harder to read, and not every terminal has them. */
export const HELP_COLUMNS = 80;

/** Returns the width of help on a terminal, or where there is none. */
export function helpColumns(terminal: number | undefined): number {
  return Math.min(terminal === undefined || terminal <= 0 ? HELP_COLUMNS : terminal, HELP_COLUMNS);
}

/**
 * Breaks the paragraphs of a help text between words. Lines that begin with a space are commands, tables and examples, and
 * stay as they are.
 */
export function wrapHelp(text: string, columns: number): string {
  const lines: string[] = [];
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) lines.push(...wrap(paragraph.join(' '), columns));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) {
      paragraph.push(line.trimEnd());
      continue;
    }
    endParagraph();
    lines.push(line);
  }
  endParagraph();
  return lines.join('\n');
}
