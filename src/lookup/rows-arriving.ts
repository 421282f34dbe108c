import { asciiJson } from '../client/http/ascii-json';
import { parseExactly } from '../client/http/json';
import { Unsettled } from '../client/paging/kept-rows';
import { Page, pageOf } from '../client/paging/page';
import { ReadingFinding, PageHandedOn } from '../client/paging/pages-handed-on';
import { typedRowsInMemory } from '../client/paging/rows-in-memory';
import { Segment } from '../client/paging/segments';
import { WholeCheck } from '../client/paging/whole-check';
import { ENDPOINTS } from '../contract/endpoints';
import { HssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';

/**
 * The rows of a list whose pages the worker hands on. Pages are read while the next ones are still
 * on their way.
 */
export class RowsArriving {
  /** The number of the reading that its pages belong to. */
  public reading = 0;
  private unread: PageHandedOn[] = [];
  private check: WholeCheck<Row[]>;
  /** Segments that take one more page. */
  private more: Segment[] = [];
  private objection: ReadingFinding | undefined;

  constructor(private readonly query: Query) {
    this.check = this.newCheck();
  }

  /** Takes a page; its rows are read later. */
  public add(page: PageHandedOn): void {
    if (page.reading < this.reading) return;
    if (page.reading > this.reading) {
      this.reading = page.reading;
      this.unread = [];
      this.more = [];
      this.objection = undefined;
      this.check = this.newCheck();
    }
    if (this.objection === undefined) this.unread.push(page);
  }

  /** Whether there is a page to read. */
  public get hasUnread(): boolean {
    return this.unread.length > 0;
  }

  /** Reads the rows of one page. Returns what is wrong with the list, if anything. */
  public readOne(): ReadingFinding | undefined {
    const handedOn = this.unread.shift();
    if (handedOn === undefined) return undefined;
    const { offset, end, body } = handedOn;
    let page: Page;
    try {
      page = pageOf(parseExactly(asciiJson(body) ?? ''), 'a page of the lookup');
    } catch {
      return this.object({ kind: 'unreadable', offset, body });
    }
    return this.settled(() => {
      if (end === 0) {
        this.check.begin(page);
        return;
      }
      const start = this.check.take(offset, end, page);
      if (start !== undefined) this.more.push({ start, end });
    });
  }

  /**
   * Returns the rows of a reading once all its pages have been handed on, or what the worker has to
   * do; undefined if the worker knows that already.
   * @throws HSS_INTERNAL when pages were lost
   */
  public finish(reading: number): { readonly rows: readonly Row[] } | ReadingFinding | undefined {
    // A later reading has begun already.
    if (reading < this.reading) return undefined;
    if (reading > this.reading) throw lostPages();
    while (this.hasUnread) {
      const objection = this.readOne();
      if (objection !== undefined) return objection;
    }
    if (this.objection !== undefined) return undefined;
    if (this.more.length > 0) {
      const segments = this.more;
      this.more = [];
      return { kind: 'more', segments };
    }
    let rows: Row[] = [];
    const objection = this.settled(() => (rows = this.check.whole()));
    return objection ?? { rows };
  }

  private settled(act: () => void): ReadingFinding | undefined {
    try {
      act();
      return undefined;
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
      return this.object({ kind: 'unsettled', reason: error.message });
    }
  }

  private object(objection: ReadingFinding): ReadingFinding {
    this.objection = objection;
    this.unread = [];
    return objection;
  }

  private newCheck(): WholeCheck<Row[]> {
    return new WholeCheck(typedRowsInMemory(ENDPOINTS[this.query.endpoint], this.query));
  }
}

function lostPages(): HssError {
  return new HssError('HSS_INTERNAL', 'pages of the list were lost between two threads', {
    advice: 'please report this, with the query',
  });
}
