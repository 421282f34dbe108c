import { GatheredList, PageRead } from '../../../../src/cli/doctor/contract/answers';
import { surveyFilters } from '../../../../src/cli/doctor/contract/filter-survey';
import { surveyIndexes } from '../../../../src/cli/doctor/contract/index-survey';
import { surveyPaging } from '../../../../src/cli/doctor/contract/paging-survey';
import { PrivateTexts } from '../../../../src/cli/doctor/contract/private-texts';
import { Tally } from '../../../../src/cli/doctor/contract/tally';
import { REGISTRY_IMAGES } from '../../../../src/contract/registry-image';
import { reportOf } from './support';

/** What is found out by comparing answers, over answers that no simulator gives. */

type Raw = { readonly [name: string]: unknown };

const read = (rows: readonly Raw[], limit = 200, offset = 0, total = rows.length): PageRead => ({
  asked: { limit, offset },
  answer: { page: { rows, total, oddities: [], others: [] } },
});

const gathered = (rows: readonly Raw[], more: Partial<GatheredList> = {}): GatheredList => ({
  spec: REGISTRY_IMAGES,
  pages: [read(rows)],
  overlaps: [],
  probes: [],
  platforms: [],
  again: [read(rows)],
  ...more,
});

const row = (id: number, more: Raw = {}): Raw => ({ id, scan_status: 'success', ...more });
const ROWS = [1, 2, 3, 4].map((id) => row(id));

describe('pages', () => {
  const survey = (list: GatheredList) => surveyPaging(list, new PrivateTexts());

  test('of another order are told from a list that moved', () => {
    const swapped = [ROWS[0], ROWS[2], ROWS[1], ROWS[3]];
    const list = gathered(ROWS, { overlaps: [read(swapped, 10, 0)], again: [read(swapped)] });
    expect(survey(list)).toMatchObject({ compared: 4, same_place: 2, moved: false });
  });

  test.each([
    ['a row more', [...ROWS, row(5)]],
    ['another row', [row(9), ...ROWS.slice(1)]],
  ])('of a list that has %s at the end have moved', (_, rows) => {
    expect(survey(gathered(ROWS, { again: [read(rows)] })).moved).toBe(true);
  });

  test('are compared where they overlap only', () => {
    const list = gathered(ROWS, { overlaps: [read([ROWS[2], ROWS[3], row(8)], 10, 2, 4)] });
    expect(survey(list)).toMatchObject({ compared: 2, same_place: 2 });
  });

  test('count IDs that come twice, and rows without one', () => {
    const rows = [...ROWS, row(2), { scan_status: 'failed' }];
    expect(survey(gathered(rows))).toMatchObject({ repeated_ids: 1, rows_without_id: 1 });
  });
});

describe('filters', () => {
  const probe = {
    prop: 'scanStatus',
    parameter: 'scan_status',
    given: 'success',
    values: { scanStatus: 'success' },
  };
  const survey = (came: readonly Raw[], again = ROWS) => {
    const list = gathered(ROWS, {
      probes: [{ probe, answer: read(came).answer }],
      again: [read(again)],
    });
    return surveyFilters(list, ROWS, true).filters[0];
  };

  test('leave out a row that fulfils them', () => {
    expect(survey(ROWS.slice(1))).toMatchObject({ left_out: 1, expected_total: [4, 4] });
  });

  test('may leave out a row that changed meanwhile', () => {
    const again = [row(1, { scan_status: 'scanning' }), ...ROWS.slice(1)];
    expect(survey(ROWS.slice(1), again)).toMatchObject({ left_out: 0, expected_total: [3, 4] });
  });

  test('can’t be said to leave out rows where not all came', () => {
    const list = gathered(ROWS, { probes: [{ probe, answer: read([ROWS[0]], 1, 0, 4).answer }] });
    expect(surveyFilters(list, ROWS, true).filters[0].left_out).toBeNull();
  });
});

describe('indexes', () => {
  const named = (id: number, digest: string): Raw => ({
    id,
    image_digest: digest,
    image_name: 'web',
    scan_status: 'success',
    vul_num: 1,
  });
  const index = row(1, {
    is_multiple_arch: true,
    image_version: '1.0',
    severity_level: 'Low',
    association_images: [named(2, 'a'), named(3, 'b'), named(4, 'c'), 7],
  });

  test('lead to the rows of their platforms by digest or by ID', () => {
    const rows = [
      index,
      { ...named(2, 'a'), image_version: '1.0' },
      { ...named(9, 'b'), image_version: '1.0-arm64', vul_num: 2 },
      row(5, { is_multiple_arch: true }),
    ];
    expect(surveyIndexes(rows, [], true)).toEqual({
      indexes: 2,
      with_associations: 1,
      indexes_without_associations: 1,
      associations_without_index: 0,
      associations: 3,
      own_row_by_digest: 2,
      own_row_by_id: 1,
      no_own_row: 1,
      whole_list: true,
      asked_for: 0,
      found_by_asking: 0,
      same_tag: 1,
      other_tag: 1,
      no_tag: 0,
      same_scan: 1,
      other_scan: 1,
      own_row_is_index: 0,
      index_with_severity: 1,
      index_with_digest: 0,
    });
  });

  test('have platforms asked for by name, where the list is too long to be read whole', async () => {
    // So many rows are like these that no filter's first page brings them.
    const filler = Array.from({ length: 1010 }, (_, at) => ({
      ...named(100 + at, `d${at}`),
      image_name: 'other',
    }));
    const { report } = await reportOf({
      data: { registry_images: [index, ...filler, named(2, 'a'), named(8, 'b')] },
    });
    expect(report.indexes).toMatchObject({
      whole_list: false,
      associations: 3,
      no_own_row: 3,
      asked_for: 3,
      found_by_asking: 2,
    });
    expect(report.lists.find(({ list }) => list === 'registry-images')).toMatchObject({
      total: 1013,
      rows: 1000,
      whole: false,
    });
  });
});

test('a tally of many values stays small, and counts all of them', () => {
  const tally = new Tally();
  for (let at = 0; at < 5000; at++) tally.add(`value ${at}`);
  tally.add('value 7', 10);
  const { values, others } = tally.report(3);
  expect(values[0]).toEqual({ value: 'value 7', count: 11 });
  expect(values.reduce((sum, { count }) => sum + count, others)).toBe(5010);
});
