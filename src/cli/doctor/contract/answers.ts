import type { PageOf } from '../../../client/client';
import { EndpointSpec } from '../../../contract/fields';
import { QueryValue } from '../../../contract/query';
import { isRecord } from '../../../contract/row';
import { jsonTypeOf } from './shape';

/**
 * Why a request failed. Of HSS's answer only codes are kept, because its message may quote the
 * query.
 */
export interface RequestFailure {
  readonly code: string;
  readonly http_status?: number;
  readonly service_code?: string;
  /** The deadline of the command, if it ended the request. No other is sent after it. */
  readonly deadline_seconds?: number;
}

/** Returns whether HSS refused a request for its content, not for its sender. */
export function isQuestionRefused({ code, http_status }: RequestFailure): boolean {
  return http_status === 400 || code === 'HSS_INVALID_ARGUMENT' || code === 'HSS_NOT_FOUND';
}

/** A page, read leniently: any answer has an outline. */
export interface PageOutline {
  readonly rows: readonly unknown[];
  /** Undefined if total_num is not a valid number of rows. */
  readonly total?: number;
  /** Differences from the contract, in words. */
  readonly oddities: readonly string[];
  /** Names of fields other than `total_num` and `data_list`. */
  readonly others: readonly string[];
}

/** The rows or the failure of a request. */
export type PageAnswer =
  | { readonly page: PageOutline; readonly failure?: undefined }
  | { readonly failure: RequestFailure; readonly page?: undefined };

/** A requested page and its answer. */
export interface PageRead {
  readonly asked: Required<PageOf>;
  readonly answer: PageAnswer;
}

/** Reads the outline of a page. */
export function outlineOf(body: unknown): PageOutline {
  if (!isRecord(body)) {
    return { rows: [], oddities: [`the answer is of type ${jsonTypeOf(body)}`], others: [] };
  }
  const own = (name: string): unknown => (Object.hasOwn(body, name) ? body[name] : undefined);
  const [total, list] = [own('total_num'), own('data_list')];
  const isTotal = typeof total === 'number' && Number.isSafeInteger(total) && total >= 0;
  const oddities: string[] = [];
  if (!isTotal) oddities.push(`total_num is ${typeOrMissing(total)}`);
  if (!Array.isArray(list)) oddities.push(`data_list is ${typeOrMissing(list)}`);
  return {
    rows: Array.isArray(list) ? list : isRecord(list) ? [list] : [],
    ...(isTotal ? { total } : {}),
    oddities,
    others: Object.keys(body).filter((name) => name !== 'total_num' && name !== 'data_list'),
  };
}

function typeOrMissing(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'number'
    ? 'a number, but not one of rows'
    : `of type ${jsonTypeOf(value)}`;
}

/** A query that shows how HSS interprets a parameter. */
export interface Probe {
  readonly prop: string;
  /** The API's name. */
  readonly parameter: string;
  /** The given value as a report may show it: an enum's value, or the kind of text or number. */
  readonly given: string;
  /** The parameters by prop. */
  readonly values: { readonly [prop: string]: QueryValue };
}

/** All requests for one list and their answers. */
export interface GatheredList {
  readonly spec: EndpointSpec;
  /** Consecutive pages of the largest size, from the first row. */
  readonly pages: readonly PageRead[];
  /** Pages of other sizes and offsets over the same rows. */
  readonly overlaps: readonly PageRead[];
  /** A page after the last row. */
  readonly pastEnd?: PageRead;
  /** A page that starts at the last row, if `pages` do not reach it. */
  readonly lastRow?: PageRead;
  readonly probes: readonly { readonly probe: Probe; readonly answer: PageAnswer }[];
  /**
   * Some images that an index names and whose row was not seen, with the answers to queries for
   * their names.
   */
  readonly platforms: readonly { readonly association: unknown; readonly answer: PageAnswer }[];
  /**
   * The pages of the first reading, read again at the end: differences mean that the list changed
   * in between.
   */
  readonly again: readonly PageRead[];
}

/** Returns all answers for a list. */
export function answersOf(list: GatheredList): PageAnswer[] {
  const { pages, overlaps, pastEnd, lastRow, probes, platforms, again } = list;
  return [...pages, ...overlaps, pastEnd, lastRow, ...probes, ...platforms, ...again].flatMap(
    (one) => one?.answer ?? [],
  );
}

/** Returns the rows of pages, in order. */
export function rowsOfPages(pages: readonly PageRead[]): readonly unknown[] {
  return pages.flatMap(({ answer }) => answer.page?.rows ?? []);
}
