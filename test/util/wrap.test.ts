import fc from 'fast-check';
import { columnsOf, cutToColumns, wrap } from '../../src/util/wrap';

const FAMILY = '👩‍👩‍👧';
const E_ACUTE = 'e\u0301';

test.each([
  { kind: 'ASCII', text: 'shop/web:1.4', columns: 12 },
  { kind: 'nothing', text: '', columns: 0 },
  { kind: 'Latin with accents', text: 'café', columns: 4 },
  { kind: 'Chinese', text: '商店/网页', columns: 9 },
  { kind: 'Korean', text: '상점', columns: 4 },
  { kind: 'kana', text: 'ウェブ', columns: 6 },
  { kind: 'full-width Latin', text: 'ｗｅｂ', columns: 6 },
  { kind: 'rare Chinese beyond 16 bits', text: '\u{20000}', columns: 2 },
  { kind: 'an emoji', text: '🚀', columns: 2 },
  { kind: 'an emoji of several code points', text: FAMILY, columns: 2 },
  { kind: 'a flag', text: '🇨🇳', columns: 2 },
  { kind: 'a combining mark', text: E_ACUTE, columns: 1 },
  { kind: 'a colour', text: '\u001b[31mdenied\u001b[39m', columns: 6 },
  { kind: 'a colour around Chinese', text: '\u001b[1;31m商店\u001b[0m', columns: 4 },
  { kind: 'control characters', text: 'a\u0007b\u009fc\u0000', columns: 3 },
  { kind: 'our own marks', text: '✗ – ✓ … │', columns: 9 },
])('$kind takes $columns columns', ({ text, columns }) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  { line: 'one two three', columns: 7, lines: ['one two', 'three'] },
  { line: 'registry.io/shop', columns: 6, lines: ['regist', 'ry.io/', 'shop'] },
  { line: '商店网页', columns: 5, lines: ['商店', '网页'] },
  { line: `${FAMILY}${FAMILY}`, columns: 3, lines: [FAMILY, FAMILY] },
  { line: E_ACUTE.repeat(3), columns: 2, lines: [E_ACUTE.repeat(2), E_ACUTE] },
  { line: '商', columns: 1, lines: ['商'] },
  { line: '', columns: 5, lines: [''] },
  { line: 'never broken', columns: Infinity, lines: ['never broken'] },
])('$line is broken into lines of at most $columns columns', ({ line, columns, lines }) => {
  expect(wrap(line, columns)).toEqual(lines);
});

test('breaking a line loses nothing and fills no line too far', () => {
  const words = fc.array(fc.constantFrom('a', 'web', '商店', FAMILY, E_ACUTE, '🇨🇳', ' '), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 12 }), (parts, columns) => {
      const line = parts.join('');
      const lines = wrap(line, columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
      for (const one of lines) expect(columnsOf(one)).toBeLessThanOrEqual(columns);
    }),
  );
});

test.each([
  { text: 'shop/web', columns: 4, kept: 'shop' },
  { text: '商店网页', columns: 5, kept: '商店' },
  { text: `${FAMILY}web`, columns: 1, kept: '' },
  { text: `${E_ACUTE}${E_ACUTE}`, columns: 1, kept: E_ACUTE },
])('$text cut to $columns columns is $kept', ({ text, columns, kept }) => {
  expect(cutToColumns(text, columns)).toBe(kept);
});
