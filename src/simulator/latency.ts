import { pickNumber } from './data/pick';

const STEPS = 10_000;
const SALT = 77;

/** The delays of answers: a latency that varies by up to the jitter in a fixed sequence. */
export class Latency {
  private count = 0;

  constructor(
    private readonly ms: number,
    private readonly jitterMs: number,
  ) {}

  /** Returns the delay of the next answer, ms. */
  public next(): number {
    const part = pickNumber(this.count++, SALT, STEPS + 1) / STEPS;
    return this.ms + this.jitterMs * (2 * part - 1);
  }
}
