import type { PageOf } from '../../../client/client';
import { EndpointSpec } from '../../../contract/fields';
import { QueryValue } from '../../../contract/query';
import { isRecord } from '../../../contract/row';
import { jsonTypeOf } from './shape';

/** Why a request brought no rows. Of HSS's answer only codes are kept: its words may quote what was asked. */
export interface RequestFailure {
  readonly code: string;
  readonly http_status?: number;
  readonly service_code?: string;
}

/** Whether HSS understood a request and refuses what it asks for, not who asks. */
export function isQuestionRefused({ code, http_status }: RequestFailure): boolean {
  return http_status === 400 || code === 'HSS_INVALID_ARGUMENT' || code === 'HSS_NOT_FOUND';
}

/** A page, read leniently: whatever came, it has an outline. */
export interface PageOutline {
  readonly rows: readonly unknown[];
  /** Undefined where total_num is no number of rows. */
  readonly total?: number;
  /** What of the outline the contract does not have, in words. */
  readonly oddities: readonly string[];
  /** Names beside `total_num` and `data_list`. */
  readonly others: readonly string[];
}

/** One request's end. */
export type PageAnswer =
  | { readonly page: PageOutline; readonly failure?: undefined }
  | { readonly failure: RequestFailure; readonly page?: undefined };

/** A page that was asked for, and what came. */
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

/** A question that shows how HSS reads a parameter. */
export interface Probe {
  readonly prop: string;
  /** The API's name. */
  readonly parameter: string;
  /** What was given, as a report may say it: an enum's value, or what kind of text or number. */
  readonly given: string;
  /** The parameters by prop. */
  readonly values: { readonly [prop: string]: QueryValue };
}

/** Everything that was asked of one list, and what came. */
export interface GatheredList {
  readonly spec: EndpointSpec;
  /** Pages of the largest size, one behind the other from the first. */
  readonly pages: readonly PageRead[];
  /** Pages of other sizes and places, over the same rows. */
  readonly overlaps: readonly PageRead[];
  /** A page behind the last row. */
  readonly pastEnd?: PageRead;
  /** A page that begins with the last row, where `pages` do not reach it. */
  readonly lastRow?: PageRead;
  readonly probes: readonly { readonly probe: Probe; readonly answer: PageAnswer }[];
  /** For some images that an index names and whose row was not seen: what their names, asked for, brought. */
  readonly platforms: readonly { readonly association: unknown; readonly answer: PageAnswer }[];
  /** The pages of the first reading once more, when all else was asked: what differs has changed meanwhile. */
  readonly again: readonly PageRead[];
}

/** Every answer that came for a list. */
export function answersOf(list: GatheredList): PageAnswer[] {
  const { pages, overlaps, pastEnd, lastRow, probes, platforms, again } = list;
  return [...pages, ...overlaps, pastEnd, lastRow, ...probes, ...platforms, ...again].flatMap(
    (one) => one?.answer ?? [],
  );
}

/** The rows of the pages, in order. */
export function rowsOfPages(pages: readonly PageRead[]): readonly unknown[] {
  return pages.flatMap(({ answer }) => answer.page?.rows ?? []);
}
