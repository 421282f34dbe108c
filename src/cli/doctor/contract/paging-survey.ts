import { EndpointSpec } from '../../../contract/fields';
import { GatheredList, PageRead, RequestFailure, rowsOfPages } from './answers';
import { PrivateTexts } from './private-texts';
import { hasRowId, rowKey, rowText } from './row-key';
import { Counted, Tally } from './tally';

/** How the pages of a list fit together. */
export interface PagingSurvey {
  readonly pages: readonly PageSurvey[];
  /** Differences of a page's structure from the contract, with the number of pages. */
  readonly oddities: readonly Counted[];
  /** Names of fields other than total_num and data_list. */
  readonly unknown_fields: readonly Counted[];
  /**
   * Rows that pages of other sizes share with the first reading, and those of them that are in the
   * same position.
   */
  readonly compared: number;
  readonly same_place: number;
  /** Whether the list changed during the survey. In that case, differences prove nothing. */
  readonly moved: boolean;
  /** Rows with the ID of an earlier row, and rows without an ID. */
  readonly repeated_ids: number;
  readonly rows_without_id: number;
  /** Rows that are equal to an earlier one in every field. */
  readonly equal_rows: number;
}

/** A requested page, and the number of rows in the answer. */
export interface PageSurvey {
  readonly what: 'list' | 'overlap' | 'past the end' | 'last row' | 'again';
  readonly limit: number;
  readonly offset: number;
  readonly rows: number;
  readonly total: number | null;
  /** The number of rows that the page should have by its total_num. */
  readonly expected: number | null;
  readonly failure?: RequestFailure;
}

/** Compares the pages of a list with each other. */
export function surveyPaging(list: GatheredList, texts: PrivateTexts): PagingSurvey {
  const { spec, pages, overlaps, pastEnd, lastRow, again } = list;
  const [oddities, others] = [new Tally(), new Tally()];
  const all = [...pages, ...overlaps, ...present(pastEnd), ...present(lastRow), ...again];
  for (const { answer } of all) {
    for (const oddity of answer.page?.oddities ?? []) oddities.add(oddity);
    for (const name of answer.page?.others ?? []) others.add(texts.fieldName(name));
  }
  const rows = rowsOfPages(pages);
  const keys = rows.map((raw) => rowKey(spec.id, raw));
  const rowTexts = rows.map(rowText).filter((text) => text !== undefined);
  const compared = overlaps.map((page) => compare(spec, keys, page));
  const known = keys.filter((key) => key !== undefined);
  return {
    pages: [
      ...pages.map((page) => surveyPage('list', page)),
      ...overlaps.map((page) => surveyPage('overlap', page)),
      ...present(pastEnd).map((page) => surveyPage('past the end', page)),
      ...present(lastRow).map((page) => surveyPage('last row', page)),
      ...again.map((page) => surveyPage('again', page)),
    ],
    oddities: oddities.report(20).values,
    unknown_fields: others.report(20).values,
    compared: compared.reduce((sum, one) => sum + one.compared, 0),
    same_place: compared.reduce((sum, one) => sum + one.same, 0),
    moved: hasMoved(list, keys),
    repeated_ids: hasRowId(spec.id) ? known.length - new Set(known).size : 0,
    rows_without_id: hasRowId(spec.id) ? keys.length - known.length : 0,
    equal_rows: rowTexts.length - new Set(rowTexts).size,
  };
}

function present(page: PageRead | undefined): readonly PageRead[] {
  return page === undefined ? [] : [page];
}

function surveyPage(what: PageSurvey['what'], { asked, answer }: PageRead): PageSurvey {
  const { limit, offset } = asked;
  const total = answer.page?.total;
  return {
    what,
    limit,
    offset,
    rows: answer.page?.rows.length ?? 0,
    total: total ?? null,
    expected: total === undefined ? null : Math.max(0, Math.min(limit, total - offset)),
    ...(answer.failure === undefined ? {} : { failure: answer.failure }),
  };
}

/**
 * Counts the rows of a page that are known from the first reading, and those in the same position.
 */
function compare(
  { id }: EndpointSpec,
  keys: readonly (string | undefined)[],
  { asked, answer }: PageRead,
): { readonly compared: number; readonly same: number } {
  const found = (answer.page?.rows ?? []).map((raw, at) => ({
    key: rowKey(id, raw),
    before: keys[asked.offset + at],
  }));
  const both = found.filter(({ key, before }) => key !== undefined && before !== undefined);
  return { compared: both.length, same: both.filter(({ key, before }) => key === before).length };
}

/** Returns whether the second reading of the pages has other rows. Their order is ignored. */
function hasMoved(
  { spec, pages, again }: GatheredList,
  keys: readonly (string | undefined)[],
): boolean {
  const totals = [...pages, ...again].map(({ answer }) => answer.page?.total);
  if (new Set(totals).size > 1) return true;
  const [before, after] = [
    new Set(keys),
    new Set(rowsOfPages(again).map((raw) => rowKey(spec.id, raw))),
  ];
  return before.size !== after.size || [...before].some((key) => !after.has(key));
}
