import fc from 'fast-check';
import {
  breakCommands,
  colouredLines,
  headerText,
  htmlLines,
  htmlText,
  markdownHtml,
  markdownText,
  oneLine,
  plain,
  plainLines,
  quotedText,
  safeJson,
  uriSegment,
  visible,
  visibleLines,
  webLink,
} from '../../src/util/safe-text';
import { commandsIn } from '../support/ci-commands';

/** What becomes of each kind of character in each mode. */

/** The text is given between `a` and `b`; so are the results, for the modes in the order of MODES. */
const MODES = {
  plain,
  plainLines,
  colouredLines,
  oneLine,
  visible,
  visibleLines,
  htmlText,
  htmlLines,
  markdownText,
  json: (text: string) => safeJson(JSON.stringify(text)).slice(1, -1),
  quotedText: (text: string) => quotedText(text).slice(1, -1),
  headerText,
  uriSegment,
};
type Mode = keyof typeof MODES;

interface Row {
  readonly given: string;
  /** In plain, oneLine and markdownText alike; a space unless it is said otherwise. */
  readonly plain?: string;
  readonly written: string;
  readonly json: string;
  readonly header: string;
  readonly uri: string;
  /** Modes that differ from their kind. */
  readonly but?: { readonly [mode in Mode]?: string };
}

const lineBreak = { plainLines: '\n', colouredLines: '\n', visibleLines: '\n', htmlLines: '\n' };

