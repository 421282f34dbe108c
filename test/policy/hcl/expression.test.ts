import {
  all,
  any,
  asJson,
  dataAsJson,
  lets,
  orText,
  stringLiteral,
  literalOf,
} from '../../../src/policy/hcl';

test.each([
  { value: 'web', literal: '"web"' },
  { value: 'say "a\\b"', literal: '"say \\"a\\\\b\\""' },
  { value: 'a\nb\u007f', literal: '"a\\u000ab\\u007f"' },
  { value: '${var.x} %{if}', literal: '"$${var.x} %%{if}"' },
  { value: '日本 💥', literal: '"日本 💥"' },
])('the string literal of $value is $literal', ({ value, literal }) => {
  expect(stringLiteral(value)).toBe(literal);
});

test('data in a configuration holds no template, in keys neither', () => {
  expect(dataAsJson({ '${a}': ['%{b}', 5, null, { c: '$${d}' }] })).toEqual({
    '$${a}': ['%%{b}', 5, null, { c: '$$${d}' }],
  });
});

test.each([
  { given: 'a list of texts', expression: literalOf(['a', 'b']), hcl: '["a", "b"]' },
  { given: 'an empty list', expression: literalOf([]), hcl: '[]' },
  { given: 'an expression as JSON', expression: asJson('local.a'), hcl: '${local.a}' },
  { given: 'all of several', expression: all('a', 'b'), hcl: '(a && b)' },
  { given: 'all of none', expression: all(), hcl: 'true' },
  { given: 'any of several', expression: any('a', 'b'), hcl: '(a || b)' },
  { given: 'any of none', expression: any(), hcl: 'false' },
  { given: 'a text or another', expression: orText('a', '-'), hcl: '((a == null) ? "-" : a)' },
])('$given is written as $hcl', ({ expression, hcl }) => {
  expect(expression).toBe(hcl);
});

test('of values in a row each is in scope of those after it', () => {
  const values = [
    ['a', '1'],
    ['b', 'a + 1'],
  ] as const;
  expect(lets(values, 'a + b')).toBe('[for a in [1] : [for b in [a + 1] : a + b][0]][0]');
});
