/** Requests under way at once before anything is known, and the number at which a server's latency is measured. */
export const FIRST_LEVEL = 8;

/** Requests that a process has under way at once, at most, whatever the number of lists and endpoints. */
export const HIGHEST_LEVEL = 64;

/** Answers are slower than the base beyond this factor and this many ms: jitter of ±30 % stays below. */
const SLOWER = 1.5;
const SLOWER_MS = 5;

/** What an answer adds to the level, and what it adds once answers have been slower: the effect is seen only later. */
const GROWTH = 1;
const LATER_GROWTH = 1 / 4;

/** Weight of one answer in the smoothed latency, and how many times that latency one answer counts at most. */
const WEIGHT = 1 / 16;
const LONGEST_COUNTED = 2;

/**
 * Finds how many requests can be under way at once before answers slow down, as TCP Vegas does.
 *
 * Each answer adds one while the level is in full use and answers are no slower than the base, so the level
 * doubles every round trip at first. Slower answers take it back in proportion. The base is the lowest smoothed latency, or
 * what a round of answers took at the first level. It is never measured above that level: a server that works on
 * one request at a time would raise its own base, and with it the level, without end.
 */
export class Level {
  private highest: number;
  /** The level never rises above it. */
  private ceiling = HIGHEST_LEVEL;
  private underWay = 0;
  private growth = GROWTH;
  private base: number | undefined;
  private smoothed = 0;
  /** Answers to wait for before the level is taken back again: an effect shows after one round. */
  private untilNext = 0;
  /** Slow answers in a row at the first level, and their sum, ms. */
  private slowAnswers = 0;
  private slowSum = 0;

  constructor(first = FIRST_LEVEL) {
    this.highest = first;
  }

  /** Requests that may be under way at once. */
  public get limit(): number {
    return Math.floor(this.highest);
  }

  /** Whether another request may be under way. */
  public get hasRoom(): boolean {
    return this.underWay < this.limit;
  }

  /** @returns a mark to give to `answered`: how many requests are under way with this one */
  public begin(): number {
    return ++this.underWay;
  }

  /** A request is no longer under way. What it came to is to be told before. */
  public end(): void {
    this.underWay--;
  }

  /**
   * Learns from an answer.
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

  /** Requests under way. */
  public get count(): number {
    return this.underWay;
  }

  /**
   * Learns that a request failed without an answer, or in a way that an overloaded server or proxy fails. One that began
   * above the first level shows that the level may be too high: it stays below half of that from then on.
   */
  public failed(mark: number): void {
    this.highest = Math.min(this.highest, FIRST_LEVEL);
    if (mark <= FIRST_LEVEL) return;
    this.ceiling = Math.max(FIRST_LEVEL, Math.min(this.ceiling, Math.floor(mark / 2)));
    this.growth = LATER_GROWTH;
  }

  /**
   * Learns from a refusal: takes the level back to what a rate needs.
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
    // Others are still under way that a higher level let go.
    if (mark > FIRST_LEVEL) return;
    this.slowAnswers++;
    this.slowSum += ms;
    if (this.slowAnswers < FIRST_LEVEL) return;
    this.base = this.smoothed = this.slowSum / this.slowAnswers;
    this.slowAnswers = this.slowSum = 0;
  }
}
