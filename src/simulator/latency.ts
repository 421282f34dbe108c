import { pickNumber } from './data/pick';

const STEPS = 10_000;
const SALT = 77;

/** How long answers wait: a latency and up to so much more or less, in the same order each time. */
export class Latency {
  private count = 0;

  constructor(
    private readonly ms: number,
    private readonly jitterMs: number,
  ) {}

  /** The next answer's wait, ms. */
  public next(): number {
    const part = pickNumber(this.count++, SALT, STEPS + 1) / STEPS;
    return this.ms + this.jitterMs * (2 * part - 1);
  }
}
