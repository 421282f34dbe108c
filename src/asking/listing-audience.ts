/**
 * The number of images that are asked for by name: a few requests, where a listing may take more.
 * Most paths split into two names, so these queries and the listing's first page run at the same
 * time (`FIRST_LEVEL` in `client/retry/level.ts`).
 */
const FEW = 3;

/**
 * Decides which images share one listing of a whole project. The first few are asked for by name,
 * and so are those that can't wait for others and an image that would have the listing to itself.
 * Does no I/O.
 */
export class ListingAudience {
  /** The images that are or were asked for by name: asking for them again costs nothing. */
  private readonly named = new Set<string>();
  private readonly sharing = new Set<string>();

  /**
   * Adds an image.
   * @param question equal for images with the same queries by name
   * @returns whether the image shares the listing; false if it has to be asked for by name
   */
  public join(question: string): boolean {
    if (this.sharing.has(question)) return true;
    if (this.named.has(question)) return false;
    const shares = this.named.size >= FEW;
    (shares ? this.sharing : this.named).add(question);
    return shares;
  }

  /** Returns whether an image shares the listing. */
  public has(question: string): boolean {
    return this.sharing.has(question);
  }

  /** Records that an image is asked for by name after all. */
  public leave(question: string): void {
    this.sharing.delete(question);
    this.named.add(question);
  }

  /** Whether several images share the listing, so that it costs less than asking for each. */
  public get isWorthListing(): boolean {
    return this.sharing.size > 1;
  }
}
