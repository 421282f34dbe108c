/** A value and the number of its occurrences. */
export interface Counted<T = string> {
  readonly value: T;
  readonly count: number;
}

/** The most distinct values; further ones are only counted. Hostile rows may have thousands. */
const MAX_KEPT = 1000;

/** Counts texts, with bounded memory and output. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private others = 0;

  public add(value: string, count = 1): void {
    const known = this.counts.get(value);
    if (known === undefined && this.counts.size >= MAX_KEPT) this.others += count;
    else this.counts.set(value, (known ?? 0) + count);
  }

  /** Returns the most frequent values, at most `max`, and the number of all other occurrences. */
  public report(max: number): { readonly values: Counted[]; readonly others: number } {
    const sorted = [...this.counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    const rest = sorted.slice(max).reduce((sum, { count }) => sum + count, this.others);
    return { values: sorted.slice(0, max), others: rest };
  }
}
