import fc from 'fast-check';
import { parseExactly } from '../../../src/client/http/json';
import { InexactNumber } from '../../../src/contract/exact-number';

/** JSON is read as JSON.parse reads it, but for numbers that it would round. */

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('[12345678901234567890', ',1.5e3', ':0.1', '__proto'),
);
const { value } = fc.letrec((again) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.maxSafeInteger(), text, fc.boolean(), fc.constant(null)),
    fc.array(again('value')),
    fc.dictionary(
      text.filter((name) => name !== '__proto__'),
      again('value'),
    ),
  ),
}));

test('parsing equals JSON.parse where no number is doubtful', () => {
  fc.assert(
    fc.property(value, fc.constantFrom('', ' ', '\n\t'), (given, indent) => {
      const json = JSON.stringify(given, null, indent);
      expect(parseExactly(json)).toEqual(JSON.parse(json));
    }),
  );
});

/** A decimal without its spelling: sign and digits, and the power of ten they are times of. */
function decimal(number: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number)!;
  const digits = (whole + fraction).replace(/^0+/, '');
  const stripped = digits.replace(/0+$/, '');
  const power =
    BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - stripped.length);
  return stripped === '' ? '0' : `${sign}${stripped}e${power}`;
}

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const number = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.oneof(digits(1, 22), fc.constantFrom('9007199254740993', '9223372036854775807')),
    fraction: fc.option(digits(1, 20), { nil: undefined }),
    exponent: fc.option(fc.integer({ min: -400, max: 400 }), { nil: undefined }),
  })
  .map(
    ({ sign, whole, fraction, exponent }) =>
      sign +
      whole.replace(/^0+(?=.)/, '') +
      (fraction === undefined ? '' : `.${fraction}`) +
      (exponent === undefined ? '' : `e${exponent}`),
  );

test('a number is what was written, or reports that it is inexact', () => {
  fc.assert(
    fc.property(number, fc.constantFrom('', '[', '{"a":', '[0, ', '\n[\n'), (written, before) => {
      const after = before.includes('{') ? '}' : before.includes('[') ? ']' : '';
      const found = parseExactly(before + written + after);
      const read: unknown =
        typeof found === 'object' && !(found instanceof InexactNumber)
          ? Object.values(found!).at(-1)
          : found;
      if (read instanceof InexactNumber) expect(read.text).toBe(written);
      else expect(decimal(String(read))).toBe(decimal(written));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['9223372036854775807', new InexactNumber('9223372036854775807')],
  ['9007199254740993', new InexactNumber('9007199254740993')],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ['1.0', 1],
  ['5e0', 5],
  ['1e999', new InexactNumber('1e999')],
])('the number %s is read exactly', (written, expected) => {
  expect(parseExactly(`{"total_num":${written}}`)).toEqual({ total_num: expected });
});

test.each(['', '{', '[1,]', "{'a':1}", '[1.]', '[1.5', '{"a":1.5} x', 'NaN', '[01.5]'])(
  'the text %j is not JSON',
  (broken) => expect(() => parseExactly(broken)).toThrow(),
);
