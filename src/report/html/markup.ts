import { htmlLines, htmlText } from '../../util/safe-text';

/** Markup that is safe to stand in a page: made here, never taken from outside. */
export class Markup {
  constructor(public readonly text: string) {}
}

type Content = string | number | Markup | readonly Content[];

/**
 * A template for markup. Whatever is put in is escaped, for text and for attributes in quotes alike, unless it is
 * markup itself; what a reader would not see is written out.
 */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(
    strings.map((text, at) => (at === 0 ? text : `${render(contents[at - 1])}${text}`)).join(''),
  );
}

/** A text with its lines. */
export function lines(text: string): Markup {
  return new Markup(htmlLines(text));
}

/** Nothing. */
export const NOTHING = new Markup('');

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return htmlText(`${content}`);
}
