import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { HssError } from '../../contract/error';
import { ArrivalCount } from './arrival-count';
import { KeptRows, Unsettled } from './kept-rows';
import { ArrivedPage, FetchPage } from './page';
import { PAUSES, Pauses } from '../retry/pauses';
import { Segment, refuseTooMany, segmentsAfter } from './segments';
import { OnProgress, WholeCheck } from './whole-check';

export interface PagingLimits {
  /**
   * Pages asked for at once. How many requests are in progress is decided elsewhere
   * (`retry/level.ts`).
   */
  readonly concurrency: number;
  /** More rows than this are an error, never a cut list. */
  readonly maxRows: number;
  readonly pauses?: Pauses;
}

/** Takes the pages of one reading. */
export interface PageTaker<T> {
  /**
   * Takes the first page, and returns the segments to ask for next.
   * @throws Unsettled, HssError
   */
  begin(first: ArrivedPage): readonly Segment[];
  /**
   * Takes a page of a segment that ends at a row; returns where the segment's next page begins, if
   * there is one.
   * @throws Unsettled, HssError
   */
  take(offset: number, end: number, page: ArrivedPage): number | undefined;
  /**
   * Returns the list, once all pages have been taken.
   * @param askFor asks for more segments
   * @throws Unsettled, HssError
   */
  whole(askFor: (segments: readonly Segment[]) => Promise<void>): T | Promise<T>;
  /** Frees its resources, because the reading is invalid. */
  discard(): void;
}

/** The most readings of a list before it is reported as unstable. */
export const MAX_READINGS = 6;

/**
 * Reads a complete list, in order, or fails.
 *
 * Pages overlap by one row, which must be equal in both. This detects a list that changed between
 * two requests even when as many rows were added as removed. The list is read again if anything
 * disagrees.
 * @param keep makes the store of the rows of one reading
 * @throws HSS_TOO_MANY_ROWS, HSS_UNSTABLE_LIST, and what `fetch` throws
 */
export async function readWholeListInto<T>(
  fetch: FetchPage,
  limits: PagingLimits,
  keep: () => KeptRows<T>,
  onProgress?: OnProgress,
): Promise<T> {
  return readWholeListBy(fetch, limits, () => {
    const check = new WholeCheck(keep(), onProgress);
    return {
      begin: (page) => {
        const first = page.read();
        refuseTooMany(first.total, limits.maxRows);
        check.begin(first);
        return segmentsAfter(first);
      },
      take: (offset, end, page) => check.take(offset, end, page.read()),
      whole: () => check.whole(),
      discard: () => check.discard(),
    };
  });
}

/**
 * Reads a complete list page by page.
 * @param takerOf makes what takes the pages of one reading
 * @throws HSS_UNSTABLE_LIST, and what `fetch` and the takers throw
 */
export async function readWholeListBy<T>(
  fetch: FetchPage,
  { concurrency, pauses = PAUSES }: Omit<PagingLimits, 'maxRows'>,
  takerOf: () => PageTaker<T>,
): Promise<T> {
  const { firstReading, longestReading } = pauses;
  const readings = retry(handleType(Unsettled), {
    maxAttempts: MAX_READINGS - 1,
    backoff: new ExponentialBackoff({ initialDelay: firstReading, maxDelay: longestReading }),
  });
  try {
    return await readings.execute(async () => {
      const taker = takerOf();
      const arrival = new ArrivalCount(fetch);
      try {
        const askFor = (segments: readonly Segment[]): Promise<void> => {
          arrival.expect(segments);
          return askForSegments(arrival.fetch, concurrency, taker, segments);
        };
        await askFor(taker.begin(await arrival.fetch(0)));
        return await taker.whole(askFor);
      } catch (error) {
        taker.discard();
        throw arrival.noted(error);
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

/** Asks for several segments at once. */
async function askForSegments(
  fetch: FetchPage,
  concurrency: number,
  taker: PageTaker<unknown>,
  segments: readonly Segment[],
): Promise<void> {
  const over = new AbortController();
  // Each queued page adds a listener.
  setMaxListeners(0, over.signal);
  let next = 0;
  let failure: unknown;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const ask = (): { segment: Segment; page: Promise<ArrivedPage> } | undefined => {
    if (failure !== undefined || next >= segments.length) return undefined;
    const segment = segments[next++];
    const page = fetch(segment.start, over.signal);
    // It is awaited later. Until then a rejection must not be reported as unhandled.
    page.catch(() => undefined);
    return { segment, page };
  };
  const runner = async (): Promise<void> => {
    for (let asked = ask(), following: typeof asked; asked; asked = following) {
      following = undefined;
      try {
        let page = await asked.page;
        // The next request goes out before this page is read, so that both overlap.
        following = ask();
        await nextTurn();
        const { start, end } = asked.segment;
        // A server that caps its pages needs several of them for a segment.
        for (let offset: number | undefined = start; failure === undefined;) {
          offset = taker.take(offset, end, page);
          if (offset === undefined) break;
          page = await fetch(offset, over.signal);
        }
      } catch (thrown) {
        failure ??= thrown;
        over.abort(new Error('the reading has failed'));
        // Requests in progress are not awaited: each may take as long as an attempt can.
        end();
      }
    }
  };
  await Promise.race([ended, Promise.all(Array.from({ length: concurrency }, runner))]);
  if (failure !== undefined) throw failure as Error;
}
