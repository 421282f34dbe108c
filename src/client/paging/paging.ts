import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { HssError } from '../../contract/error';
import { MAX_OFFSET, PAGE_LIMIT } from '../../contract/fields';
import { KeptRows, Unsettled } from './kept-rows';
import { Page } from './page';
import { PAUSES, Pauses } from '../retry/pauses';

/** Fetches the page that begins at an offset. What has arrived is read when the function that it comes to is called. */
export type FetchPage = (offset: number) => Promise<() => Page>;

/** A part of the list on its way: the page that it begins with. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly page: Promise<() => Page>;
}

export interface PagingLimits {
  /** Pages under way at once. */
  readonly concurrency: number;
  /** More rows than this are an error, never a cut list. */
  readonly maxRows: number;
  readonly pauses?: Pauses;
}

/** How often a list is read anew before it counts as one that never settles. */
export const MAX_READINGS = 6;

/** Hears how many of how many rows have arrived; fewer than before when the list is read anew. */
export type OnProgress = (rows: number, total: number) => void;

/**
 * Reads a whole list, in order, or fails.
 *
 * Pages overlap by one row, and the row that two pages share must be the same in both: so a list that
 * moved between two requests is noticed even when as many rows came as went. Every page must tell the same
 * total, and exactly that many rows must arrive. Where anything disagrees, the list is read anew.
 * @param keep makes what keeps the rows of one reading
 * @throws HSS_TOO_MANY_ROWS, HSS_UNSTABLE_LIST, and what `fetch` throws
 */
export async function readWholeListInto<T>(
  fetch: FetchPage,
  limits: PagingLimits,
  keep: () => KeptRows<T>,
  onProgress?: OnProgress,
): Promise<T> {
  const { firstReading, longestReading } = limits.pauses ?? PAUSES;
  const readings = retry(handleType(Unsettled), {
    maxAttempts: MAX_READINGS - 1,
    backoff: new ExponentialBackoff({ initialDelay: firstReading, maxDelay: longestReading }),
  });
  try {
    return await readings.execute(async () => {
      const rows = keep();
      try {
        await new Reading(fetch, limits, rows, onProgress).run();
        return rows.whole();
      } catch (error) {
        rows.discard();
        throw error;
      }
    });
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
  private total = 0;
  /** The most rows that a page may have, by what the first one shows of a server that caps its pages. */
  private pageSize = PAGE_LIMIT;
  private placed = 0;

  constructor(
    private readonly fetch: FetchPage,
    private readonly limits: PagingLimits,
    private readonly rows: KeptRows<unknown>,
    private readonly onProgress: OnProgress | undefined,
  ) {}

  public async run(): Promise<void> {
    const first = (await this.fetch(0))();
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
    const ask = (): Segment | undefined => {
      if (failure !== undefined || next >= offsets.length) return undefined;
      const start = offsets[next++];
      const page = this.fetch(start);
      // It is waited for later; what becomes of it until then is nobody's.
      page.catch(() => undefined);
      return { start, end: Math.min(start + step + 1, this.total), page };
    };
    const runner = async (): Promise<void> => {
      for (let segment = ask(), following: Segment | undefined; segment; segment = following) {
        following = undefined;
        try {
          const read = await segment.page;
          // Reading takes time in which the next page can be on its way: first of all its request goes out.
          following = ask();
          await nextTurn();
          if (failure === undefined) await this.readSegment(segment, read());
        } catch (thrown) {
          failure ??= thrown;
        }
      }
    };
    await Promise.all(Array.from({ length: this.limits.concurrency }, runner));
    if (failure !== undefined) throw failure as Error;
  }

  /** Reads a segment from its first page to its end, by as many pages as the server makes of it. */
  private async readSegment({ start, end }: Segment, first: Page): Promise<void> {
    for (let offset = start, page = first; ; page = (await this.fetch(offset))()) {
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
    this.placed += this.rows.place(offset, page);
    this.onProgress?.(this.placed, this.total);
  }
}
