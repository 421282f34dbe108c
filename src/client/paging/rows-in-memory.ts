import { ListSpec } from '../../contract/fields';
import { Query } from '../../contract/query';
import { rowReader } from '../../contract/recheck';
import { Row } from '../../contract/row';
import { unreadPart } from './unread';
import { KeptRows, differs, idOf, refuseRepeat } from './kept-rows';
import { Page } from './page';

/** In place of a row that is not wanted. */
const NOT_WANTED = null;

/** Rows in memory, for code that works with all of them. The raw rows are not kept: they would take as much room again. */
export class RowsInMemory<T> implements KeptRows<T[]> {
  /** By position, as are the keys. */
  private readonly rows: (T | typeof NOT_WANTED)[] = [];
  /** A row's ID, or for a row without one its text. Rows with different keys are different. */
  private readonly keys: string[] = [];
  /** Of rows without an ID, the page that brought it. */
  private readonly pages = new Map<number, number>();
  /** What some rows do not say of the raw row. */
  private readonly unread = new Map<number, string>();

  /**
   * @param take what is wanted of a raw row, or nothing. Done with each page as it comes, it costs no time: the next page is
   * still under way.
   * @param unreadPart what that does not say of the raw row
   */
  constructor(
    private readonly take: (raw: unknown) => T | undefined,
    private readonly unreadPart: (raw: unknown, taken: T | undefined) => string | undefined,
  ) {}

  public place(offset: number, { rows }: Page): number {
    let placed = 0;
    for (let index = 0; index < rows.length; index += 1) {
      const raw = rows[index];
      const position = offset + index;
      const row = this.take(raw);
      const unread = this.unreadPart(raw, row);
      if (this.keys[position] !== undefined) {
        if (this.textAt(position) !== textOf(row, unread)) throw differs(position);
        continue;
      }
      const id = idOf(raw);
      this.keys[position] = id ?? textOf(row, unread);
      if (id === undefined) this.pages.set(position, offset);
      this.rows[position] = row ?? NOT_WANTED;
      if (unread !== undefined) this.unread.set(position, unread);
      placed += 1;
    }
    return placed;
  }

  public whole(): T[] {
    const repeats = this.repeats();
    return this.rows.filter(
      (row, position): row is T => row !== NOT_WANTED && !repeats.has(position),
    );
  }

  public discard(): void {
    // Nothing else holds them.
  }

  /**
   * Positions of rows without an ID that stood before in the page that brought them.
   * @throws Unsettled for any other row that stood before
   */
  private repeats(): ReadonlySet<number> {
    const found = new Set<number>();
    const parts = Math.min(MOST_PARTS, Math.ceil(this.keys.length / PART_ROWS));
    for (let part = 0; part < parts; part += 1) {
      this.findRepeats(found, (key) => key.charCodeAt(key.length - 1) % parts === part);
    }
    return found;
  }

  private findRepeats(found: Set<number>, isInPart: (key: string) => boolean): void {
    const firstOfKey = new Map<string, number>();
    const latestOfText = new Map<string, number>();
    this.keys.forEach((key, position) => {
      if (!isInPart(key)) return;
      const first = firstOfKey.get(key);
      if (first === undefined) {
        firstOfKey.set(key, position);
        return;
      }
      if (first !== COMPARED) {
        latestOfText.set(this.textAt(first), first);
        firstOfKey.set(key, COMPARED);
      }
      const text = this.textAt(position);
      const twin = latestOfText.get(text);
      latestOfText.set(text, position);
      if (twin === undefined) return;
      refuseRepeat(position, this.pages.get(position) ?? position, twin);
      found.add(position);
    });
  }

  private textAt(position: number): string {
    return textOf(this.rows[position], this.unread.get(position));
  }
}

/** Rows of a list's type that pass the query's filters. */
export function typedRowsInMemory(spec: ListSpec, query: Pick<Query, 'values'>): RowsInMemory<Row> {
  return new RowsInMemory(rowReader(spec, query), (raw, row) => unreadPart(spec, raw, row));
}

/** Repeats are looked for in a part of the rows at a time: a map of all keys would be the largest thing in memory. */
const PART_ROWS = 25_000;
const MOST_PARTS = 16;

/** In place of a position: the first row of this key is among the texts already. */
const COMPARED = -1;

/** What tells a row from all others. */
function textOf(row: unknown, unread = ''): string {
  return `${JSON.stringify(row ?? NOT_WANTED)} ${unread}`;
}
