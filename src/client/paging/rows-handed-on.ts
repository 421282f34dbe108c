import { KeptRows, RowPositions } from './kept-rows';
import { Page } from './page';

/** A page on its way to whoever reads its rows. */
export interface PageHandedOn {
  /** Counts the readings of the list: what an earlier one brought is void. */
  readonly reading: number;
  readonly offset: number;
  /** HSS's answer, a page as `pageOf` reads it. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** That a reading brought the whole list. */
export interface WholeList {
  readonly reading: number;
  readonly total: number;
  /** Positions of rows without an ID that stand in the list twice; once is enough. */
  readonly repeats: readonly number[];
}

/**
 * Rows that somebody else reads, page by page as they come: here is only known whether they are a whole list. Reading them takes
 * longer than asking for them, and is done by another thread meanwhile.
 */
export class RowsHandedOn implements KeptRows<WholeList> {
  private readonly places = new RowPositions();
  private total = 0;

  constructor(
    private readonly reading: number,
    private readonly handOn: (page: PageHandedOn) => void,
  ) {}

  public place(offset: number, page: Page): number {
    const placed = this.places.place(offset, page);
    this.total += placed;
    if (page.body === undefined) throw new Error('the page has no body to hand on');
    this.handOn({ reading: this.reading, offset, body: page.body });
    return placed;
  }

  public whole(): WholeList {
    return { reading: this.reading, total: this.total, repeats: this.places.repeats() };
  }

  public discard(): void {
    // Whoever reads the rows hears of the next reading, or of the error.
  }
}
