/** First pause between two questions, and the longest. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The pauses of a wait for something that changes by itself: a second, then half as long again each time, up to half a
 * minute. The last one ends with the wait.
 */
export class WaitPauses {
  private pause = FIRST_PAUSE_MS;

  /**
   * @param end when the wait is over, ms since 1970
   * @param now the clock
   */
  constructor(
    public readonly end: number,
    private readonly now: () => number,
  ) {}

  /**
   * Returns the length of the next pause in ms; undefined once the wait is over.
   * @param askedAt when the question was asked whose answer is known; by default now. An answer of before the end may be
   * read long after it, and is then asked for once more.
   */
  public next(askedAt = this.now()): number | undefined {
    if (askedAt >= this.end) return undefined;
    const pause = Math.max(0, Math.min(this.pause, this.end - this.now()));
    this.pause = Math.min(this.pause * 1.5, LONGEST_PAUSE_MS);
    return pause;
  }
}
