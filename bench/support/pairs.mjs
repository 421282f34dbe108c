import { summary } from './stats.mjs';

/**
 * Runs measurements in rounds, so that a drift in the machine's speed affects all of them. Every
 * second round runs backwards, so that no measurement always follows the same other one. With
 * `warmUp`, a first round only warms caches and is not counted.
 * @param measurements functions by name, each returning a number
 * @returns the samples of each name, one per round
 */
export function rounds(measurements, { runs, warmUp }) {
  const entries = Object.entries(measurements);
  const samples = Object.fromEntries(entries.map(([name]) => [name, []]));
  if (warmUp) for (const [, measure] of entries) measure();
  for (let round = 0; round < runs; round++) {
    for (const [name, measure] of round % 2 === 0 ? entries : [...entries].reverse()) {
      samples[name].push(measure());
    }
  }
  return samples;
}

/** Combines two samples of each round, as a ratio or a difference. */
export function paired(ours, theirs, combine) {
  return summary(ours.map((sample, round) => combine(sample, theirs[round])));
}

export const ratio = (a, b) => a / b;
export const difference = (a, b) => a - b;
