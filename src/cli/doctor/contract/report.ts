import { ENDPOINTS, IMAGE_STATISTICS } from '../../../contract/endpoints';
import { EndpointId } from '../../../contract/fields';
import { isRecord } from '../../../contract/row';
import { GatheredList, RequestFailure, answersOf, isQuestionRefused, rowsOfPages } from './answers';
import { ownValue, surveyFields } from './field-survey';
import { surveyFilters } from './filter-survey';
import { IndexSurvey, surveyIndexes, textOfField } from './index-survey';
import {
  AddressSurvey,
  ContractReport,
  FailedRequest,
  GatheredAnswers,
  ImageCounts,
  ListSurvey,
  ReferenceSurvey,
} from './model';
import { newsOf } from './news';
import { surveyPaging } from './paging-survey';
import { PrivateTexts } from './private-texts';
import { distinctRawRows } from './row-key';
import { addressForm } from './shape';
import { Tally } from './tally';

const ORDER: readonly EndpointId[] = [
  ...(['cicd-images', 'registry-images', 'image-registries', 'sync-task-registries'] as const),
];

/** Builds the report from the answers. Pure: the same answers give the same report. */
export function contractReport(gathered: GatheredAnswers, version: string): ContractReport {
  const texts = privateTextsOf(gathered);
  const lists = ORDER.map((id) => surveyList(id, gathered.lists[id], texts));
  const failures = failuresOf(gathered);
  const report = {
    schema_version: 1 as const,
    ok: failures.length === 0,
    tool: `hss-gate ${version}`,
    date: new Date(gathered.askedAt).toISOString().slice(0, 10),
    region: gathered.region ?? null,
    requests: gathered.requests,
    lists,
    registry_addresses: surveyAddresses(gathered, texts),
    indexes: indexesOf(gathered, lists),
    references: referencesOf(gathered, lists),
    image_counts: countsOfImages(gathered, lists, texts),
    failures,
  };
  return { ...report, new_against_contract: newsOf(report) };
}

function failuresOf({ lists, statistics }: GatheredAnswers): FailedRequest[] {
  const failed: { readonly operation: string; readonly failure: RequestFailure }[] = [];
  for (const { spec, ...list } of Object.values(lists)) {
    // A refusal is an answer, except for a refusal of the list itself.
    const [first, ...others] = answersOf({ spec, ...list });
    const all = [first, ...others.filter(({ failure }) => !failure || !isQuestionRefused(failure))];
    for (const { failure } of all) {
      if (failure !== undefined) failed.push({ operation: spec.operation, failure });
    }
  }
  if ('failure' in statistics) {
    failed.push({ operation: IMAGE_STATISTICS.operation, failure: statistics.failure });
  }
  const alike = new Map<string, FailedRequest>();
  for (const { operation, failure } of failed) {
    const key = JSON.stringify([operation, failure]);
    const requests = (alike.get(key)?.requests ?? 0) + 1;
    alike.set(key, { operation, ...failure, requests });
  }
  return [...alike.values()];
}

function privateTextsOf({ lists, privateTexts, statistics }: GatheredAnswers): PrivateTexts {
  const texts = new PrivateTexts();
  for (const text of privateTexts) texts.add(text);
  if ('json' in statistics) texts.addRow(statistics.json, {});
  for (const list of Object.values(lists)) {
    for (const raw of rowsSeen(list)) texts.addRow(raw, list.spec.fields);
  }
  return texts;
}

function rowsSeen(list: GatheredList): readonly unknown[] {
  return answersOf(list).flatMap(({ page }) => page?.rows ?? []);
}

function surveyList(
  id: EndpointId,
  list: GatheredList | undefined,
  texts: PrivateTexts,
): ListSurvey {
  const base = { list: id, operation: ENDPOINTS[id].operation, total: null, rows: 0, whole: false };
  if (list === undefined) return { ...base, outcome: 'not asked' };
  const { spec, pages } = list;
  const failure = pages.find(({ answer }) => answer.failure !== undefined)?.answer.failure;
  if (pages[0].answer.page === undefined) return { ...base, outcome: 'failed', failure };
  const rows = rowsOfPages(pages);
  const total = pages[0].answer.page.total ?? null;
  const whole = failure === undefined && total !== null && rows.length === total;
  return {
    ...base,
    outcome: 'asked',
    ...(failure === undefined ? {} : { failure }),
    total,
    rows: rows.length,
    whole,
    paging: surveyPaging(list, texts),
    fields: surveyFields(spec.fields, rows, texts),
    filters: surveyFilters(list, rows, whole),
  };
}

