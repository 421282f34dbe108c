/**
 * Decides which images share the lists of a project's vulnerabilities: those of a run, but for one whose rows were asked for again.
 * HSS may have scanned it meanwhile, and lists of before would not know what the scan found. Does no I/O.
 */
export class ProjectRounds {
  /** When each round of listings began, ms since 1970. */
  private readonly begun: number[] = [];

  /** @param now the clock */
  constructor(private readonly now: () => number) {}

  /**
   * Returns the number of the round that an image shares; it begins now where there is none.
   * @param askedAgainAt when the rows of the image were asked for again; none for the first time
   */
  public roundFor(askedAgainAt: number | undefined): number {
    const found = this.begun.findIndex((at) => askedAgainAt === undefined || at >= askedAgainAt);
    if (found >= 0) return found;
    return this.begun.push(this.now()) - 1;
  }
}
