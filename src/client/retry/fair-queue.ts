/**
 * A queue that serves its groups in rotation, and the items of a group in order: a large group does
 * not delay the others.
 */
export class FairQueue<T> {
  private readonly groups = new Map<object, T[]>();
  private count = 0;

  public get size(): number {
    return this.count;
  }

  public add(group: object, item: T): void {
    const items = this.groups.get(group);
    if (items === undefined) this.groups.set(group, [item]);
    else items.push(item);
    this.count++;
  }

  /** Takes the next item that may go. */
  public take(mayGo: (item: T) => boolean): T | undefined {
    for (const [group, items] of this.groups) {
      if (!mayGo(items[0])) continue;
      const [item] = items.splice(0, 1);
      this.count--;
      // The group moves behind the others.
      this.groups.delete(group);
      if (items.length > 0) this.groups.set(group, items);
      return item;
    }
    return undefined;
  }

  public remove(group: object, item: T): void {
    const items = this.groups.get(group) ?? [];
    const at = items.indexOf(item);
    if (at < 0) return;
    items.splice(at, 1);
    this.count--;
    if (items.length === 0) this.groups.delete(group);
  }

  /** Removes all items that match, and returns them. */
  public removeAll(matches: (item: T) => boolean): T[] {
    const found = [...this.groups].flatMap(([group, items]) =>
      items.filter(matches).map((item) => ({ group, item })),
    );
    found.forEach(({ group, item }) => this.remove(group, item));
    return found.map(({ item }) => item);
  }
}
