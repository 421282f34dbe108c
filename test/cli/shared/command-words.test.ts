import { inCommandWords } from '../../../src/cli/shared/command-words';
import { PausableDeadline, tooLateError } from '../../../src/client/retry/deadline';
import { HssError } from '../../../src/contract/error';

/** Advice as it is shown by a command. */

const shown = (advice: string, options: readonly string[] = []): string | undefined =>
  inCommandWords(new HssError('HSS_TIMEOUT', 'x', { advice }), options).details.advice;

test.each([
  {
    advice: 'try again; narrow the query, or raise deadlineSeconds',
    options: ['--deadline'],
    words: 'try again; narrow the query, or raise --deadline',
  },
  {
    advice: 'try again; narrow the query, or raise deadlineSeconds',
    options: [],
    words: 'try again; narrow the query',
  },
  {
    advice: "narrow the query, or raise maxRows (HSS's offsets end at 2000200 rows)",
    options: ['--max-rows'],
    words: "narrow the query, or raise --max-rows (HSS's offsets end at 2000200 rows)",
  },
  {
    advice: "narrow the query, or raise maxRows (HSS's offsets end at 2000200 rows)",
    options: [],
    words: 'narrow the query',
  },
  {
    advice: 'try again; check the network and proxy, or raise timeoutSeconds',
    options: ['--max-rows'],
    words: 'try again; check the network and proxy',
  },
  {
    advice: 'give the projectId prop or set HW_PROJECT_ID',
    options: [],
    words: 'give --project-id or set HW_PROJECT_ID',
  },
  { advice: 'wait, then try again', options: [], words: 'wait, then try again' },
])('$advice becomes $words with options $options', ({ advice, options, words }) => {
  expect(shown(advice, options)).toBe(words);
});

test('all else of an error stays as it is', () => {
  const error = tooLateError(new PausableDeadline(1), 'GET /x');
  const told = inCommandWords(error, []);
  expect(told.message).toBe(error.message.replace(', or raise deadlineSeconds', ''));
  expect([told.code, told.details.query]).toEqual(['HSS_TIMEOUT', 'GET /x']);
});
