import { plain } from '../../../util/safe-text';
import { counted } from '../../../util/text';
import { wrap } from '../../../util/wrap';
import { FieldsSurvey } from './field-survey';
import { FilterSurvey, FiltersSurvey, NameSurvey, SortSurvey } from './filter-survey';
import { IndexSurvey } from './index-survey';
import { AddressSurvey, ContractReport, ImageCounts, ListSurvey, ReferenceSurvey } from './model';
import { failureText } from './news';
import { PagingSurvey } from './paging-survey';
import { Counted } from './tally';

/** Columns of the names. Lines have at most 100 columns. */
const NAME_WIDTH = 22;
const TEXT_WIDTH = 100 - NAME_WIDTH - 4;

/** Returns the report as text. Everything that it quotes was made safe before. */
export function reportText(report: ContractReport): string {
  const sections = [
    ...report.lists.map((list) => section(list.operation, listLines(list))),
    section('Registry addresses', addressLines(report.registry_addresses)),
    section('Multi-architecture images', indexLines(report.indexes)),
    section('From images to registries', report.references.map(referenceLine)),
    section('ShowImageAssetStatistics', countLines(report.image_counts)),
    section('Failed requests', failureLines(report)),
    section('Differences from the contract', newsLines(report.new_against_contract)),
  ];
  const sent = counted(report.requests, 'request');
  const where = report.region === null ? 'no region is known' : `region ${plain(report.region)}`;
  return [
    `HSS's answers compared with its API contract, by ${report.tool}: ${sent}, all GET`,
    `${report.date}, ${where}\n`,
    ...sections.filter((text) => text !== ''),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${[title, ...lines].join('\n')}\n`;
}

/** Returns a name and its text, wrapped. A long name gets its own line. */
function line(name: string, text: string): string {
  const indent = ' '.repeat(NAME_WIDTH + 4);
  const [first, ...rest] = wrap(plain(text), TEXT_WIDTH).map((part) => `${indent}${part}`);
  const begun =
    name.length > NAME_WIDTH
      ? `  ${plain(name)}\n${first}`
      : `  ${plain(name).padEnd(NAME_WIDTH)}  ${first.trimStart()}`;
  return [begun, ...rest].join('\n');
}

/** Returns a sentence, wrapped. */
function sentence(text: string, mark = ''): string {
  return wrap(plain(text), NAME_WIDTH + TEXT_WIDTH)
    .map((part, at) => (at === 0 ? `  ${mark}${part}` : `  ${' '.repeat(mark.length)}${part}`))
    .join('\n');
}

function times(counts: readonly Counted[]): string {
  return counts.map(({ value, count }) => `${value} x ${count}`).join('; ');
}

function listLines(list: ListSurvey): string[] {
  if (list.outcome === 'not asked') {
    return [sentence('not asked: name a task with --sync-task to read its list')];
  }
  if (list.outcome === 'failed') {
    const why = list.failure === undefined ? '' : `: ${failureText(list.failure)}`;
    return [sentence(`could not be read${why}`)];
  }
  return [
    line(
      'rows',
      `${list.rows} read; ${list.total === null ? 'HSS does not say how many there are' : `total_num is ${list.total}`}`,
    ),
    ...(list.paging === undefined ? [] : pagingLines(list.paging)),
    ...(list.fields === undefined ? [] : fieldLines(list.fields)),
    ...(list.filters === undefined ? [] : filterLines(list.filters)),
  ];
}

function pagingLines({ pages, compared, same_place, moved }: PagingSurvey): string[] {
  const shared = `${compared} rows compared, ${same_place} in the same place`;
  return [
    line('pages', `${counted(pages.length, 'page')} of several sizes; ${shared}`),
    ...(moved
      ? [line('', 'rows came or went meanwhile, so that pages and totals may differ')]
      : []),
  ];
}

function fieldLines({ objects, fields }: FieldsSurvey): string[] {
  if (objects === 0) return [];
  const never = fields.filter(({ present }) => present === 0).map(({ field }) => field);
  const partly = fields
    .filter((one) => one.present > 0 && one.null + one.missing > 0)
    .map((one) => `${one.field} missing in ${one.null + one.missing} of ${totalOf(one)}`);
  const empty = fields.filter((one) => one.empty > 0).map((one) => `${one.field} x ${one.empty}`);
  return [
    ...(never.length === 0 ? [] : [line('never sent', never.join(', '))]),
    ...(partly.length === 0 ? [] : [line('not in every row', partly.join(', '))]),
    ...(empty.length === 0 ? [] : [line('empty texts', empty.join(', '))]),
    ...fields
      .filter(({ forms }) => forms.length > 0)
      .map(({ field, forms }) => line(field, times(forms))),
  ];
}

function totalOf(one: FieldsSurvey['fields'][number]): number {
  return one.present + one.null + one.missing;
}

function filterLines({ filters, names, sorts }: FiltersSurvey): string[] {
  return [
    line('filters', `${counted(filters.length, 'request')} sent`),
    ...filters.flatMap(openFilterLines),
    ...names.map((name) => line(`name: ${name.parameter}`, `${name.reading}; ${caseText(name)}`)),
    ...sorts.map((sort) => line('sort', sortText(sort))),
  ];
}

/** Returns the result of a filter whose meaning the contract does not define. */
function openFilterLines({ parameter, given, rows, risk, ...filter }: FilterSurvey): string[] {
  const about = `${parameter} (${given}): ${counted(rows, 'row')}`;
  if (risk !== undefined) {
    const levels = risk.severity_levels.join(', ') || 'none';
    const findings = `${risk.with_findings} with findings, ${risk.without_findings} without`;
    return [line('', `${about}, ${findings}; severity ${levels}`)];
  }
  const { when_false, undecided } = filter;
  if (when_false !== undefined) {
    return [line('', `${about}, ${when_false.true} true and ${when_false.false} false`)];
  }
  if (undecided === 0) return [];
  return [line('', `${about}, of which ${undecided} lack the field`)];
}

function caseText({ other_case, failures }: NameSurvey): string {
  if (other_case !== null) {
    return `${other_case ? 'also found' : 'not found'} with its letters' case changed`;
  }
  const why = failures.length === 0 ? 'no letters' : 'a request failed';
  return `whether case matters could not be tested (${why})`;
}

