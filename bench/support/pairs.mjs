import { summary } from './stats.mjs';

/**
 * Runs measurements in turn, a round after the other, so that a machine whose speed drifts slows all of them; every second
 * round backwards, so that none always comes after the same other. The first round only warms caches, and is not counted.
 * @param measurements functions by name, each giving a number
 * @returns of each name its samples, a sample a round
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

/** What two samples of each round make together, as a ratio or a difference. */
export function paired(ours, theirs, combine) {
  return summary(ours.map((sample, round) => combine(sample, theirs[round])));
}

export const ratio = (a, b) => a / b;
export const difference = (a, b) => a - b;
