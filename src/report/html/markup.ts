import { htmlLines, htmlText } from '../../util/safe-text';

/** Safe markup for a page, created only here and never from outside. */
export class Markup {
  constructor(public readonly text: string) {}
}

type Content = string | number | Markup | readonly Content[];

/**
 * Creates markup from a template. All values except markup are escaped, for text and quoted
 * attributes. Invisible characters are written out.
 */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(
    strings.map((text, at) => (at === 0 ? text : `${render(contents[at - 1])}${text}`)).join(''),
  );
}

/** Converts a text to markup with its line breaks. */
export function lines(text: string): Markup {
  return new Markup(htmlLines(text));
}

export const NOTHING = new Markup('');

function render(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return htmlText(`${content}`);
}