function rowsIn({ lists }: GatheredAnswers, id: EndpointId): readonly unknown[] {
  const list = lists[id];
  return list === undefined ? [] : rowsOfPages(list.pages);
}

function surveyAddresses(gathered: GatheredAnswers, texts: PrivateTexts): AddressSurvey[] {
  const types = ENDPOINTS['image-registries'].fields.registryType;
  const forms = new Tally();
  for (const raw of rowsIn(gathered, 'image-registries')) {
    const [type, address] = [ownValue(raw, 'registry_type'), ownValue(raw, 'registry_addr')];
    if (typeof address !== 'string') continue;
    const isKnown = types.kind === 'enum' && types.values.includes(type as string);
    const named = isKnown || typeof type !== 'string' ? type : texts.word(type);
    const registry_type = typeof named === 'string' ? named : 'none';
    forms.add(JSON.stringify({ registry_type, ...addressForm(address, gathered.region) }));
  }
  return forms.report(50).values.map(({ value, count }) => ({
    ...(JSON.parse(value) as Omit<AddressSurvey, 'count'>),
    count,
  }));
}

function indexesOf(
  { lists: { 'registry-images': list } }: GatheredAnswers,
  lists: readonly ListSurvey[],
): IndexSurvey | null {
  const survey = lists.find((one) => one.list === 'registry-images');
  if (list === undefined || survey?.outcome !== 'asked') return null;
  // Indexes may be beyond the first pages; the filter for them has found some.
  const answers = [...list.pages, ...list.probes].map(({ answer }) => answer);
  const rows = distinctRawRows(
    list.spec.id,
    answers.flatMap(({ page }) => page?.rows ?? []),
  );
  const platforms = list.platforms.map(({ association, answer }) => ({
    association,
    rows: answer.page?.rows ?? [],
  }));
  return surveyIndexes(rows, platforms, survey.whole);
}

function referencesOf(
  gathered: GatheredAnswers,
  lists: readonly ListSurvey[],
): readonly ReferenceSurvey[] {
  const registries = lists.find(({ list }) => list === 'image-registries');
  if (registries?.outcome !== 'asked') return [];
  const rows = rowsIn(gathered, 'image-registries').filter(isRecord);
  const reference = (
    from: ReferenceSurvey['from'],
    by: ReferenceSurvey['by'],
    target: string,
  ): ReferenceSurvey => {
    const known = new Set(rows.map((row) => textOfField(row, target)));
    const wanted = rowsIn(gathered, from)
      .filter(isRecord)
      .map((row) => textOfField(row, by))
      .filter((text) => text !== '');
    const found = wanted.filter((text) => known.has(text)).length;
    return { from, by, rows: wanted.length, found, whole_list: registries.whole };
  };
  return [
    reference('registry-images', 'registry_id', 'id'),
    reference('registry-images', 'registry_name', 'registry_name'),
    reference('cicd-images', 'registry_name', 'registry_name'),
  ];
}

/** The lists whose images the statistics count. */
const COUNTED_LISTS: { readonly [field: string]: EndpointId } = {
  cicd_num: 'cicd-images',
  registry_num: 'registry-images',
};

function countsOfImages(
  { statistics }: GatheredAnswers,
  lists: readonly ListSurvey[],
  texts: PrivateTexts,
): ImageCounts {
  if ('failure' in statistics) return { failure: statistics.failure, counts: [] };
  return {
    fields: surveyFields(IMAGE_STATISTICS.fields, [statistics.json], texts),
    counts: Object.values(IMAGE_STATISTICS.fields).map(({ name }) => {
      const count = ownValue(statistics.json, name);
      const survey = lists.find(({ list }) => list === COUNTED_LISTS[name]);
      return {
        field: name,
        count: typeof count === 'number' ? count : null,
        total: survey?.total ?? null,
      };
    }),
  };
}
