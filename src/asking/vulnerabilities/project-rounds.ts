/**
 * Decides which images share the lists of a project's vulnerabilities: those of a run, but for one whose rows were asked for again.
 * HSS may have scanned it meanwhile, and lists of before would not know what the scan found. Does no I/O.
 */
export class ProjectRounds {
  /** When each round of listings began, ms since 1970. */
  private readonly begun: number[] = [];
  /** The round that was begun because images had vulnerabilities that the lists of before lack. */
  private renewal: number | undefined;

  /** @param now the clock */
  constructor(private readonly now: () => number) {}

  /**
   * Returns the number of the round that an image shares; it begins now where there is none.
   * @param askedAgainAt when the rows of the image were asked for again; none for the first time
   */
  public roundFor(askedAgainAt: number | undefined): number {
    const found = this.begun.findIndex((at) => askedAgainAt === undefined || at >= askedAgainAt);
    if (found >= 0) return found;
    return this.begin();
  }

  /**
   * Returns the round in which an image finds vulnerabilities that its own round lacks: HSS may have scanned it since. A run
   * begins only one such round.
   * @param rowsAskedAt when the rows of the image were asked for, ms since 1970
   * @param isIncomplete whether its round lacks a vulnerability of it
   * @returns undefined where there is no use in another round
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
