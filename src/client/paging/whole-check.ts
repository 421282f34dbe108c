import { PAGE_LIMIT } from '../../contract/fields';
import { KeptRows, Unsettled } from './kept-rows';
import { Page } from './page';

/**
 * Called with the number of rows that have arrived and the total. The number drops when the list is
 * read again.
 */
export type OnProgress = (rows: number, total: number) => void;

/**
 * Judges whether the pages of one reading make up a complete list, in whichever order they come
 * after the first. Every page has to report the same total, and exactly that many rows have to
 * arrive.
 */
export class WholeCheck<T> {
  private total = 0;
  /** The most rows that a page may have: the first page shows whether the server caps its pages. */
  private pageSize = PAGE_LIMIT;
  private placed = 0;

  constructor(
    private readonly rows: KeptRows<T>,
    private readonly onProgress?: OnProgress,
  ) {}

  /**
   * Takes the first page.
   * @throws Unsettled
   */
  public begin(first: Page): void {
    const count = first.rows.length;
    this.total = first.total;
    this.place(0, first);
    if (count === 0 && this.total > 0) {
      throw new Unsettled(`total_num is ${this.total}, but the first page is empty`);
    }
    if (count < this.total) this.pageSize = count;
  }

  /**
   * Takes a page of a segment that ends at a row; returns where the segment's next page begins, if
   * it takes one more.
   * @throws Unsettled
   */
  public take(offset: number, end: number, page: Page): number | undefined {
    if (page.total !== this.total) {
      throw new Unsettled(`total_num was ${this.total} and became ${page.total}`);
    }
    this.place(offset, page);
    const reached = offset + page.rows.length;
    const isEndProven = end < this.total || page.rows.length < this.pageSize;
    if (reached >= end && isEndProven) return undefined;
    // The next page would begin with the same row.
    if (page.rows.length < 2) {
      throw new Unsettled(`total_num is ${this.total}, but the list ends after ${reached} rows`);
    }
    return reached - 1;
  }

  /**
   * Returns the list, once all pages have been taken.
   * @throws Unsettled
   */
  public whole(): T {
    if (this.placed !== this.total) {
      throw new Unsettled(`total_num is ${this.total}, but ${this.placed} rows arrived`);
    }
    return this.rows.whole();
  }

  public discard(): void {
    this.rows.discard();
  }

  private place(offset: number, page: Page): void {
    if (offset + page.rows.length > this.total) {
      throw new Unsettled(
        `total_num is ${this.total}, but there are at least ${offset + page.rows.length} rows`,
      );
    }
    this.placed += this.rows.place(offset, page);
    this.onProgress?.(this.placed, this.total);
  }
}
