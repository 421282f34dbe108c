import { INSIGNIFICANT } from '../../util/safe-text';

/** A text after decoding; each character has its range in the original. */
export interface DecodedText {
  readonly chars: string;
  /** Where each character begins in the original. */
  readonly from: readonly number[];
  /** Where each one ends, exclusively. */
  readonly to: readonly number[];
}

/**
 * Removes white space, control characters and invisible marks: secrets have none, but wrapped text
 * does.
 */
export function unwrapped(text: string): DecodedText {
  return replaced(identity(text), INSIGNIFICANT, () => '');
}

/** Undoes one layer of percent-encoding. */
export function percentDecoded(text: DecodedText): DecodedText {
  return replaced(text, /%([0-9a-f]{2})/gi, (_whole, code) => byte(code, 16));
}

/** Undoes one layer of the escapes of JSON, JavaScript, shells and HTML. */
export function unescaped(text: DecodedText): DecodedText {
  return replaced(
    text,
    /\\x([0-9a-f]{2})|\\u00([0-9a-f]{2})|&#x0*([0-9a-f]{2});|&#0*(\d{2,3});|\\([^a-z0-9])/gi,
    (_whole, ...groups: (string | undefined)[]) => {
      const [hex, unicode, html, decimal, character] = groups;
      if (decimal !== undefined) return byte(decimal, 10);
      return character ?? byte((hex ?? unicode ?? html)!, 16);
    },
  );
}

function byte(code: string, base: number): string {
  return String.fromCharCode(parseInt(code, base));
}

/** Removes the marks that hex dumps put between bytes, and converts to lower case. */
export function hexOf(text: DecodedText): DecodedText {
  return replaced(
    replaced(text, /[:,-]|0x|\\x/gi, () => ''),
    /[A-F]/g,
    (letter) => letter.toLowerCase(),
  );
}

/** Replaces the two special characters of base64url by those of base64. */
export function base64Of(text: DecodedText): DecodedText {
  return { ...text, chars: text.chars.replaceAll('-', '+').replaceAll('_', '/') };
}

function identity(text: string): DecodedText {
  const from = Array.from({ length: text.length }, (_, at) => at);
  return { chars: text, from, to: from.map((at) => at + 1) };
}

/** Replaces each match by one character or none. */
function replaced(
  { chars, from, to }: DecodedText,
  pattern: RegExp,
  by: (...match: string[]) => string,
): DecodedText {
  const next = { chars: [] as string[], from: [] as number[], to: [] as number[] };
  let at = 0;
  const keepUntil = (end: number): void => {
    for (; at < end; at++) {
      next.chars.push(chars[at]);
      next.from.push(from[at]);
      next.to.push(to[at]);
    }
  };
  for (const match of chars.matchAll(pattern)) {
    keepUntil(match.index);
    const end = match.index + match[0].length;
    const character = by(...match);
    if (character !== '') {
      next.chars.push(character);
      next.from.push(from[at]);
      next.to.push(to[end - 1]);
    }
    at = end;
  }
  keepUntil(chars.length);
  return { chars: next.chars.join(''), from: next.from, to: next.to };
}
