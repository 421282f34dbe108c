/**
 * The number of parallel requests before anything is measured, and the number at which a server's
 * latency is measured.
 */
export const FIRST_LEVEL = 8;

/** The most parallel requests of a process, whatever the number of lists and endpoints. */
export const HIGHEST_LEVEL = 64;

/**
 * Answers are slow if their latency exceeds the base by this factor and this many ms: jitter of ±30
 * % stays below.
 */
const SLOWER = 1.5;
const SLOWER_MS = 5;

/**
 * How much an answer adds to the level, and how much after answers have once been slow: the effect
 * is seen only later.
 */
const GROWTH = 1;
const LATER_GROWTH = 1 / 4;

/**
 * The weight of one answer in the smoothed latency, and the most that one answer counts, as a
 * multiple of that latency.
 */
const WEIGHT = 1 / 16;
const LONGEST_COUNTED = 2;

/**
 * Finds how many requests can run in parallel before answers slow down, as TCP Vegas does.
 *
 * Each answer adds one while the level is in full use and answers are no slower than the base, so
 * the level doubles every round trip at first. Slower answers reduce it in proportion. The base is
 * the lowest smoothed latency, or the latency of a round of answers at the first level. It is never
 * measured above that level: a server that works on one request at a time would raise its own base,
 * and with it the level, without end.
 */
export class Level {
  private highest: number;
  /** The level never rises above it. */
  private ceiling = HIGHEST_LEVEL;
  private underWay = 0;
  private growth = GROWTH;
  private base: number | undefined;
  private smoothed = 0;
  /** Answers to wait for before the level is reduced again: an effect shows after one round. */
  private untilNext = 0;
  /** Slow answers in a row at the first level, and their sum, ms. */
  private slowAnswers = 0;
  private slowSum = 0;

  constructor(first = FIRST_LEVEL) {
    this.highest = first;
  }

  /** The number of requests that may run in parallel. */
  public get limit(): number {
    return Math.floor(this.highest);
  }

  /** Whether another request may start. */
  public get hasRoom(): boolean {
    return this.underWay < this.limit;
  }

  /** @returns a mark to give to `answered`: the number of parallel requests, including this one */
  public begin(): number {
    return ++this.underWay;
  }

  /** Records that a request has ended. Its result has to be recorded before. */
  public end(): void {
    this.underWay--;
  }

  /**
   * Adapts to an answer.
   * @param ms from sending the request to the end of its answer
   */
  public answered(ms: number, mark: number): void {
    const inFullUse = !this.hasRoom;
    this.base ??= this.smoothed = ms;
    const counted = Math.min(ms, LONGEST_COUNTED * this.smoothed);
    this.smoothed += WEIGHT * (counted - this.smoothed);
    this.base = Math.min(this.base, this.smoothed);
    if (this.untilNext > 0) this.untilNext--;
    const bound = SLOWER * this.base + SLOWER_MS;
    if (this.smoothed > bound) {
      this.slower(ms, bound, mark);
      return;
    }
    this.slowAnswers = this.slowSum = 0;
    if (inFullUse) this.highest = Math.min(this.ceiling, this.highest + this.growth);
  }

  /** The number of requests in progress. */
  public get count(): number {
    return this.underWay;
  }

  /**
   * Adapts to a request that failed without an answer, or in a way that an overloaded server or
   * proxy fails. A failure of a request that began above the first level shows that the level may
   * be too high: from then on it stays at half of that or less, but not below the first level.
   */
  public failed(mark: number): void {
    this.highest = Math.min(this.highest, FIRST_LEVEL);
    if (mark <= FIRST_LEVEL) return;
    this.ceiling = Math.max(FIRST_LEVEL, Math.min(this.ceiling, Math.floor(mark / 2)));
    this.growth = LATER_GROWTH;
  }

  /**
   * Adapts to a refusal: reduces the level to what a rate needs.
   * @param rate requests a second
   */
  public refused(rate: number): void {
    if (this.base === undefined) return;
    const needed = Math.ceil((rate * this.smoothed) / 1000) + 1;
    this.highest = Math.min(this.highest, needed);
  }

  private slower(ms: number, bound: number, mark: number): void {
    this.growth = LATER_GROWTH;
    if (this.highest > FIRST_LEVEL) {
      if (this.untilNext > 0) return;
      this.untilNext = this.limit;
      this.highest = Math.max(FIRST_LEVEL, (this.highest * bound) / this.smoothed);
      return;
    }
    // Requests of a higher level may still be in progress.
    if (mark > FIRST_LEVEL) return;
    this.slowAnswers++;
    this.slowSum += ms;
    if (this.slowAnswers < FIRST_LEVEL) return;
    this.base = this.smoothed = this.slowSum / this.slowAnswers;
    this.slowAnswers = this.slowSum = 0;
  }
}
