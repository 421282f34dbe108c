import { ArrivedPage } from './page';
import { PageTaker } from './paging';
import { Segment, refuseTooMany, segmentsAfter } from './segments';
import { Unsettled } from './kept-rows';

/** A page on its way to the thread that reads its rows. */
export interface PageHandedOn {
  /** Counts the readings of the list: what an earlier one brought is void. */
  readonly reading: number;
  readonly offset: number;
  /** Where the segment ends that it belongs to; the first page belongs to none. */
  readonly end: number;
  /** HSS's answer, a page as `pageOf` reads it. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What the thread that reads the rows finds. Apart from an error, it comes once all that was asked for has been handed on. */
export type ReadingFinding =
  | { readonly kind: 'whole' }
  /** Segments that take one more page. */
  | { readonly kind: 'more'; readonly segments: readonly Segment[] }
  /** The pages disagree; at any time. */
  | { readonly kind: 'unsettled'; readonly reason: string }
  /** A page can't be read; at any time. It is given back, because only here is known which request it answers. */
  | {
      readonly kind: 'unreadable';
      readonly offset: number;
      readonly body: Uint8Array<ArrayBuffer>;
    };

/** The thread that reads the rows. */
export interface PageReader {
  read(page: PageHandedOn): void;
  /** What has been found out of a reading without being asked. */
  objection(reading: number): ReadingFinding | undefined;
  /** Says that all pages have been handed on, and waits for what is found. */
  finding(reading: number): Promise<ReadingFinding>;
}

/**
 * Hands the pages of a reading on unread, but for the first, which says what is to be asked for. Reading takes longer than asking:
 * it is done once, by the thread that wants the rows, while the next pages are under way.
 */
export class PagesHandedOn implements PageTaker<void> {
  /** By offset, for one that turns out to be unreadable. */
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
