import { ListSpec } from '../../contract/fields';
import { Query } from '../../contract/query';
import { rowReader } from '../../contract/recheck';
import { Row } from '../../contract/row';
import { unreadPart } from './unread';
import { KeptRows, differs, idOf, refuseRepeat } from './kept-rows';
import { Page } from './page';

/** The value in place of a row that is not wanted. */
const NOT_WANTED = null;

/**
 * Rows in memory, for code that works with all of them. The raw rows are not kept: they would
 * double the memory.
 */
export class RowsInMemory<T> implements KeptRows<T[]> {
  /** The rows by position; the keys are by position too. */
  private readonly rows: (T | typeof NOT_WANTED)[] = [];
  /** A row's ID, or the text of a row without one. Rows with different keys are different. */
  private readonly keys: string[] = [];
  /** For each row without an ID, the page that brought it. */
  private readonly pages = new Map<number, number>();
  /** The part of a raw row that its typed row lacks, where there is one. */
  private readonly unread = new Map<number, string>();

  /**
   * @param take returns the wanted part of a raw row, or undefined. Called for each page as it
   * arrives, it costs no time: the next page is still on its way.
   * @param unreadPart returns the part of the raw row that the taken one lacks
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
    // No other resources need to be freed.
  }

  /**
   * Returns the positions of rows without an ID that repeat an earlier row of the same page.
   * @throws Unsettled for any other repeated row
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

/** Returns a store for rows of a list's type that pass the query's filters. */
export function typedRowsInMemory(spec: ListSpec, query: Pick<Query, 'values'>): RowsInMemory<Row> {
  return new RowsInMemory(rowReader(spec, query), (raw, row) => unreadPart(spec, raw, row));
}

/**
 * Repeats are searched for in one part of the rows at a time: a map of all keys would be the
 * largest thing in memory.
 */
const PART_ROWS = 25_000;
const MOST_PARTS = 16;

/** The value in place of a position: the text of the first row with this key is already known. */
const COMPARED = -1;

/** Returns a text that is equal for equal rows only. */
function textOf(row: unknown, unread = ''): string {
  return `${JSON.stringify(row ?? NOT_WANTED)} ${unread}`;
}
