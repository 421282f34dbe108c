import { WaitPauses } from '../../src/util/wait-pauses';

/** The pauses of a wait, by a clock that stands but for them. */

function pausesOf(end: number, askedAt?: number): number[] {
  let time = 0;
  const pauses = new WaitPauses(end, () => time);
  const all: number[] = [];
  for (let pause = pauses.next(askedAt); pause !== undefined; pause = pauses.next()) {
    all.push(pause);
    time += pause;
  }
  return all;
}

test.each([
  { end: 0, pauses: [] },
  { end: 500, pauses: [500] },
  { end: 3000, pauses: [1000, 1500, 500] },
])('a wait of $end ms has the pauses $pauses', ({ end, pauses }) => {
  expect(pausesOf(end)).toEqual(pauses);
});

test('no pause is longer than half a minute', () => {
  expect(Math.max(...pausesOf(600_000))).toBe(30_000);
});

test('an answer of before the end, which is read after it, is asked for once more', () => {
  expect(pausesOf(-1000, -2000)).toEqual([0]);
  expect(pausesOf(-1000, -1000)).toEqual([]);
});
