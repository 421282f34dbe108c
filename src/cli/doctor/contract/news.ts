import { IMAGE_STATISTICS } from '../../../contract/endpoints';
import { counted } from '../../../util/text';
import { RequestFailure, isQuestionRefused } from './answers';
import { FieldSurvey, FieldsSurvey, OTHERS } from './field-survey';
import { FilterSurvey, FiltersSurvey } from './filter-survey';
import { ContractReport, ListSurvey } from './model';
import { PageSurvey, PagingSurvey } from './paging-survey';
import { isPullableForm } from './shape';

/**
 * Returns sentences about everything in a report that contradicts the contract or is missing from
 * it. What the contract leaves open, such as how names match, is only in the report.
 */
export function newsOf(report: Omit<ContractReport, 'new_against_contract'>): string[] {
  return [
    ...report.lists.flatMap(newsOfList),
    ...newsOfReferences(report),
    ...newsOfCounts(report),
  ];
}

function newsOfList(survey: ListSurvey): string[] {
  const { operation, paging, fields, filters } = survey;
  return [
    ...(paging === undefined ? [] : newsOfPaging(paging)),
    ...(fields === undefined ? [] : newsOfFields(fields)),
    ...(filters === undefined ? [] : newsOfFilters(filters, paging?.moved === true)),
  ].map((text) => `${operation}: ${text}`);
}

function newsOfPaging(paging: PagingSurvey): string[] {
  const { oddities, unknown_fields, pages, compared, same_place, moved } = paging;
  const { repeated_ids, equal_rows } = paging;
  const news = [
    ...oddities.map(({ value, count }) => `${value} (${counted(count, 'page')})`),
    ...unknown_fields.map(
      ({ value, count }) => `an answer has the field ${value} (${counted(count, 'page')})`,
    ),
    ...pages.flatMap(({ failure, ...page }) =>
      failure === undefined || !isQuestionRefused(failure)
        ? []
        : [`${pageTitle(page)} is refused: ${failureText(failure)}`],
    ),
    ...pages.filter((page) => isOversized(page)).map(pageText),
  ];
  if (moved) return news;
  if (equal_rows > repeated_ids) news.push(`${counted(equal_rows, 'row')} equal to an earlier row`);
  if (repeated_ids > 0) news.push(`${counted(repeated_ids, 'row')} with the ID of an earlier row`);
  news.push(...pages.filter((page) => isShort(page)).map(pageText));
  const totals = new Set(pages.flatMap(({ total }) => total ?? []));
  if (totals.size > 1) news.push(`total_num differs between the pages of one list`);
  if (same_place < compared) {
    news.push(
      `the order of rows depends on the page: of ${counted(compared, 'row')} in two pages, ` +
        `${compared - same_place} stand elsewhere`,
    );
  }
  return news;
}

function isOversized({ rows, limit }: PageSurvey): boolean {
  return rows > limit;
}

function isShort({ rows, limit, expected }: PageSurvey): boolean {
  return expected !== null && rows !== expected && rows <= limit;
}

function pageText(page: PageSurvey): string {
  const { rows, expected } = page;
  const by = expected === null ? '' : `; by total_num it has ${expected}`;
  return `${pageTitle(page)} has ${counted(rows, 'row')}${by}`;
}

function pageTitle({ what, limit, offset }: Omit<PageSurvey, 'failure'>): string {
  const where = what === 'list' || what === 'overlap' ? 'a page' : `the page ${placeOf(what)}`;
  return `${where} with limit ${limit} and offset ${offset}`;
}

function placeOf(what: PageSurvey['what']): string {
  return what === 'again' ? 'at the end' : what === 'last row' ? 'of the last row' : what;
}

/** Returns the differences in fields, also in those of an answer that is not a list. */
function newsOfFields({
  not_objects,
  fields,
  unknown_fields,
  other_unknown_fields,
}: FieldsSurvey): string[] {
  return [
    ...not_objects.map(({ value, count }) => `a row is of type ${value} (${count})`),
    ...fields.flatMap(({ field, wrong_types, outside, unknown_values, forms }) => [
      ...wrong_types.map(({ value, count }) => `${field} is of type ${value} (${count})`),
      ...(outside === undefined
        ? []
        : [
            `${field} has a ${outside.of} out of ${outside.allowed}: ` +
              `${outside.least} to ${outside.greatest} (${outside.count})`,
          ]),
      ...unknown_values.map(({ value, count }) => `${field} has the value ${value} (${count})`),
      ...newsOfDigests(field, forms),
    ]),
    ...unknown_fields.map(
      ({ field, count, types }) =>
        `the field ${field} is not in the contract: ${types.join(' or ')} (${count})`,
    ),
    ...(other_unknown_fields === 0
      ? []
      : [`more fields that are not in the contract (${other_unknown_fields})`]),
  ];
}

