/**
 * Strings of Terraform JSON are templates: `${…}` is an expression, `%{…}` a directive, and doubling the
 * first character (`$${`) makes it a plain text. Strings of plan JSON are no templates.
 */

/** Stands for each character of an expression in a masked text: no legal key or reference holds it. */
export const MASK = '\uE000';

/** Whether Terraform still has to evaluate something in a string. */
export function hasToken(text: string): boolean {
  return tokenAt(text, 0) >= 0;
}

/** The text that a string without tokens means. */
export function literal(text: string): string {
  return text.includes('{') ? text.replace(/([$%])\1\{/g, '$1{') : text;
}

/** Where each `${…}` begins and ends. Nothing where that can't be said: a directive repeats or drops what it encloses. */
export function tokenSpans(text: string): (readonly [start: number, end: number])[] | undefined {
  const spans: (readonly [number, number])[] = [];
  let rest = 0;
  for (let at = tokenAt(text, 0); at >= 0; at = tokenAt(text, rest)) {
    const end = text[at] === '%' ? -1 : expressionEnd(text, at + 1);
    if (end < 0) return undefined;
    spans.push([at, end]);
    rest = end;
  }
  return spans;
}

/**
 * The text with each `${…}` overwritten by as many masks, so that what is around it can be parsed and
 * keeps its position. Nothing where that can't be done.
 */
export function masked(text: string): string | undefined {
  const spans = tokenSpans(text);
  if (spans === undefined) return undefined;
  let rest = 0;
  let out = '';
  for (const [start, end] of spans) {
    out += text.slice(rest, start) + MASK.repeat(end - start);
    rest = end;
  }
  return out + text.slice(rest);
}

/** Where the next `${` or `%{` begins, or -1. Three `$` in a row are read as a token, to be on the safe side. */
function tokenAt(text: string, from: number): number {
  for (let brace = text.indexOf('{', from); brace >= 0; brace = text.indexOf('{', brace + 1)) {
    const sign = brace > from ? text[brace - 1] : undefined;
    if (sign !== '$' && sign !== '%') continue;
    const escaped = text[brace - 2] === sign && text[brace - 3] !== sign;
    if (!escaped) return brace - 1;
  }
  return -1;
}

/** Where the expression ends that the brace opens, or -1. Strings in it are templates again. */
function expressionEnd(text: string, open: number): number {
  const nest = ['{'];
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at];
    if (nest[nest.length - 1] === '{') {
      if (char === '{' || char === '"') nest.push(char);
      else if (char === '}' && nest.pop() !== undefined && nest.length === 0) return at + 1;
    } else if (char === '\\') {
      at++;
    } else if (char === '"') {
      nest.pop();
    } else if ((char === '$' || char === '%') && text[at + 1] === '{') {
      nest.push('{');
      at++;
    } else if ((char === '$' || char === '%') && text[at + 1] === char && text[at + 2] === '{') {
      at += 2;
    }
  }
  return -1;
}