const TABLE: { readonly [what: string]: Row } = {
  'a combining joiner': {
    given: '\u034f',
    written: '\\u{34f}',
    json: '\\u034f',
    header: '?',
    uri: '%CD%8F',
  },
  'a filler': {
    given: '\u3164',
    written: '\\u{3164}',
    json: '\\u3164',
    header: '?',
    uri: '%E3%85%A4',
  },
  'a variation selector': {
    given: '\ufe0f',
    written: '\\u{fe0f}',
    json: '\\ufe0f',
    header: '?',
    uri: '%EF%B8%8F',
  },
  'the blank of Braille': {
    given: '\u2800',
    written: '\\u{2800}',
    json: '\\u2800',
    header: '?',
    uri: '%E2%A0%80',
  },
  'C0: null': { given: '\0', written: '\\u{0}', json: '\\u0000', header: '?', uri: '%00' },
  'C0: bell': { given: '\x07', written: '\\u{7}', json: '\\u0007', header: '?', uri: '%07' },
  'C0: tab': { given: '\t', written: '\\u{9}', json: '\\t', header: '?', uri: '%09' },
  'C0: line feed': {
    given: '\n',
    written: '\\u{a}',
    json: '\\n',
    header: '?',
    uri: '%0A',
    but: lineBreak,
  },
  'C0: carriage return': {
    given: '\r',
    written: '\\u{d}',
    json: '\\r',
    header: '?',
    uri: '%0D',
  },
  'C0: carriage return and line feed': {
    given: '\r\n',
    written: '\\u{d}\\u{a}',
    json: '\\r\\n',
    header: '??',
    uri: '%0D%0A',
    but: { ...lineBreak, plainLines: ' \n', colouredLines: ' \n' },
  },
  DEL: { given: '\x7f', written: '\\u{7f}', json: '\\u007f', header: '?', uri: '%7F' },
  'C1: next line': {
    given: '\u0085',
    written: '\\u{85}',
    json: '\\u0085',
    header: '?',
    uri: '%C2%85',
  },
  'C1: CSI': { given: '\u009b', written: '\\u{9b}', json: '\\u009b', header: '?', uri: '%C2%9B' },
  'an escape sequence': {
    given: '\x1b[2J',
    plain: ' [2J',
    written: '\\u{1b}[2J',
    json: '\\u001b[2J',
    header: '?[2J',
    uri: '%1B%5B2J',
    but: { markdownText: ' \\[2J' },
  },
  'a colour': {
    given: '\x1b[31m',
    plain: ' [31m',
    written: '\\u{1b}[31m',
    json: '\\u001b[31m',
    header: '?[31m',
    uri: '%1B%5B31m',
    but: { colouredLines: '\x1b[31m', markdownText: ' \\[31m' },
  },
  'a bidi override': {
    given: '\u202e',
    written: '\\u{202e}',
    json: '\\u202e',
    header: '?',
    uri: '%E2%80%AE',
  },
  'a bidi isolate': {
    given: '\u2066',
    written: '\\u{2066}',
    json: '\\u2066',
    header: '?',
    uri: '%E2%81%A6',
  },
  'a bidi mark': {
    given: '\u061c',
    written: '\\u{61c}',
    json: '\\u061c',
    header: '?',
    uri: '%D8%9C',
  },
  'a zero-width space': {
    given: '\u200b',
    written: '\\u{200b}',
    json: '\\u200b',
    header: '?',
    uri: '%E2%80%8B',
  },
  'a zero-width joiner': {
    given: '\u200d',
    written: '\\u{200d}',
    json: '\\u200d',
    header: '?',
    uri: '%E2%80%8D',
  },
  'a soft hyphen': {
    given: '\u00ad',
    written: '\\u{ad}',
    json: '\\u00ad',
    header: '?',
    uri: '%C2%AD',
  },
  'a tag': {
    given: '\u{e0041}',
    written: '\\u{e0041}',
    json: '\\udb40\\udc41',
    header: '??',
    uri: '%F3%A0%81%81',
  },
  'a line separator': {
    given: '\u2028',
    written: '\\u{2028}',
    json: '\\u2028',
    header: '?',
    uri: '%E2%80%A8',
  },
  'a paragraph separator': {
    given: '\u2029',
    written: '\\u{2029}',
    json: '\\u2029',
    header: '?',
    uri: '%E2%80%A9',
  },
  'a lone high surrogate': {
    given: '\ud83d',
    written: '\\u{d83d}',
    json: '\\ud83d',
    header: '?',
    uri: '%EF%BF%BD',
  },
  'a lone low surrogate': {
    given: '\ude00',
    written: '\\u{de00}',
    json: '\\ude00',
    header: '?',
    uri: '%EF%BF%BD',
  },
  'a noncharacter': {
    given: '\uffff',
    written: '\\u{ffff}',
    json: '\\uffff',
    header: '?',
    uri: '%EF%BF%BF',
  },
  'a noncharacter of another plane': {
    given: '\u{1fffe}',
    written: '\\u{1fffe}',
    json: '\\ud83f\\udffe',
    header: '??',
    uri: '%F0%9F%BF%BE',
  },
  'a noncharacter among others': {
    given: '\ufdd0',
    written: '\\u{fdd0}',
    json: '\\ufdd0',
    header: '?',
    uri: '%EF%B7%90',
  },
  'a byte order mark': {
    given: '\ufeff',
    written: '\\u{feff}',
    json: '\\ufeff',
    header: '?',
    uri: '%EF%BB%BF',
  },
  'several spaces': {
    given: '   ',
    plain: '   ',
    written: '   ',
    json: '   ',
    header: '   ',
    uri: '%20%20%20',
    but: { oneLine: ' ', markdownText: ' ' },
  },
  'a space that does not break': {
    given: '\u00a0',
    plain: '\u00a0',
    written: '\u00a0',
    json: '\u00a0',
    header: '?',
    uri: '%C2%A0',
    but: { oneLine: ' ', markdownText: ' ' },
  },
  'a command of Azure': {
    given: '##[error]',
    plain: '# #[error]',
    written: '# #[error]',
    json: '\\u0023#[error]',
    header: '##[error]',
    uri: '%23%23%5Berror%5D',
    but: { markdownText: '\\# \\#\\[error\\]' },
  },
  'a command of an Azure agent': {
    given: '##vso[x]',
    plain: '# #vso[x]',
    written: '# #vso[x]',
    json: '\\u0023#vso[x]',
    header: '##vso[x]',
    uri: '%23%23vso%5Bx%5D',
    but: { markdownText: '\\# \\#vso\\[x\\]' },
  },
  'a command of GitHub': {
    given: ' ::error::',
    plain: ' : :error::',
    written: ' : :error::',
    // A line of JSON begins with a quote or a bracket.
    json: ' ::error::',
    header: ' ::error::',
    uri: '%20%3A%3Aerror%3A%3A',
    but: { quotedText: ' : :error::' },
  },
  markup: {
    given: '<b>`*|',
    plain: '<b>`*|',
    written: '<b>`*|',
    json: '<b>`*|',
    header: '<b>`*|',
    uri: '%3Cb%3E%60*%7C',
    but: {
      htmlText: '&#60;b&#62;&#96;*|',
      htmlLines: '&#60;b&#62;&#96;*|',
      markdownText: '&#60;b&#62;\\`\\*\\|',
    },
  },
  'letters, and an emoji': {
    given: 'é生😀',
    plain: 'é生😀',
    written: 'é生😀',
    json: 'é生😀',
    header: '????',
    uri: '%C3%A9%E7%94%9F%F0%9F%98%80',
  },
};

const KIND: { readonly [mode in Mode]: (row: Row) => string } = {
  plain: ({ plain: text = ' ' }) => text,
  plainLines: ({ plain: text = ' ' }) => text,
  colouredLines: ({ plain: text = ' ' }) => text,
  oneLine: ({ plain: text = ' ' }) => text,
  visible: ({ written }) => written,
  visibleLines: ({ written }) => written,
  htmlText: ({ written }) => written,
  htmlLines: ({ written }) => written,
  markdownText: ({ plain: text = ' ' }) => text,
  json: ({ json }) => json,
  quotedText: ({ json }) => json,
  headerText: ({ header }) => header,
  uriSegment: ({ uri }) => uri,
};