/**
 * Reports digests by which no image can be pulled. A gate can't use them: it would deny the image,
 * and no filter finds it.
 */
function newsOfDigests(field: string, forms: FieldSurvey['forms']): string[] {
  if (!/(?:^|\.)image_digest$/.test(field)) return [];
  return forms
    .filter(({ value }) => value !== 'empty' && value !== OTHERS && !isPullableForm(value))
    .map(({ value, count }) => `${field} has a form that can't be pulled by: ${value} (${count})`);
}

function newsOfFilters({ filters, names, sorts }: FiltersSurvey, moved: boolean): string[] {
  const refused = [
    ...filters.map(({ parameter, given, failure }) => ({ parameter, given, failure })),
    ...sorts.map(({ given, failure }) => ({ parameter: 'sort_key', given, failure })),
    ...names.flatMap(({ parameter, failures }) =>
      failures.map((failure) => ({ parameter, given: 'a name', failure })),
    ),
  ].flatMap(({ parameter, given, failure }) =>
    failure === undefined || !isQuestionRefused(failure)
      ? []
      : [`${parameter} (${given}) is refused: ${failureText(failure)}`],
  );
  return [
    ...refused,
    ...filters.flatMap((filter) => newsOfFilter(filter, moved)),
    ...names.flatMap(({ parameter, whole_rows, strangers, failures }) => {
      if (strangers > 0) {
        const of = counted(whole_rows, 'row');
        return [`${parameter} with a whole name: ${strangers} of ${of} have other names`];
      }
      if (moved || whole_rows > 0 || failures.length > 0) return [];
      return [`${parameter} with the name of a row brings no row`];
    }),
    ...sorts.flatMap(({ given, order }) => {
      const wanted = given.endsWith(', desc') ? 'descending' : 'ascending';
      return order === wanted || order === 'equal'
        ? []
        : [`sort_key (${given}): the order is ${order}, not ${wanted}`];
    }),
  ];
}

function newsOfFilter(filter: FilterSurvey, moved: boolean): string[] {
  const { parameter, given, failure, rows, total, contradicting, left_out } = filter;
  const expected_total = moved ? null : filter.expected_total;
  if (failure !== undefined) return [];
  const news: string[] = [];
  const about = `${parameter} (${given})`;
  if (contradicting > 0) {
    news.push(`${about}: ${contradicting} of ${counted(rows, 'row')} contradict the filter`);
  }
  if (left_out !== null && left_out > 0) {
    news.push(`${about}: ${counted(left_out, 'row')} left out that fulfil the filter`);
  } else if (total !== null && expected_total !== null && contradicting === 0) {
    const [least, most] = expected_total;
    if (total < least || total > most) {
      const range = least === most ? `${least}` : `${least} to ${most}`;
      news.push(`${about}: total_num is ${total}; ${range} rows of the list fulfil the filter`);
    }
  }
  return news;
}

/** Returns a failure as text. */
export function failureText({
  code,
  http_status,
  service_code,
  deadline_seconds,
}: RequestFailure): string {
  if (deadline_seconds !== undefined) {
    return `${code} (the command's deadline of ${deadline_seconds} s ended the survey)`;
  }
  const status = http_status === undefined ? undefined : `HTTP ${http_status}`;
  const answer = [status, service_code].filter((part) => part !== undefined).join(' ');
  return answer === '' ? code : `${code} (${answer})`;
}

function newsOfReferences({
  references,
  lists,
}: Pick<ContractReport, 'references' | 'lists'>): string[] {
  const hasMoved = lists.some(({ paging }) => paging?.moved === true);
  return (
    references
      // A pipeline may scan images of registries that HSS does not know.
      .filter(({ from }) => from === 'registry-images')
      .filter(({ whole_list, rows, found }) => whole_list && !hasMoved && found < rows)
      .map(
        ({ from, by, rows, found }) =>
          `${rows - found} of ${counted(rows, 'row')} of ${from} have a ${by} that no registry has`,
      )
  );
}

function newsOfCounts({
  image_counts: { fields, counts },
  lists,
}: Pick<ContractReport, 'image_counts' | 'lists'>): string[] {
  const { operation } = IMAGE_STATISTICS;
  const hasMoved = lists.some(({ paging }) => paging?.moved === true);
  return [
    ...(fields === undefined ? [] : newsOfFields(fields)),
    ...counts
      .filter(({ count, total }) => count !== null && total !== null && count !== total)
      .filter(() => !hasMoved)
      .map(({ field, count, total }) => `${field} is ${count}; the list's total_num is ${total}`),
  ].map((text) => `${operation}: ${text}`);
}
