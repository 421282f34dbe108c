import { isRecord } from '../../contract/row';
import { Page } from './page';

/** The list changed, or its pages contradict each other: this reading is invalid. */
export class Unsettled extends Error {}

/** A store for the rows of one reading, until they are known to be a complete list. */
export interface KeptRows<T> {
  /**
   * Stores a page's rows at their positions; returns how many of these positions were empty.
   * @throws Unsettled when another page had a different row at one of these positions
   */
  place(offset: number, page: Page): number;
  /**
   * Returns the list, once there is a row at every position.
   *
   * A row with an ID that comes twice, other than as the row that two pages share, takes the place
   * of a missing one. Equal rows without an ID may be about different things, but can't be told
   * apart: in one page they are merged into one row; in two pages they also invalidate the reading,
   * since the pages may be of different lists.
   * @throws Unsettled
   */
  whole(): T;
  /** Frees its resources, because the reading is invalid. */
  discard(): void;
}

export function differs(position: number): Unsettled {
  return new Unsettled(`row ${position + 1} was not the same in two pages`);
}

/**
 * Returns the first position at which an equal row is allowed before this one: in the page that
 * brought it, or nowhere for a row with an ID, which is unique.
 */
export function twinsFrom(row: unknown, position: number, page: number): number {
  return idOf(row) === undefined ? page : position;
}

/** @throws Unsettled when an equal row comes before the first allowed position */
export function refuseRepeat(position: number, from: number, twin: number): void {
  if (twin < from) throw new Unsettled(`row ${twin + 1} came again as row ${position + 1}`);
}

/**
 * The fields that identify what a row is about. There may be several rows about one thing, but not
 * the same row twice.
 */
export const ID_FIELDS = ['id', 'image_id', 'registry_id'];

export function idOf(row: unknown): string | undefined {
  if (!isRecord(row)) return undefined;
  for (const field of ID_FIELDS) {
    const id = row[field];
    if (typeof id === 'string' && id !== '') return id;
  }
  return undefined;
}