describe.each(Object.keys(TABLE))('a text with %s', (what) => {
  const row = TABLE[what];
  test.each(Object.keys(MODES) as Mode[])('is made safe in mode %s', (mode) => {
    expect(MODES[mode](`a${row.given}b`)).toBe(`a${row.but?.[mode] ?? KIND[mode](row)}b`);
  });
});

test('a run of unsafe characters is one space, and only a part of a sentence is trimmed', () => {
  expect(plain('\x1b\u202e\0a\n\r')).toBe(' a ');
  expect(oneLine(' \x1b \u202e a \n\r b ')).toBe('a b');
  expect(markdownText(' \x1b \u202e a \n\r b ')).toBe('a b');
});

/** Texts out of what the table has, and anything else. */
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...Object.values(TABLE).map(({ given }) => given)), fc.string()),
    {
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u;

test('no mode lets an unsafe character through, but for the lines and colours that it keeps', () => {
  fc.assert(
    fc.property(text, (given) => {
      for (const [mode, make] of Object.entries(MODES)) {
        const shown = make(given);
        // eslint-disable-next-line no-control-regex -- colours begin so
        const rest = mode === 'colouredLines' ? shown.replace(/\x1b\[\d{1,2}m/g, '') : shown;
        const kept = mode.endsWith('Lines') ? rest.replaceAll('\n', '') : rest;
        expect([mode, UNSEEN.test(kept)]).toEqual([mode, false]);
      }
    }),
  );
});

test('no mode that is shown as it is has a command in it', () => {
  fc.assert(
    fc.property(text, (given) => {
      for (const [mode, make] of Object.entries(MODES)) {
        if (['headerText', 'uriSegment', 'json'].includes(mode)) continue;
        expect([mode, commandsIn(make(given))]).toEqual([mode, []]);
      }
      expect(commandsIn(breakCommands(given))).toEqual([]);
    }),
  );
});

test('JSON means the same, and names that differ stay apart where they are written out', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(JSON.parse(safeJson(JSON.stringify([one, other], undefined, 2)))).toEqual([
        one,
        other,
      ]);
      // A text may hold what an unsafe character is written as, or a command that is broken.
      fc.pre(!/\\u|: :|# /.test(one + other));
      if (one !== other) expect(visible(one) === visible(other) && !/::|##/.test(one)).toBe(false);
    }),
  );
});

test.each<[string, string | undefined]>([
  ['https://huawei.example/sa?id=1&b=2#c', 'https://huawei.example/sa?id=1&b=2#c'],
  [' http://huawei.example ', 'http://huawei.example/'],
  ['HTTPS://HUAWEI.example/é b', 'https://huawei.example/%C3%A9%20b'],
  [
    'https://a.example/x|y)(z"<>\\^`{}\'*',
    'https://a.example/x%7Cy%29%28z%22%3C%3E/%5E%60%7B%7D%27%2A',
  ],
  ['https://a.example/?q=50%|%zz%41', 'https://a.example/?q=50%25%7C%25zz%41'],
  ['https://生产.example/', 'https://xn--wlqs15g.example/'],
  ['https://a.example/\u202e\u0000\ud800', 'https://a.example/%E2%80%AE%00%EF%BF%BD'],
  ['javascript:alert(1)', undefined],
  ['java\nscript:alert(1)', undefined],
  ['data:text/html,<script>', undefined],
  ['ftp://a.example/', undefined],
  ['//a.example/', undefined],
  ['a.example', undefined],
  ['https://huawei.example@evil.example/', undefined],
  ['https://:x@evil.example/', undefined],
  ['https://', undefined],
  ['', undefined],
])('the link of %j is %j', (given, expected) => {
  expect(webLink(given)).toBe(expected);
});

test('a link has nothing but characters of URIs, and is http or https', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((rest) => `https://a.example/${rest}`),
        fc.webUrl(),
      ),
      (given) => {
        const link = webLink(given);
        if (link !== undefined) {
          expect(link).toMatch(/^https?:\/\/(?:[A-Za-z0-9\-._~:/?#[\]@!$&+,;=]|%[0-9A-Fa-f]{2})+$/);
        }
      },
    ),
  );
});

test('HTML in Markdown has no character that either could act upon', () => {
  expect(markdownHtml('r.io/shop/web:1 <b>')).toBe('r.io/shop/web&#58;1 &#60;b&#62;');
  expect(markdownHtml('www.a.example 生产')).toBe('www&#46;a.example 生产');
  fc.assert(
    fc.property(text, (given) => {
      expect(markdownHtml(given).replace(/&#\d+;/g, '')).not.toMatch(
        /[<>&"'`*_~@#[\]()|\\:!]|www\./i,
      );
    }),
  );
});
