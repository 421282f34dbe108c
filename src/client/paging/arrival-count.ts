import { HssError } from '../../contract/error';
import { ArrivedPage, FetchPage } from './page';
import { Segment } from './segments';

/** Counts the pages of one reading that have arrived, for the error of a list that fails midway. */
export class ArrivalCount {
  private pages = 0;
  private expected = 1;
  private rows = 0;

  constructor(private readonly fetchPage: FetchPage) {}

  /** Fetches a page, and counts it. */
  public readonly fetch: FetchPage = async (offset, unwanted): Promise<ArrivedPage> => {
    const page = await this.fetchPage(offset, unwanted);
    this.pages++;
    return page;
  };

  /** Adds pages that will be asked for. A server that caps its pages makes more of them. */
  public expect(segments: readonly Segment[]): void {
    this.expected += segments.length;
    for (const { end } of segments) this.rows = Math.max(this.rows, end);
  }

  /** Returns an error with the number of pages that arrived before it, where some did. */
  public noted(error: unknown): unknown {
    // An error without a query is about the list as a whole.
    if (!(error instanceof HssError) || error.details.query === undefined) return error;
    if (this.pages === 0 || this.rows === 0) return error;
    const ofPages = Math.max(this.expected, this.pages + 1);
    const arrived = { pages: this.pages, ofPages, ofRows: this.rows };
    return new HssError(error.code, error.summary, { ...error.details, arrived });
  }
}
