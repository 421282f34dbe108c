import { HssError } from '../../contract/error';
import { InexactNumber } from '../../contract/exact-number';
import { PAGE_LIMIT } from '../../contract/fields';
import { isRecord } from '../../contract/row';
import { presentable } from '../redact/redact';

/** One page as HSS sent it. */
export interface Page {
  readonly rows: readonly unknown[];
  /** The number of rows in the whole list, according to this answer. */
  readonly total: number;
}

/** A page that has arrived, before it is parsed. */
export interface ArrivedPage {
  readonly body: Buffer<ArrayBuffer>;
  /**
   * Parses the page.
   * @param body the body, where the caller has transferred it to another thread and back
   * @throws HssError
   */
  read(body?: Buffer<ArrayBuffer>): Page;
}

/**
 * Fetches the page that begins at an offset.
 * @param unwanted aborts when the page is no longer needed: a queued request is not sent then
 */
export type FetchPage = (offset: number, unwanted?: AbortSignal) => Promise<ArrivedPage>;

/**
 * Reads the rows and the total of a page. A missing total or one that isn't a number is an error,
 * because an answer without it is not an empty list. A single object is a list of one row, as in
 * the API's own sample.
 * @param secrets texts that no error may contain
 * @throws HSS_BAD_RESPONSE
 */
export function pageOf(body: unknown, query: string, secrets: readonly string[] = []): Page {
  const bad = (summary: string): HssError =>
    new HssError('HSS_BAD_RESPONSE', summary, { query, advice: 'check that the endpoint is HSS' });
  if (!isRecord(body)) throw bad('the answer is not a JSON object');
  const total = Object.hasOwn(body, 'total_num') ? body.total_num : undefined;
  if (typeof total !== 'number' || !Number.isSafeInteger(total) || total < 0) {
    throw bad(
      `total_num is ${total === undefined ? 'missing' : describe(total, secrets)}, where a number of rows is expected`,
    );
  }
  const list = Object.hasOwn(body, 'data_list') ? body.data_list : undefined;
  if (list === undefined || list === null) {
    if (total === 0) return { rows: [], total };
    throw bad(`data_list is ${list === null ? 'null' : 'missing'}, though total_num is ${total}`);
  }
  const rows: readonly unknown[] | undefined = Array.isArray(list)
    ? list
    : isRecord(list)
      ? [list]
      : undefined;
  if (rows === undefined)
    throw bad(`data_list is ${describe(list, secrets)}, where a list is expected`);
  if (rows.length > PAGE_LIMIT) {
    throw bad(`a page has ${rows.length} rows, where at most ${PAGE_LIMIT} were asked for`);
  }
  return { rows, total };
}

function describe(value: unknown, secrets: readonly string[]): string {
  const text =
    value instanceof InexactNumber ? value.text : (JSON.stringify(value) ?? typeof value);
  return presentable(text, secrets, 40);
}
