import { inspect } from 'node:util';
import { HssError } from '../../src/contract/error';

const FIRST_WORD =
  /^HSS_NOT_FOUND: no row has the name "a"\n {2}construct: shop\/list\n {2}what to do: check it/;

const error = new HssError('HSS_NOT_FOUND', 'no row has the name "a"', {
  advice: 'check it',
}).at('shop/list');

/**
 * The text of an error that a method or getter throws in jsii's kernel, which uses the error as a
 * message.
 */
const rethrown = (thrown: unknown): string => new Error(thrown as string).message;

test.each([
  { place: 'the message, as of a constructor in other languages', text: error.message },
  { place: 'the error as a text', text: String(error) },
  { place: 'a template', text: `${error}` },
  { place: 'the stack', text: error.stack! },
  { place: 'what Node logs', text: inspect(error) },
  { place: 'a method or getter in other languages', text: rethrown(error) },
  {
    place: 'an error that came from the worker thread',
    text: String(HssError.fromData(structuredClone(error.toData()))),
  },
])('the code is the first word of $place', ({ text }) => {
  expect(text).toMatch(FIRST_WORD);
});

test('the code is the first word in formats that begin with the name', () => {
  expect(`${error.name}: ${error.message}`).toMatch(/^HSS_NOT_FOUND: /);
  expect(Error.prototype.toString.call(error)).toMatch(/^HSS_NOT_FOUND: /);
});

test('the members of an error are not printed below its message again', () => {
  expect(Object.keys(error)).toEqual(['code']);
  expect(error.stack).toMatch(/\n {4}at /);
});
