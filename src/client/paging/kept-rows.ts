import { isRecord } from '../../contract/row';
import { Page } from './page';

/** The list changed, or its pages contradict each other: this reading is invalid. */
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
  /** Frees what it holds, because the reading is invalid. */
  discard(): void;
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

/** What HSS tells the thing by that a row is about. One thing may have several rows, but not the same one twice. */
export const ID_FIELDS = ['id', 'image_id', 'registry_id'];

export function idOf(row: unknown): string | undefined {
  if (!isRecord(row)) return undefined;
  for (const field of ID_FIELDS) {
    const id = row[field];
    if (typeof id === 'string' && id !== '') return id;
  }
  return undefined;
}
