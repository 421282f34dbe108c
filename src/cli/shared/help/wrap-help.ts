import { wrap } from '../../../util/wrap';

/**
 * The most columns of help texts: longer lines are harder to read, and not every terminal fits
 * them.
 */
export const HELP_COLUMNS = 80;

/**
 * Returns the width of help texts.
 * @param terminal columns of the terminal, if there is one
 */
export function helpColumns(terminal: number | undefined): number {
  return Math.min(terminal === undefined || terminal <= 0 ? HELP_COLUMNS : terminal, HELP_COLUMNS);
}

/**
 * Wraps the paragraphs of a help text. Lines that begin with a space are commands, tables and
 * examples, and stay as they are.
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
