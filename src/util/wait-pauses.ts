/** First pause between two queries, and the longest. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The pauses while waiting for a change: one second, then 1.5 times the previous pause, up to 30
 * seconds. The last pause ends with the wait.
 */
export class WaitPauses {
  private pause = FIRST_PAUSE_MS;

  /**
   * @param end end of the wait, in ms since 1970
   * @param now the clock
   */
  constructor(
    public readonly end: number,
    private readonly now: () => number,
  ) {}

  /**
   * Returns the length of the next pause in ms. Undefined after the end of the wait.
   * @param askedAt time of the latest answered query. By default now. If it was before the end of
   * the wait, there is another query, even if the answer was read after the end.
   */
  public next(askedAt = this.now()): number | undefined {
    if (askedAt >= this.end) return undefined;
    const pause = Math.max(0, Math.min(this.pause, this.end - this.now()));
    this.pause = Math.min(this.pause * 1.5, LONGEST_PAUSE_MS);
    return pause;
  }
}
