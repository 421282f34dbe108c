import { Latency } from '../../src/simulator/latency';

test('answers wait by the jitter more or less, in the same order each time', () => {
  const waits = (latency: Latency): number[] => Array.from({ length: 1000 }, () => latency.next());
  const first = waits(new Latency(100, 30));
  expect(waits(new Latency(100, 30))).toEqual(first);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(70);
  expect(Math.min(...first)).toBeLessThan(75);
  expect(Math.max(...first)).toBeLessThanOrEqual(130);
  expect(Math.max(...first)).toBeGreaterThan(125);
  expect(first.reduce((sum, ms) => sum + ms) / 1000).toBeCloseTo(100, -0.5);
});

test('without a jitter all answers wait alike', () => {
  const latency = new Latency(20, 0);
  expect([latency.next(), latency.next()]).toEqual([20, 20]);
});
