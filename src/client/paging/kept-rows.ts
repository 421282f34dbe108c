import { isRecord } from '../../contract/row';
import { Page } from './page';

/** The list moved, or its answers contradict each other: this reading is void. */
export class Unsettled extends Error {}

/** Where the rows of one reading are kept, until it is known whether they are a whole list. */
export interface KeptRows<T> {
  /**
   * Puts a page's rows where they belong; says how many of them were not there yet.
   * @throws Unsettled when another page had a different row in one of these places
   */
  place(offset: number, page: Page): number;
  /**
   * The list, once there is a row in every place.
   *
   * A row with an ID that stands twice, other than as the row that two pages share, stands where another one should.
   * Equal rows without an ID may be of as many things, which nothing tells apart: in one page they are one row; in two
   * pages they void the reading too, since those may not be of one list.
   * @throws Unsettled
   */
  whole(): T;
  /** Gives up what it holds: the reading is void. */
  discard(): void;
}

/** Rows in memory, for whoever works with all of them. */
export class RowsInMemory<T> implements KeptRows<T[]> {
  private readonly places = new RowPositions();
  private readonly taken: (T | undefined)[] = [];

  /**
   * @param take makes of a row what is wanted of it, or nothing. Done with each page as it comes, it costs no time: the next
   * page is still on its way.
   */
  constructor(private readonly take: (raw: unknown) => T | undefined) {}

  public place(offset: number, page: Page): number {
    return this.places.place(offset, page, (raw, position) => {
      this.taken[position] = this.take(raw);
    });
  }

  public whole(): T[] {
    const repeats = new Set(this.places.repeats());
    return this.taken.filter(
      (taken, position): taken is T => taken !== undefined && !repeats.has(position),
    );
  }

  public discard(): void {
    // Nobody else holds them.
  }
}

/** Which row stands where, and which page brought it. */
export class RowPositions {
  private readonly rows: unknown[] = [];
  /** Of each row, the first place in which its twin may stand. */
  private readonly twinsFrom: number[] = [];

  /**
   * Puts a page's rows where they belong; says how many of them were not there yet.
   * @param onNew told of each of those
   * @throws Unsettled
   */
  public place(
    offset: number,
    { rows }: Page,
    onNew?: (raw: unknown, position: number) => void,
  ): number {
    let placed = 0;
    rows.forEach((row, index) => {
      const position = offset + index;
      if (this.twinsFrom[position] === undefined) {
        this.rows[position] = row;
        this.twinsFrom[position] = twinsFrom(row, position, offset);
        placed += 1;
        onNew?.(row, position);
      } else if (JSON.stringify(this.rows[position]) !== JSON.stringify(row)) {
        throw differs(position);
      }
    });
    return placed;
  }

  /**
   * Where a row without an ID stands that stood before in the page that brought it.
   * @throws Unsettled for any other row that stood before
   */
  public repeats(): number[] {
    const found: number[] = [];
    const firstOfKey = new Map<string, number>();
    const latestOfText = new Map<string, number>();
    this.rows.forEach((row, position) => {
      const key = shortKey(row);
      const first = firstOfKey.get(key);
      if (first === undefined) {
        firstOfKey.set(key, position);
        return;
      }
      if (first !== COMPARED) {
        latestOfText.set(JSON.stringify(this.rows[first]), first);
        firstOfKey.set(key, COMPARED);
      }
      const text = JSON.stringify(row);
      const twin = latestOfText.get(text);
      latestOfText.set(text, position);
      if (twin === undefined) return;
      refuseRepeat(position, this.twinsFrom[position], twin);
      found.push(position);
    });
    return found;
  }
}

export function differs(position: number): Unsettled {
  return new Unsettled(`row ${position + 1} was not the same in two pages`);
}

/**
 * The first place in which a twin of a row may stand before it: in the page that brought it, or nowhere, when an ID says
 * that there is only one of it.
 */
export function twinsFrom(row: unknown, position: number, page: number): number {
  return idOf(row) === undefined ? page : position;
}

/** @throws Unsettled when a row's twin stands where it may not */
export function refuseRepeat(position: number, from: number, twin: number): void {
  if (twin < from) throw new Unsettled(`row ${twin + 1} came again as row ${position + 1}`);
}

/** In place of a position: the first row of this key is among the texts already. */
const COMPARED = -1;

/** Cheaper than the whole row, and different for most rows; equal keys are compared in full. */
function shortKey(row: unknown): string {
  return idOf(row) ?? JSON.stringify(row);
}

/** What HSS tells the thing by that a row is about. One thing may have several rows, but not the same one twice. */
export const ID_FIELDS = ['id', 'image_id', 'registry_id'];

function idOf(row: unknown): string | undefined {
  if (!isRecord(row)) return undefined;
  const found = ID_FIELDS.find((field) => typeof row[field] === 'string' && row[field] !== '');
  return found === undefined ? undefined : (row[found] as string);
}
