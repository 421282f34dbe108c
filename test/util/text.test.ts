import { counted, verbFor } from '../../src/util/text';

test.each([
  { count: 0, text: '0 rows are' },
  { count: 1, text: '1 row is' },
  { count: 1.5, text: '1.5 rows are' },
  { count: 2, text: '2 rows are' },
])('$count is told as $text', ({ count, text }) => {
  expect(`${counted(count, 'row')} ${verbFor(count, 'is', 'are')}`).toBe(text);
});
