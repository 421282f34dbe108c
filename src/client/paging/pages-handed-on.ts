import { ArrivedPage } from './page';
import { PageTaker } from './paging';
import { Segment, refuseTooMany, segmentsAfter } from './segments';
import { Unsettled } from './kept-rows';

/** A page on its way to the thread that reads its rows. */
export interface PageHandedOn {
  /** The number of the reading of the list: a new reading invalidates the pages of earlier ones. */
  readonly reading: number;
  readonly offset: number;
  /** The end of the page's segment; 0 for the first page, which belongs to none. */
  readonly end: number;
  /** HSS's answer, a page as `pageOf` reads it. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * A finding of the thread that reads the rows. It comes once all pages that were asked for have
 * been handed on; a problem may come earlier.
 */
export type ReadingFinding =
  | { readonly kind: 'whole' }
  /** Segments that take one more page. */
  | { readonly kind: 'more'; readonly segments: readonly Segment[] }
  /** The pages disagree; comes at any time. */
  | { readonly kind: 'unsettled'; readonly reason: string }
  /**
   * A page can't be parsed; comes at any time. It is returned, because only the sender knows which
   * request it answers.
   */
  | {
      readonly kind: 'unreadable';
      readonly offset: number;
      readonly body: Uint8Array<ArrayBuffer>;
    };

/** The thread that reads the rows, as seen by the sender of the pages. */
export interface PageReader {
  read(page: PageHandedOn): void;
  /** Returns a problem with a reading that was reported early. */
  objection(reading: number): ReadingFinding | undefined;
  /** Reports that all pages have been handed on, and waits for the finding. */
  finding(reading: number): Promise<ReadingFinding>;
}

/**
 * Hands the pages of a reading on without parsing them, except for the first, which determines the
 * next requests. Parsing takes longer than asking: the thread that needs the rows does it once,
 * while the next pages are on their way.
 */
export class PagesHandedOn implements PageTaker<void> {
  /** By offset, for a page that turns out to be unreadable. */
  private readonly pages = new Map<number, ArrivedPage>();

  constructor(
    private readonly reading: number,
    private readonly reader: PageReader,
    private readonly maxRows: number,
  ) {}

  public begin(page: ArrivedPage): readonly Segment[] {
    const first = page.read();
    refuseTooMany(first.total, this.maxRows);
    this.handOn(0, 0, page);
    return segmentsAfter(first);
  }

  public take(offset: number, end: number, page: ArrivedPage): undefined {
    const objection = this.reader.objection(this.reading);
    if (objection !== undefined) this.segmentsIn(objection);
    this.handOn(offset, end, page);
  }

  public async whole(askFor: (segments: readonly Segment[]) => Promise<void>): Promise<void> {
    for (;;) {
      const segments = this.segmentsIn(await this.reader.finding(this.reading));
      if (segments.length === 0) return;
      await askFor(segments);
    }
  }

  public discard(): void {
    this.pages.clear();
  }

  private handOn(offset: number, end: number, page: ArrivedPage): void {
    this.pages.set(offset, page);
    this.reader.read({ reading: this.reading, offset, end, body: page.body });
  }

  private segmentsIn(finding: ReadingFinding): readonly Segment[] {
    switch (finding.kind) {
      case 'whole':
        return [];
      case 'more':
        return finding.segments;
      case 'unsettled':
        throw new Unsettled(finding.reason);
      case 'unreadable':
        this.pages.get(finding.offset)?.read(Buffer.from(finding.body.buffer));
        throw new Error('a page was unreadable that can be read');
    }
  }
}
