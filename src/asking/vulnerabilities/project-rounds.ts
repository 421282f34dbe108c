/**
 * Decides which images share the lists of a project's vulnerabilities. All images of a run do,
 * except one whose rows were asked for again: HSS may have scanned it meanwhile, and older lists
 * would lack the findings of that scan. Does no I/O.
 */
export class ProjectRounds {
  /** The start of each round of listings, ms since 1970. */
  private readonly begun: number[] = [];
  /** The round that was started because images had vulnerabilities that older lists lack. */
  private renewal: number | undefined;

  /** @param now the clock */
  constructor(private readonly now: () => number) {}

  /**
   * Returns the number of the round that an image shares; starts one if there is none.
   * @param askedAgainAt when the rows of the image were asked for again, ms since 1970; undefined
   * the first time
   */
  public roundFor(askedAgainAt: number | undefined): number {
    const found = this.begun.findIndex((at) => askedAgainAt === undefined || at >= askedAgainAt);
    if (found >= 0) return found;
    return this.begin();
  }

  /**
   * Returns the round to ask for vulnerabilities that an image's own round lacks: HSS may have
   * scanned the image since. A run starts only one such round.
   * @param rowsAskedAt when the rows of the image were asked for, ms since 1970
   * @param isIncomplete returns whether the image's round lacks one of its vulnerabilities
   * @returns undefined if another round would not help
   */
  public renewed(
    round: number,
    rowsAskedAt: number,
    isIncomplete: () => boolean,
  ): number | undefined {
    if (this.begun[round] >= rowsAskedAt || !isIncomplete()) return undefined;
    this.renewal ??= this.begin();
    return this.renewal > round ? this.renewal : undefined;
  }

  private begin(): number {
    return this.begun.push(this.now()) - 1;
  }
}
