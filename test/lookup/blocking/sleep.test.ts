import { SLICE_MS, sleepFor, sleepOn } from '../../../src/lookup/blocking/sleep';

afterEach(() => jest.restoreAllMocks());

test.each([
  [0, []],
  [-1, []],
  [1, [1]],
  [SLICE_MS, [SLICE_MS]],
  [2 * SLICE_MS + 20, [SLICE_MS, SLICE_MS, 20]],
])('a sleep of %d ms is made of %j', (ms, expected) => {
  const wait = jest.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  sleepFor(ms);
  expect(wait.mock.calls.map(([, , , slice]) => slice)).toEqual(expected);
});

test.each([
  [1, 'not-equal'],
  [0, 'timed-out'],
] as const)('a sleep on a cell that was %d returns %s', (seen, expected) => {
  expect(sleepOn(new Int32Array(new SharedArrayBuffer(4)), 0, seen, 1)).toBe(expected);
});
