/**
 * Makes text from outside (names, answers, file names) safe for its destination. Each function is
 * for one destination; docs/decisions.md explains why they differ. Only this file defines which
 * characters are unsafe.
 */

/** Characters that are invisible or that programs interpret, as parts of a character class. */
const CLASSES = {
  /** C0 and C1 controls and DEL. They start escape sequences, and include line breaks and tabs. */
  controls: '\\p{Cc}',
  /** Direction marks, zero-width characters, soft hyphens, byte order marks, tags. */
  formatting: '\\p{Cf}',
  /**
   * Other invisible characters, such as joiners, fillers, variation selectors and the Braille
   * blank.
   */
  ignorable: '\\p{Default_Ignorable_Code_Point}\\u2800',
  /** Unicode's line and paragraph separators. */
  separators: '\\p{Zl}\\p{Zp}',
  /** Halves of surrogate pairs, which have no encoding. */
  surrogates: '\\p{Cs}',
  /** Code points that are not characters. XML forbids two of them. */
  noncharacters: '\\p{Noncharacter_Code_Point}',
} as const;

/**
 * The classes that can occur in a Terraform string, in the syntax of its regular expressions (RE2).
 */
const UNSAFE_IN_HCL =
  `${CLASSES.controls}${CLASSES.formatting}${CLASSES.separators}` +
  // RE2 has no name for Default_Ignorable_Code_Point.
  '\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2800}\\x{3164}\\x{fe00}-\\x{fe0f}\\x{ffa0}\\x{e0000}-\\x{e0fff}';

const UNSAFE = Object.values(CLASSES).join('');
const UNSAFE_CHARACTER = new RegExp(`[${UNSAFE}]`, 'gu');
const UNSAFE_RUN = new RegExp(`[${UNSAFE}]+`, 'gu');
// Does not match a single space between words, because replacing it would change nothing.
const GAPS = new RegExp(`[\\s${UNSAFE}]{2,}|[^\\S ]|[${UNSAFE}]`, 'gu');
/** In JSON, all unsafe characters are inside strings, except the line breaks between them. */
const UNSAFE_IN_JSON = new RegExp(`(?!\\n)[${UNSAFE}]`, 'gu');
const LONE_SURROGATES = new RegExp(`[${CLASSES.surrogates}]`, 'gu');
/** Characters that do not change how a text reads: white space and unsafe characters. */
export const INSIGNIFICANT = new RegExp(`[\\s${UNSAFE}]`, 'gu');

/** Matches most texts, and is faster than a search for unsafe characters. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** An escape sequence for a colour, as `util.styleText` writes it. */
const COLOUR = '\\u001b\\[\\d{1,2}m';
const COLOUR_PIECE = new RegExp(`(${COLOUR})`);

/**
 * Colons at the start of a word, also after colours. `::error::` at the start of a line is a
 * command to GitHub Actions.
 */
const COLONS = new RegExp(`(?<=(?:^|[\\s\\u0085])(?:${COLOUR})*):{2,}`, 'g');

/** `##[error]`, `##vso[...]` and `##teamcity[...]` are commands anywhere in a line. */
const HASHES = /#+(?=#\w*\[)/g;

/**
 * The steps of `plain` for Terraform's `replace`: patterns between slashes, and their replacements.
 */
export const PLAIN_IN_HCL: readonly (readonly [pattern: string, replacement: string])[] = [
  [`/[${UNSAFE_IN_HCL}]+/`, ' '],
  ['/(^|\\s):{2,}/', '$1: :'],
  ['/#+(#\\w*\\[)/', '# $1'],
];

/**
 * Breaks commands that a CI system would read from a log: `::error::` becomes `: :error::`, and
 * `##vso[` becomes `# #vso[`. Colons are broken at the start of any word, because later code may
 * wrap the text there. References are unchanged: a digest has single colons, and an IPv6 domain
 * starts with a bracket.
 *
 * The other functions include this. Use it alone for a text composed of safe texts.
 */
export function breakCommands(text: string): string {
  if (!text.includes('::') && !text.includes('##')) return text;
  return text.replace(COLONS, ': :').replace(HASHES, '# ');
}

/**
 * For terminals, logs and tables: replaces each run of unsafe characters with a space. Other spaces
 * are unchanged.
 */
export function plain(text: string): string {
  return breakCommands(PRINTABLE_ASCII.test(text) ? text : text.replace(UNSAFE_RUN, ' '));
}

/** Like `plain`, but keeps line feeds. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/** Like `plainLines`, but keeps colours: for texts coloured by this package. */
export function colouredLines(text: string): string {
  const piece = (part: string): string => (COLOUR_PIECE.test(part) ? part : plain(part));
  return text
    .split('\n')
    .map((line) => line.split(COLOUR_PIECE).map(piece).join(''))
    .join('\n');
}

/** Like `plain`, but for a part of a sentence: trims the text and collapses spaces. */
export function oneLine(text: string): string {
  return breakCommands(text.replace(GAPS, ' ').trim());
}

/** For XML: escapes each unsafe character (`\u{1b}`), so that different names stay different. */
export function visible(text: string): string {
  return breakCommands(
    text.replace(UNSAFE_CHARACTER, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`),
  );
}

/** Like `visible`, but keeps lines. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visible).join('\n');
}

/**
 * For HTML, in text and in quoted attributes: like `visible`, and escapes HTML's special
 * characters.
 */
export function htmlText(text: string): string {
  return htmlEscaped(visible(text));
}

/** Like `htmlText`, but keeps lines. */
export function htmlLines(text: string): string {
  return htmlEscaped(visibleLines(text));
}

function htmlEscaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** For Markdown: like `oneLine`, and escapes markup, links and table cells. */
export function markdownText(text: string): string {
  return oneLine(text).replace(
    /[&<>]|[\\`*_{}[\]()#+!|~@]|:(?=\/\/)|(?<=\bwww)\./gi,
    (character) => (/[&<>]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`),
  );
}

/**
 * For HTML elements at the start of a line of Markdown, where backslashes escape nothing: like
 * `oneLine`, and replaces all characters that HTML, Markdown or a code host may interpret with
 * character references.
 */
export function markdownHtml(text: string): string {
  return oneLine(text).replace(
    /(?![\x80-\uffff])[^A-Za-z0-9 \-/.]|(?<=\bwww)\./gi,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/**
 * For JSON that people read: escapes unsafe characters and one of the hashes of a command. The
 * meaning does not change.
 */
export function safeJson(json: string): string {
  const escaped = PRINTABLE_ASCII.test(json)
    ? json
    : json.replace(UNSAFE_IN_JSON, (character) =>
        character
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
      );
  return escaped.includes('##') ? escaped.replace(/#(?=#\w*\[)/g, '\\u0023') : escaped;
}

/** For a value in a sentence: formats the text as a JSON string. */
export function quotedText(text: string): string {
  return breakCommands(safeJson(JSON.stringify(text)));
}

/** For an HTTP header: replaces everything except printable ASCII with question marks. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

/**
 * For a link: returns an http or https URL in ASCII, percent-encoded as a URI requires. Undefined
 * for anything else, and for a URL with a user name (`https://huawei.com@evil.example`), which
 * would mislead readers.
 */
export function webLink(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '') return undefined;
  return url.href
    .replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]/gu, encodeURIComponent)
    .replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
    .replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * For a segment of a URI: percent-encodes the text. Half a surrogate pair, which has no encoding,
 * becomes U+FFFD.
 */
export function uriSegment(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATES, '\ufffd'));
}
