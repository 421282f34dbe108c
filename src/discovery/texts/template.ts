/**
 * Strings of Terraform JSON are templates: `${…}` is an expression, `%{…}` a directive, and a
 * doubled first character (`$${`) escapes it. Strings of plan JSON are not templates.
 */

/**
 * Replaces each character of an expression in a masked text. No valid key or reference contains it.
 */
export const MASK = '\uE000';

/** Returns whether a string contains an expression or directive. */
export function hasToken(text: string): boolean {
  return tokenAt(text, 0) >= 0;
}

/** Returns the text of a string without tokens. */
export function literal(text: string): string {
  return text.includes('{') ? text.replace(/([$%])\1\{/g, '$1{') : text;
}

/**
 * Returns the start and end of each `${…}`. Undefined if there is a directive, which repeats or
 * removes what it encloses.
 */
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
 * Returns the text with each `${…}` masked, so that the rest can be parsed and keeps its position.
 * Undefined if that is not possible.
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

/**
 * Returns the start of the next `${` or `%{`, or -1. Three `$` in a row are treated as a token, to
 * be safe.
 */
function tokenAt(text: string, from: number): number {
  for (let brace = text.indexOf('{', from); brace >= 0; brace = text.indexOf('{', brace + 1)) {
    const sign = brace > from ? text[brace - 1] : undefined;
    if (sign !== '$' && sign !== '%') continue;
    const escaped = text[brace - 2] === sign && text[brace - 3] !== sign;
    if (!escaped) return brace - 1;
  }
  return -1;
}

/** Returns the end of the expression that a brace opens, or -1. Strings in it are templates. */
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
