import type { SimulatorData } from '../../../../src/simulator';
import { startHss } from '../../../support/hss';
import { contractSurvey, listIn, reportOf } from './support';

/** Rows as no API should send them: the report stays small, printable and honest. */

/** Objects with keys that literals can't have. */
const parsed = (json: string): { [name: string]: unknown } =>
  JSON.parse(json) as { [name: string]: unknown };

const thousand = Object.fromEntries(
  Array.from({ length: 1000 }, (_, at) => [`unknown_field_${at.toString(36)}`, at]),
);

const HOSTILE = [
  parsed(
    '{"__proto__": {"image_id": "x"}, "constructor": 1, "toString": [], "hasOwnProperty": null}',
  ),
  thousand,
  { ['f'.repeat(100_000)]: 1, ['\u001b[2J']: 1, ['a\nb']: 1, ['']: 1 },
  {
    image_id: 'x'.repeat(100_000),
    image_name: ['a'],
    image_version: 7,
    namespace: { a: 1 },
    image_digest: true,
    scan_status: '\u001b]0;title\u0007',
    severity_level: '::error::no',
    vul_num: -1,
    unsafe_setting_num: 1.5,
    malicious_file_num: '3',
    image_size: 99_999_999_999,
    latest_version: 'true',
    latest_scan_time: 'yesterday',
  },
  Object.fromEntries(
    ['image_id', 'image_name', 'scan_status', 'vul_num', 'latest_version'].map((name) => [
      name,
      null,
    ]),
  ),
  {},
];

const DATA = {
  cicd_images: HOSTILE,
  registry_images: [
    ...HOSTILE.map((row, at) => ({ ...row, id: at })),
    { id: 6, is_multiple_arch: 'yes', association_images: [1, null, 'x', [], {}, { id: -5 }] },
    { id: 7, association_images: { id: 1 } },
    { id: 7, registry_type: 'x y' },
    { id: '8' },
    { association_images: [{ id: 1 }] },
  ],
  image_registries: [...HOSTILE, { id: 'r', registry_type: 3, registry_addr: '\u0000:::@@//' }],
} as unknown as SimulatorData;

test('the text is short, printable, and on lines of at most 100 columns', async () => {
  const { exitCode, stdout, stderr } = await contractSurvey(await startHss({ data: DATA }));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^[\x20-\x7e\n]*$/);
  expect(stdout).not.toContain('::');
  expect(stdout.length).toBeLessThan(40_000);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test('the JSON says what is wrong with each field, and no prototype is touched', async () => {
  const { report, exitCode } = await reportOf({ data: DATA });
  expect(exitCode).toBe(0);
  expect(JSON.stringify(report).length).toBeLessThan(120_000);
  const { fields } = listIn(report, 'cicd-images');
  const field = (name: string) => fields!.fields.find((one) => one.field === name)!;
  expect(field('image_id')).toMatchObject({
    present: 1,
    null: 1,
    missing: 4,
    outside: { of: 'length', count: 1, least: 100_000, greatest: 100_000, allowed: '0 to 128' },
  });
  expect(field('image_name').wrong_types).toEqual([{ value: 'array', count: 1 }]);
  expect(field('image_digest').wrong_types).toEqual([{ value: 'boolean', count: 1 }]);
  expect(field('unsafe_setting_num').wrong_types).toEqual([{ value: 'number', count: 1 }]);
  expect(field('malicious_file_num').wrong_types).toEqual([
    { value: 'string: text of 1 character: digits', count: 1 },
  ]);
  expect(field('vul_num').outside).toMatchObject({ least: -1, greatest: -1 });
  expect(field('image_size').outside).toMatchObject({ least: 99_999_999_999 });
  expect(field('scan_status').unknown_values).toEqual([
    {
      value: 'text of 10 characters: lower-case letters, digits, control characters, the signs ; ]',
      count: 1,
    },
  ]);
  const unknown = fields!.unknown_fields.map(({ field: name }) => name);
  // So many are the keys of a map, which may be names: none is quoted that few rows have.
  expect(unknown).toEqual([]);
  expect(fields!.other_unknown_fields).toBe(1008);
  expect(report.new_against_contract).toEqual(
    expect.arrayContaining([
      'ListRegistryImages: a row is of type null in a list of a row (1)',
      'ListRegistryImages: is_multiple_arch is of type string: text of 3 characters: lower-case letters (1)',
      'ListRegistryImages: association_images is of type object (1)',
      'ListRegistryImages: association_images[].id has a value out of 0 to 9223372036854776000: -1 to -1 (1)',
      'ListRegistryImages: 1 row with the ID of an earlier row',
    ]),
  );
});

test('names of fields that objects inherit are fields like others', async () => {
  const { report } = await reportOf({ data: { cicd_images: [HOSTILE[0]] } });
  const { fields } = listIn(report, 'cicd-images');
  expect(fields!.unknown_fields).toEqual([
    { field: '__proto__', count: 1, types: ['object'] },
    { field: 'constructor', count: 1, types: ['whole number'] },
    { field: expect.stringMatching(/^named by a text of 14 /), count: 1, types: ['null'] },
    { field: expect.stringMatching(/^named by a text of 8 /), count: 1, types: ['array'] },
  ]);
  expect(fields!.fields.map(({ missing }) => missing)).toEqual(fields!.fields.map(() => 1));
});

test('rows that nest deeply are looked at', async () => {
  const deep = `${'['.repeat(20_000)}"Marker"${']'.repeat(20_000)}`;
  const body = `{"total_num":2,"data_list":[{"image_id":${deep}},{"deep":${deep}}]}`;
  const { report, exitCode } = await reportOf({
    rows: 3,
    faults: [{ kind: 'status', status: 200, body, endpoint: 'cicd' }],
  });
  expect(exitCode).toBe(0);
  expect(report.new_against_contract).toEqual(
    expect.arrayContaining([
      'ListCicdImages: image_id is of type array (1)',
      'ListCicdImages: the field deep is not in the contract: array (1)',
    ]),
  );
  expect(JSON.stringify(report)).not.toContain('Marker');
});

test.each<[string, unknown, string]>([
  ['no rows at all', { kind: 'data-list', omit: true }, 'data_list is missing'],
  ['a list that is a text', { kind: 'data-list', value: 'Marker' }, 'data_list is of type string'],
  [
    'rows that are no objects',
    { kind: 'data-list', value: ['Marker', 1, [null]] },
    'a row is of type string (1)',
  ],
  ['a total that is a text', { kind: 'total', value: '3 Marker' }, 'total_num is of type string'],
  ['no total', { kind: 'total', omit: true }, 'total_num is missing'],
  [
    'a total that is negative',
    { kind: 'total', value: -1 },
    'total_num is a number, but not one of rows',
  ],
  [
    'an answer that is a list',
    { kind: 'wrong-type', value: ['Marker'] },
    'the answer is of type array',
  ],
])('%s', async (_, fault, news) => {
  const { report, exitCode } = await reportOf({ rows: 3, faults: [fault as never] });
  expect(exitCode).toBe(0);
  expect(report.new_against_contract.join('\n')).toContain(`ListCicdImages: ${news}`);
  expect(JSON.stringify(report)).not.toContain('Marker');
});
