/** A value and how often it was seen. */
export interface Counted<T = string> {
  readonly value: T;
  readonly count: number;
}

/** Values that are kept apart; later ones are only counted. Hostile rows may hold thousands. */
const MAX_KEPT = 1000;

/** Counts texts. Memory and output stay small, however many there are. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private others = 0;

  public add(value: string, count = 1): void {
    const known = this.counts.get(value);
    if (known === undefined && this.counts.size >= MAX_KEPT) this.others += count;
    else this.counts.set(value, (known ?? 0) + count);
  }

  /** The most frequent values, at most `max` of them, and how often any other was seen. */
  public report(max: number): { readonly values: Counted[]; readonly others: number } {
    const sorted = [...this.counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    const rest = sorted.slice(max).reduce((sum, { count }) => sum + count, this.others);
    return { values: sorted.slice(0, max), others: rest };
  }
}