function sortText({ given, order, without_time }: SortSurvey): string {
  const gaps =
    without_time === 'no such row'
      ? 'no row without a time'
      : `rows without a time ${without_time}`;
  return `${given}: ${order}, ${gaps}`;
}

function addressLines(addresses: readonly AddressSurvey[]): string[] {
  return addresses.map(({ registry_type, count, ...form }) => {
    const parts = [
      `scheme ${form.scheme}`,
      `host ${form.host}`,
      `port ${form.port}`,
      `path ${form.path}`,
      `host of SWR: ${form.swr}`,
      ...(form.user === 'none' ? [] : ['with user information']),
      ...(form.white_space ? ['with white space'] : []),
    ];
    return line(registry_type, `${parts.join(', ')} x ${count}`);
  });
}

function indexLines(survey: IndexSurvey | null): string[] {
  if (survey === null) return [];
  const rows = survey.whole_list ? 'rows of the list' : 'rows seen';
  const { asked_for, found_by_asking } = survey;
  return [
    line(
      'indexes',
      `${survey.indexes} say so, ${survey.with_associations} name images of platforms`,
    ),
    line(
      'associations',
      `${survey.associations}; with a row of their own among the ${rows}: ` +
        `${survey.own_row_by_digest} by digest, ${survey.own_row_by_id} by id, ` +
        `${survey.no_own_row} by neither`,
    ),
    ...(asked_for === 0
      ? []
      : [line('', `${asked_for} of these asked for by their names: ${found_by_asking} found`)]),
    line(
      'their rows',
      `tag of the index ${survey.same_tag}, another ${survey.other_tag}, none ${survey.no_tag}; ` +
        `scan as the association says ${survey.same_scan}, another ${survey.other_scan}`,
    ),
    line(
      'rows of indexes',
      `${survey.index_with_severity} with a severity, ${survey.index_with_digest} with a digest`,
    ),
  ];
}

function referenceLine({ from, by, rows, found, whole_list }: ReferenceSurvey): string {
  const among = whole_list ? 'the list of registries' : 'the registries looked at';
  return line(by, `of ${from}: ${found} of ${counted(rows, 'row')} in ${among}`);
}

function countLines({ failure, counts }: ImageCounts): string[] {
  if (failure !== undefined) return [sentence(`could not be read: ${failureText(failure)}`)];
  return counts.map(({ field, count, total }) => {
    const beside = total === null ? '' : `; total_num of the list is ${total}`;
    return line(field, `${count ?? 'HSS does not say'}${beside}`);
  });
}

function failureLines({ failures }: ContractReport): string[] {
  return failures.flatMap(({ operation, requests, ...failure }) => {
    const lines = [line(operation, `${counted(requests, 'request')}: ${failureText(failure)}`)];
    if (failure.deadline_seconds !== undefined) {
      lines.push(line('', 'what to do: raise --deadline'));
    } else if (failure.code === 'HSS_FORBIDDEN') {
      lines.push(line('', `what to do: grant the permission of ${operation} in the project`));
    } else if (failure.code === 'HSS_AUTH_FAILED') {
      lines.push(line('', 'what to do: run hss-gate doctor, and correct the credential'));
    }
    return lines;
  });
}

function newsLines(news: readonly string[]): string[] {
  return news.length === 0
    ? [sentence('nothing differs from the contract')]
    : news.map((text) => sentence(text, '- '));
}
