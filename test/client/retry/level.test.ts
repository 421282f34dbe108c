import fc from 'fast-check';
import { FIRST_LEVEL, HIGHEST_LEVEL, Level } from '../../../src/client/retry/level';
import { randomFrom } from './support';

/** The number of requests under way at once finds its level by latencies alone. */

interface Answer {
  readonly at: number;
  readonly ms: number;
  readonly mark: number;
}

/** Keeps a level in full use for a number of answers with a latency. Returns the level after each. */
function levels(
  count: number,
  latency: (underWay: number, index: number) => number,
  level = new Level(),
): number[] {
  const underWay: Answer[] = [];
  let now = 0;
  const after = Array.from({ length: count }, (_, index) => {
    while (level.hasRoom) {
      const mark = level.begin();
      const ms = latency(mark, index + underWay.length);
      underWay.push({ at: now + ms, ms, mark });
    }
    underWay.sort((a, b) => a.at - b.at);
    const { at, ms, mark } = underWay.shift()!;
    now = at;
    level.answered(ms, mark);
    level.end();
    return level.limit;
  });
  underWay.forEach(() => level.end());
  return after;
}

const jittered = (random: () => number, ms: number, part = 0.3): number =>
  ms * (1 + part * (2 * random() - 1));
const average = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

test('it begins with 8 and doubles every round trip', () => {
  expect(new Level().limit).toBe(FIRST_LEVEL);
  const after = levels(200, () => 50);
  expect([after[7], after[23], after[55], after[199]]).toEqual([16, 32, 64, 64]);
});

test('it grows to its highest whatever the latency, with jitter, and stays there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 500 }), fc.nat(), (ms, seed) => {
      const random = randomFrom(seed);
      const after = levels(2000, () => jittered(random, ms));
      expect(after[120]).toBeGreaterThan(0.9 * HIGHEST_LEVEL);
      expect(average(after.slice(120))).toBeGreaterThan(0.9 * HIGHEST_LEVEL);
    }),
    { seed: 3, numRuns: 50 },
  );
});

test('it stays low where a server works on one request at a time, however long', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 300 }), fc.nat(), (aloneMs, seed) => {
      const random = randomFrom(seed);
      const after = levels(10_000, (underWay) => jittered(random, aloneMs * underWay, 0.1));
      expect(Math.max(...after)).toBeLessThanOrEqual(24);
      expect(average(after)).toBeLessThanOrEqual(16);
    }),
    { seed: 3, numRuns: 30 },
  );
});

test.each<[string, (random: () => number, index: number) => number]>([
  ['one fast answer', (random, index) => (index === 30 ? 1 : jittered(random, 100))],
  ['a first answer that is fast', (random, index) => (index === 0 ? 5 : jittered(random, 100))],
  ['small and large answers', (random) => (random() < 0.1 ? 20 : 200)],
  [
    'a few answers that take very long',
    (random) => (random() < 0.05 ? 3000 : jittered(random, 80)),
  ],
  ['a way that has become longer', (random, index) => jittered(random, index < 1000 ? 50 : 150)],
  [
    'a way that was shorter for a time',
    (random, index) => jittered(random, index > 500 && index < 1000 ? 30 : 150),
  ],
])('%s does not hold it down for ever', (_, latency) => {
  const random = randomFrom(11);
  const after = levels(4000, (_underWay, index) => latency(random, index));
  expect(average(after.slice(2000))).toBeGreaterThan(48);
});

test('it is taken back, but not below 8, when answers slow down', () => {
  const level = new Level();
  levels(200, () => 50, level);
  expect(level.limit).toBe(HIGHEST_LEVEL);
  const after = levels(300, (underWay) => 50 + 10 * underWay, level);
  expect(Math.min(...after)).toBeLessThan(16);
  expect(Math.min(...after)).toBeGreaterThanOrEqual(FIRST_LEVEL);
});

test('nothing is added while fewer are under way than may be', () => {
  const level = new Level();
  for (let index = 0; index < 100; index++) {
    const mark = level.begin();
    level.answered(50, mark);
    level.end();
  }
  expect(level.limit).toBe(FIRST_LEVEL);
});

test.each([
  [50, 200, 11],
  [50, 10, 2],
  [200, 50, 11],
  [1000, 200, 64],
])(
  'a refusal that leaves %d requests a second at %d ms takes it back to %d',
  (rate, ms, expected) => {
    const level = new Level();
    levels(200, () => ms, level);
    level.refused(rate);
    expect(level.limit).toBe(expected);
  },
);

test('a refusal before any answer leaves it as it is, and a failure takes it back to 8', () => {
  const level = new Level();
  level.refused(1);
  expect(level.limit).toBe(FIRST_LEVEL);
  levels(200, () => 50, level);
  level.failed(level.limit);
  expect(level.limit).toBe(FIRST_LEVEL);
});
