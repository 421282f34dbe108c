/**
 * The number of images that are asked for by name: that takes few requests, and a listing may take more. Paths mostly divide in
 * two ways, so these and the listing's first page are under way together (`FIRST_LEVEL` in `client/retry/level.ts`).
 */
const FEW = 3;

/**
 * Decides which images share one listing of a whole project, and which are asked for by name: the first few, those that
 * can't wait for others, and one that would have the listing to itself. Does no I/O.
 */
export class ListingAudience {
  /** What is asked by name already, or was: asking it again costs nothing. */
  private readonly named = new Set<string>();
  private readonly sharing = new Set<string>();

  /**
   * Adds an image.
   * @param question equal for images that ask the same by name
   * @returns whether it shares the listing; false for one that is to be asked for by name
   */
  public join(question: string): boolean {
    if (this.sharing.has(question)) return true;
    if (this.named.has(question)) return false;
    const shares = this.named.size >= FEW;
    (shares ? this.sharing : this.named).add(question);
    return shares;
  }

  /** Whether an image shares the listing. */
  public has(question: string): boolean {
    return this.sharing.has(question);
  }

  /** Notes that an image is asked for by name after all. */
  public leave(question: string): void {
    this.sharing.delete(question);
    this.named.add(question);
  }

  /** Whether the listing serves different images, and so costs less than asking for each. */
  public get isWorthListing(): boolean {
    return this.sharing.size > 1;
  }
}
