import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { HssError } from '../contract/error';
import { MAX_OFFSET, PAGE_LIMIT } from '../contract/fields';
import { isRecord } from '../contract/row';
import { Page } from './page';

/** Reads the page that begins at an offset. */
export type FetchPage = (offset: number) => Promise<Page>;

export interface PagingLimits {
  /** Pages under way at once. */
  readonly concurrency: number;
  /** More rows than this are an error, never a cut list. */
  readonly maxRows: number;
}

/** How often a list is read anew before it counts as one that never settles. */
export const MAX_READINGS = 6;

/** The list moved, or its answers contradict each other: this reading is void. */
class Unsettled extends Error {}

/**
 * Reads a whole list, in order, or fails.
 *
 * Pages overlap by one row, and the row that two pages share must be the same in both: so a list that
 * moved between two requests is noticed even when as many rows came as went. Every page must tell the same
 * total, and exactly that many rows must arrive. Where anything disagrees, the list is read anew.
 * @throws HSS_TOO_MANY_ROWS, HSS_UNSTABLE_LIST, and what `fetch` throws
 */
export async function readWholeList(fetch: FetchPage, limits: PagingLimits): Promise<unknown[]> {
  const readings = retry(handleType(Unsettled), {
    maxAttempts: MAX_READINGS - 1,
    backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 2000 }),
  });
  try {
    return await readings.execute(() => new Reading(fetch, limits).run());
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    throw new HssError(
      'HSS_UNSTABLE_LIST',
      `the list could not be read whole in ${MAX_READINGS} readings: ${error.message}`,
      { advice: 'try again when fewer rows change, or narrow the query' },
    );
  }
}

/** One attempt to read the list. */
class Reading {
  private readonly rows: unknown[] = [];
  /** Of each row, the offset of the page that it came with first. */
  private readonly pageOfRow: number[] = [];
  private total = 0;
  /** The most rows that a page may have, by what the first one shows of a server that caps its pages. */
  private pageSize = PAGE_LIMIT;
  private placed = 0;

  constructor(
    private readonly fetch: FetchPage,
    private readonly limits: PagingLimits,
  ) {}

  public async run(): Promise<unknown[]> {
    const first = await this.fetch(0);
    this.total = first.total;
    this.refuseTooMany();
    this.place(0, first);
    const count = first.rows.length;
    if (count === 0 && this.total > 0) {
      throw new Unsettled(`total_num is ${this.total}, but the first page is empty`);
    }
    if (count < this.total) this.pageSize = count;
    // A full page is no proof of the end, even where the total agrees with it.
    if (count < this.total || count === PAGE_LIMIT) await this.readRest(count);
    if (this.placed !== this.total) {
      throw new Unsettled(`total_num is ${this.total}, but ${this.placed} rows arrived`);
    }
    return this.withoutRepeats();
  }

  private refuseTooMany(): void {
    const most = Math.min(this.limits.maxRows, MAX_OFFSET + PAGE_LIMIT);
    if (this.total <= most) return;
    throw new HssError(
      'HSS_TOO_MANY_ROWS',
      `${this.total} rows match, and at most ${most} are read`,
      { advice: 'narrow the query, or raise maxRows (HSS’s offsets end at 2000200 rows)' },
    );
  }

  /** Reads what the first page left, several segments at once; each begins with a row that is known by another page too. */
  private async readRest(firstCount: number): Promise<void> {
    const step = Math.max(1, firstCount - 1);
    const offsets: number[] = [];
    for (let offset = firstCount - 1; ; offset += step) {
      offsets.push(offset);
      if (offset + step + 1 >= this.total) break;
    }
    let next = 0;
    let failure: unknown;
    const runner = async (): Promise<void> => {
      while (failure === undefined && next < offsets.length) {
        const offset = offsets[next++];
        try {
          await this.readSegment(offset, Math.min(offset + step + 1, this.total));
        } catch (thrown) {
          failure ??= thrown;
        }
      }
    };
    await Promise.all(Array.from({ length: this.limits.concurrency }, runner));
    if (failure !== undefined) throw failure as Error;
  }

  /** Reads from an offset until `end`, by as many pages as the server makes of it. */
  private async readSegment(start: number, end: number): Promise<void> {
    for (let offset = start; ;) {
      const page = await this.fetch(offset);
      if (page.total !== this.total) {
        throw new Unsettled(`total_num was ${this.total} and became ${page.total}`);
      }
      this.place(offset, page);
      const reached = offset + page.rows.length;
      const endProven = end < this.total || page.rows.length < this.pageSize;
      if (reached >= end && endProven) return;
      if (reached < end && page.rows.length < 2) {
        throw new Unsettled(`total_num is ${this.total}, but the list ends after ${reached} rows`);
      }
      offset = reached - 1;
    }
  }

  private place(offset: number, page: Page): void {
    if (offset + page.rows.length > this.total) {
      throw new Unsettled(
        `total_num is ${this.total}, but there are at least ${offset + page.rows.length} rows`,
      );
    }
    page.rows.forEach((row, index) => {
      const position = offset + index;
      if (this.pageOfRow[position] === undefined) {
        this.rows[position] = row;
        this.pageOfRow[position] = offset;
        this.placed += 1;
      } else if (JSON.stringify(this.rows[position]) !== JSON.stringify(row)) {
        throw new Unsettled(`row ${position + 1} was not the same in two pages`);
      }
    });
  }

  /**
   * A row that stands twice in one page is twice in HSS's list, and one of them is enough. One that stands
   * in two pages, other than as their shared row, shows that the pages are not of one list: another row may
   * be in none.
   */
  private withoutRepeats(): unknown[] {
    const firstOfKey = new Map<string, number>();
    const latestOfText = new Map<string, number>();
    return this.rows.filter((row, position) => {
      const key = shortKey(row);
      const first = firstOfKey.get(key);
      if (first === undefined) {
        firstOfKey.set(key, position);
        return true;
      }
      if (first !== COMPARED) {
        latestOfText.set(JSON.stringify(this.rows[first]), first);
        firstOfKey.set(key, COMPARED);
      }
      const text = JSON.stringify(row);
      const twin = latestOfText.get(text);
      latestOfText.set(text, position);
      if (twin === undefined) return true;
      // The page that brought this row began after its twin.
      if (this.pageOfRow[position] > twin) {
        throw new Unsettled(`row ${twin + 1} came again as row ${position + 1}`);
      }
      return false;
    });
  }
}

/** In place of a position: the first row of this key is among the texts already. */
const COMPARED = -1;

/** Cheaper than the whole row, and different for most rows; equal keys are compared in full. */
function shortKey(row: unknown): string {
  if (!isRecord(row)) return JSON.stringify(row);
  const { id, image_id, registry_id } = row;
  const key = id ?? image_id ?? registry_id;
  return typeof key === 'string' ? key : JSON.stringify(row);
}
