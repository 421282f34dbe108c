import { propNames } from '../../src/util/prop-names';

interface Props {
  readonly a: string;
  readonly b?: number;
}

test('all names of a type are given', () => {
  expect(propNames<Props>({ a: true, b: true })).toEqual(['a', 'b']);
});

// The compiler is the test: `npm run typecheck` fails where it accepts one of these.
test('the compiler refuses lists that are not those of the type', () => {
  // @ts-expect-error -- b is missing
  propNames<Props>({ a: true });
  // @ts-expect-error -- there is no c
  propNames<Props>({ a: true, b: true, c: true });
});
