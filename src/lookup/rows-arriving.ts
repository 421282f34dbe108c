import { parseExactly } from '../client/http/json';
import { pageOf } from '../client/paging/page';
import { PageHandedOn, WholeList } from '../client/paging/rows-handed-on';
import { utf8Text } from '../client/http/utf8';
import { ENDPOINTS } from '../contract/endpoints';
import { HssError } from '../contract/error';
import { Query } from '../contract/query';
import { rowReader } from '../contract/recheck';
import { Row } from '../contract/row';

/** In place of a row that the query's filters take out. */
const TAKEN_OUT = null;

/** The rows of a list that the worker hands on page by page, read while the next pages are still under way. */
export class RowsArriving {
  private readonly read: (raw: unknown) => Row | undefined;
  private reading = 0;
  private unread: PageHandedOn[] = [];
  /** By position. */
  private rows: (Row | typeof TAKEN_OUT)[] = [];

  constructor(query: Query) {
    this.read = rowReader(ENDPOINTS[query.endpoint], query);
  }

  /** Takes a page in; its rows are read later. */
  public add(page: PageHandedOn): void {
    if (page.reading < this.reading) return;
    if (page.reading > this.reading) {
      this.reading = page.reading;
      this.unread = [];
      this.rows = [];
    }
    this.unread.push(page);
  }

  /** Reads the rows of one page; says whether there was one. */
  public readOne(): boolean {
    const page = this.unread.shift();
    if (page === undefined) return false;
    const { rows } = pageOf(parseExactly(utf8Text(page.body) ?? ''), 'a page of the lookup');
    rows.forEach((raw, index) => {
      // A row that two pages share is the same in both.
      this.rows[page.offset + index] ??= this.read(raw) ?? TAKEN_OUT;
    });
    return true;
  }

  /**
   * All rows, in the list's order.
   * @throws HSS_INTERNAL when one is missing that the worker saw
   */
  public whole({ reading, total, repeats }: WholeList): Row[] {
    while (this.readOne());
    const isRepeat = new Set(repeats);
    const whole: Row[] = [];
    for (let position = 0; position < total; position += 1) {
      const row = reading === this.reading ? this.rows[position] : undefined;
      if (row === undefined) {
        throw new HssError('HSS_INTERNAL', `row ${position + 1} of ${total} was lost on its way`, {
          advice: 'please report this, with the query',
        });
      }
      if (row !== TAKEN_OUT && !isRepeat.has(position)) whole.push(row);
    }
    return whole;
  }
}
