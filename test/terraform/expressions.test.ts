import fc from 'fast-check';
import {
  Hcl,
  all,
  any,
  asJson,
  asJsonText,
  atLeast,
  atMost,
  attribute,
  call,
  cases,
  cond,
  dataAsJson,
  dividedBy,
  equals,
  filter,
  forEach,
  forEachIndexed,
  forMap,
  index,
  interpolate,
  isNull,
  isPresent,
  lessThan,
  lets,
  list,
  literalOf,
  matches,
  minus,
  moreThan,
  not,
  object,
  orText,
  plus,
  splat,
  spread,
  stringLiteral,
  times,
  tryOf,
  unequal,
  verbatim,
} from '../../src/policy/hcl/expression';
import { evaluate } from './evaluate';

/** What the pieces that expressions are built of mean to Terraform. */

const ONE_TO_THREE = list(1, 2, 3);

const PIECES: readonly { readonly expression: Hcl; readonly value: unknown }[] = [
  { expression: literalOf('a "b" \\ \n ${c} %{d}'), value: 'a "b" \\ \n ${c} %{d}' },
  { expression: literalOf(['a', 'b']), value: ['a', 'b'] },
  { expression: literalOf([]), value: [] },
  { expression: literalOf(-5), value: -5 },
  { expression: literalOf(false), value: false },
  { expression: call('jsonencode', literalOf(null)), value: 'null' },
  {
    expression: object({ a: 1, for: 2, null: 3, 'X-b': 4, '400': 5, '${e}': 6 }),
    value: { a: 1, for: 2, null: 3, 'X-b': 4, '400': 5, '${e}': 6 },
  },
  { expression: object({}), value: {} },
  { expression: call('max', spread(ONE_TO_THREE)), value: 3 },
  { expression: tryOf(attribute(object({}), 'a'), 0), value: 0 },
  { expression: matches('^a"[[:digit:]]\\.$', stringLiteral('a"1.')), value: true },
  { expression: matches('^a', 'null'), value: false },
  { expression: index(splat(tryOf(attribute(object({}), 'a'), 5)), 0), value: 5 },
  { expression: splat('null'), value: [] },
  {
    expression: cases(
      [
        ['false', 1],
        ['true', 2],
        ['true', 3],
      ],
      4,
    ),
    value: 2,
  },
  { expression: cases([], 4), value: 4 },
  { expression: cond(not(cond('true', 'true', 'false')), 1, 2), value: 2 },
  { expression: not(any('false', all('true', 'true'))), value: false },
  { expression: list(all(), any()), value: [true, false] },
  { expression: list(equals(1, stringLiteral('1')), unequal(1, 1)), value: [false, false] },
  { expression: list(isNull('null'), isPresent('null')), value: [true, false] },
  {
    expression: list(lessThan(1, 1), atMost(1, 1), moreThan(1, 1), atLeast(1, 1)),
    value: [false, true, false, true],
  },
  { expression: minus(10, minus(5, plus(1, 2, -3))), value: 5 },
  { expression: dividedBy(times(plus(1, 2), 4), dividedBy(12, 2)), value: 2 },
  { expression: list(orText('null', 'a'), orText(stringLiteral('b'), 'a')), value: ['a', 'b'] },
  {
    expression: forEach(
      'n',
      ONE_TO_THREE,
      (n) => times(n, n),
      (n) => moreThan(n, 1),
    ),
    value: [4, 9],
  },
  { expression: forEachIndexed('i', 'n', ONE_TO_THREE, (i, n) => times(i, n)), value: [0, 2, 6] },
  { expression: filter('n', ONE_TO_THREE, (n) => unequal(n, 2)), value: [1, 3] },
  {
    expression: forMap('k', 'v', object({ a: 1, b: 2 }), (k, v) => list(k, v), isPresent),
    value: { a: ['a', 1], b: ['b', 2] },
  },
  {
    expression: forMap(
      'k',
      'v',
      object({ a: 1, b: 2 }),
      (_, v) => v,
      (v) => equals(v, 2),
    ),
    value: { b: 2 },
  },
  {
    expression: lets(
      [
        ['a', '1'],
        ['b', plus('a', 1)],
      ],
      list('a', 'b'),
    ),
    value: [1, 2],
  },
  { expression: interpolate`a "${times(2, 3)}" \\ $${'6'}%${'7'}`, value: 'a "6" \\ $6%7' },
];

test('each piece means what its name says', async () => {
  const value = await evaluate(PIECES.map(({ expression }) => asJson(expression)));
  const given = PIECES.map(({ expression }) => expression);
  expect(given.map((expression, at) => [expression, (value as unknown[])[at]])).toEqual(
    PIECES.map((piece) => [piece.expression, piece.value]),
  );
}, 60_000);

test('no text becomes an expression, whatever stands beside it', async () => {
  const text = fc.string({
    unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', 'u', '0', 'a', 'é', '😀'),
    maxLength: 6,
  });
  const pairs = fc.sample(fc.tuple(text, text), { numRuns: 300, seed: 20261122 });
  const value = await evaluate(
    pairs.map(([first, second]) => [
      asJson(stringLiteral(first)),
      dataAsJson(second),
      asJson(interpolate`${verbatim(first)}${verbatim(second)}`),
      asJson(interpolate`${verbatim(first)}${'1'}${verbatim(second)}`),
      asJsonText`${verbatim(first)}${verbatim(second)}`,
      asJsonText`${verbatim(first)}${'1'}${verbatim(second)}`,
    ]),
  );
  expect(value).toEqual(
    pairs.map(([first, second]) => {
      const joined = first + second;
      // A hole alone keeps its type.
      const around = joined === '' ? 1 : `${first}1${second}`;
      return [first, second, joined, around, joined, around];
    }),
  );
}, 60_000);
