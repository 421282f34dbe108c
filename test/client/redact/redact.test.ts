import fc from 'fast-check';
import { presentable } from '../../../src/client/redact/redact';

/** Whatever a server echoes of a credential, no eight characters of it are shown. */

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.~!%\\"';
const secret = fc
  .array(fc.constantFrom(...CHARACTERS), { minLength: 16, maxLength: 200 })
  .map((characters) => characters.join(''));

/** Breaks a text into lines, as MIME and terminals do. */
const wrappings: readonly ((text: string, width: number) => string)[] = [
  (text) => text,
  (text, width) => text.replace(new RegExp(`.{${width}}`, 'gs'), '$&\n'),
  (text, width) => text.replace(new RegExp(`.{${width}}`, 'gs'), '$&\r\n  '),
  (text, width) => text.replace(new RegExp(`.{${width}}`, 'gs'), '$&\u200b'),
];

const hex = (text: string): string => Buffer.from(text).toString('hex');
const everyCharacter = (text: string): string =>
  Buffer.from(text).reduce((all, byte) => `${all}%${byte.toString(16).padStart(2, '0')}`, '');

/** Ways in which a text may be echoed; each gives what must be shown none of, by eight characters of the secret. */
const encodings: { readonly [name: string]: (text: string) => string } = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent-encoded to the last character': everyCharacter,
  JSON: (text) => JSON.stringify(text),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 behind one byte': (text) => Buffer.from(`:${text}`).toString('base64'),
  'base64 behind a name': (text) => Buffer.from(`ak:${text}\n`).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64, percent-encoded': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  hex,
  'upper-case hex': (text) => hex(text).toUpperCase(),
  'a hex dump': (text) => hex(text).replace(/(..)(?=.)/g, '$1:'),
  'escapes of bytes': (text) => hex(text).replace(/../g, '\\x$&'),
};

describe.each(Object.entries(encodings))('a secret that is echoed %s', (_name, encode) => {
  test('shows no part of eight characters, however it is cut and wrapped', () => {
    fc.assert(
      fc.property(
        secret,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...wrappings),
        fc.integer({ min: 3, max: 76 }),
        (whole, start, more, wrapping, width) => {
          const from = start % (whole.length - 8);
          const part = whole.slice(from, from + 8 + (more % (whole.length - from - 7)));
          const echoed = encode(part);
          const shown = presentable(`bad token <${wrapping(echoed, width)}> `, [whole], 10_000);
          expect(shown).toContain('***');
          const left = shown.slice('bad token <'.length, -1).replaceAll('***', '');
          // What is left is less than a part: the ends that other bytes share, or the quotes.
          expect(left.replace(/\s/g, '').length).toBeLessThan(16);
          expect(shown.replace(/\s/g, '')).not.toContain(echoed);
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('leaves a text as it is that has no part of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ' ', 'b', '.', '1') }), (text) => {
      const shown = presentable(`x${text}x`, ['SECRETS-HAVE-UPPER-CASE'], 10_000);
      expect(shown).toBe(`x${text}x`);
    }),
  );
});

test('seven characters are no part, and a short secret is cut out whole', () => {
  expect(presentable('see abcdefg', ['abcdefghijkl'])).toBe('see abcdefg');
  expect(presentable('see abcd and abc', ['abcd'])).toBe('see *** and abc');
  expect(presentable('see abc', ['abc'])).toBe('see abc');
});

test('a secret that is cut off where the text is shown no further is not shown', () => {
  const token = 'MIIF'.concat('q9'.repeat(2000));
  expect(presentable(`${'x'.repeat(280)}${token}`, [token])).toBe(`${'x'.repeat(280)}***`);
});

test('an answer has no command for a pipeline in it', () => {
  expect(presentable('::error::x\n::set-env name=a::b ##vso[task.setvariable]c', [])).toBe(
    ': :error::x : :set-env name=a::b # #vso[task.setvariable]c',
  );
});
