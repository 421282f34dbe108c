import { helpColumns, wrapHelp } from '../../../../src/cli/shared/help/wrap-help';

test('paragraphs are wrapped between words; lines that begin with a space stay', () => {
  const text =
    'one two three four\nfive\n\n  $ a command that is longer than the width\nsix seven\n';
  expect(wrapHelp(text, 10)).toBe(
    'one two\nthree four\nfive\n\n  $ a command that is longer than the width\nsix seven\n',
  );
});

test.each([
  [undefined, 80],
  [0, 80],
  [200, 80],
  [60, 60],
])('a terminal of %s columns gets help of %d', (terminal, columns) => {
  expect(helpColumns(terminal)).toBe(columns);
});
