/**
 * Makes text from outside (names, answers, file names) safe for where it is shown. Each function is one mode;
 * docs/decisions.md says why they differ. What is unsafe is decided here alone.
 */

/** Characters that a reader does not see, or that a program acts upon, as parts of a regular expression's class. */
const CLASSES = {
  /** C0 and C1 controls, DEL: escape sequences begin with one, and line breaks and tabs are some. */
  controls: '\\p{Cc}',
  /** Marks that turn the direction, zero-width characters, soft hyphens, byte order marks, tags. */
  formatting: '\\p{Cf}',
  /** Others that show nothing, such as joiners, fillers and variation selectors, and the blank of Braille. */
  ignorable: '\\p{Default_Ignorable_Code_Point}\\u2800',
  /** Unicode's line and paragraph separators. */
  separators: '\\p{Zl}\\p{Zp}',
  /** Halves of characters, which have no encoding. */
  surrogates: '\\p{Cs}',
  /** Code points that are no characters; XML forbids two of them. */
  noncharacters: '\\p{Noncharacter_Code_Point}',
} as const;

/** The classes that a string of Terraform can hold, as its regular expressions (RE2) have them. */
const UNSAFE_IN_HCL =
  `${CLASSES.controls}${CLASSES.formatting}${CLASSES.separators}` +
  // RE2 has no name for what is ignorable by default.
  '\\x{34f}\\x{115f}\\x{1160}\\x{17b4}\\x{17b5}\\x{180b}-\\x{180f}\\x{2800}\\x{3164}\\x{fe00}-\\x{fe0f}\\x{ffa0}\\x{e0000}-\\x{e0fff}';

const UNSAFE = Object.values(CLASSES).join('');
const UNSAFE_CHARACTER = new RegExp(`[${UNSAFE}]`, 'gu');
const UNSAFE_RUN = new RegExp(`[${UNSAFE}]+`, 'gu');
// A space between two words is left out: it would only be replaced by itself.
const GAPS = new RegExp(`[\\s${UNSAFE}]{2,}|[^\\S ]|[${UNSAFE}]`, 'gu');
/** In JSON all unsafe characters are inside of strings, but for the line breaks between them. */
const UNSAFE_IN_JSON = new RegExp(`(?!\\n)[${UNSAFE}]`, 'gu');
const LONE_SURROGATES = new RegExp(`[${CLASSES.surrogates}]`, 'gu');
/** What may be put into a text without changing what it reads as: white space and unsafe characters. */
export const INSIGNIFICANT = new RegExp(`[\\s${UNSAFE}]`, 'gu');

/** Most texts have no other characters; looking for these is faster than looking for the unsafe ones. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** A colour of ours, as util.styleText writes it. */
const COLOUR = '\\u001b\\[\\d{1,2}m';
const COLOUR_PIECE = new RegExp(`(${COLOUR})`);

/** Colons where a word begins, behind colours too: `::error::` at a line's start is a command to GitHub Actions. */
const COLONS = new RegExp(`(?<=(?:^|[\\s\\u0085])(?:${COLOUR})*):{2,}`, 'g');

/** `##[error]`, `##vso[...]` and `##teamcity[...]` are commands wherever they stand in a line. */
const HASHES = /#+(?=#\w*\[)/g;

/** The steps of `plain` for Terraform's `replace`: patterns between slashes, and what stands in their place. */
export const PLAIN_IN_HCL: readonly (readonly [pattern: string, replacement: string])[] = [
  [`/[${UNSAFE_IN_HCL}]+/`, ' '],
  ['/(^|\\s):{2,}/', '$1: :'],
  ['/#+(#\\w*\\[)/', '# $1'],
];

/**
 * Breaks the commands that a CI system would take from a log: `::error::` becomes `: :error::`, and `##vso[` becomes
 * `# #vso[`. Colons count at the start of any word, because whoever prints the text may wrap it there. A reference is left as it
 * is: a digest has single colons, and an IPv6 domain begins with a bracket.
 *
 * The other modes include this; alone it is for a text that is put together from safe ones.
 */
export function breakCommands(text: string): string {
  if (!text.includes('::') && !text.includes('##')) return text;
  return text.replace(COLONS, ': :').replace(HASHES, '# ');
}

/** For terminals, logs and tables: unsafe characters become a space, a run of them one. Other spaces stay. */
export function plain(text: string): string {
  return breakCommands(PRINTABLE_ASCII.test(text) ? text : text.replace(UNSAFE_RUN, ' '));
}

/** As `plain`, but line feeds stay. */
export function plainLines(text: string): string {
  return text.split('\n').map(plain).join('\n');
}

/** As `plainLines`, but colours stay: for texts that were coloured here. */
export function colouredLines(text: string): string {
  const piece = (part: string): string => (COLOUR_PIECE.test(part) ? part : plain(part));
  return text
    .split('\n')
    .map((line) => line.split(COLOUR_PIECE).map(piece).join(''))
    .join('\n');
}

/** As `plain`, but for a part of a sentence: trimmed, and with single spaces. */
export function oneLine(text: string): string {
  return breakCommands(text.replace(GAPS, ' ').trim());
}

/** For XML: each unsafe character is written out (`\u{1b}`), so that two names that differ stay apart. */
export function visible(text: string): string {
  return breakCommands(
    text.replace(UNSAFE_CHARACTER, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`),
  );
}

/** As `visible`, but lines stay. */
export function visibleLines(text: string): string {
  return text.split(/\r?\n/).map(visible).join('\n');
}

/** For HTML, in text and in quoted attributes: as `visible`, with HTML's own characters escaped. */
export function htmlText(text: string): string {
  return htmlEscaped(visible(text));
}

/** As `htmlText`, but lines stay. */
export function htmlLines(text: string): string {
  return htmlEscaped(visibleLines(text));
}

function htmlEscaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** For Markdown: as `oneLine`, and no markup, links or table cells. */
export function markdownText(text: string): string {
  return oneLine(text).replace(
    /[&<>]|[\\`*_{}[\]()#+!|~@]|:(?=\/\/)|(?<=\bwww)\./gi,
    (character) => (/[&<>]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`),
  );
}

/**
 * For HTML elements that begin a line of Markdown, where backslashes escape nothing: as `oneLine`, and what HTML, Markdown or a
 * code host could act upon is written by its number.
 */
export function markdownHtml(text: string): string {
  return oneLine(text).replace(
    /(?![\x80-\uffff])[^A-Za-z0-9 \-/.]|(?<=\bwww)\./gi,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/** For JSON that people see: escapes what is unsafe, and one of the hashes of a command. It means the same. */
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

/** For a value in a sentence: JSON's text of it. */
export function quotedText(text: string): string {
  return breakCommands(safeJson(JSON.stringify(text)));
}

/** For an HTTP header: other characters than printable ASCII become question marks. */
export function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}

/**
 * For a link: an http or https URL in ASCII, percent-encoded where a URI has to be; undefined for anything else. A name before
 * the host (`https://huawei.com@evil.example`) only misleads readers, so there is no link then either.
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

/** For a segment of a URI: percent-encoded; half a character, which has no encoding, becomes U+FFFD. */
export function uriSegment(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATES, '\ufffd'));
}
