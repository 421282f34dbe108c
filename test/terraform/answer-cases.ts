import fc from 'fast-check';
import { DAY, HOUR, NOW, sha } from '../policy/fixtures';

/** Raw rows of both lists, drawn for both sides of test/terraform/same-answer.test.ts. */

export const raw = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
export const quoted = (...values: string[]): string[] =>
  values.map((value) => JSON.stringify(value));

/** What could stand where a number is expected, and is none that counts. */
const ODD_NUMBERS = [
  '"5"',
  '1.5',
  '-1',
  '9007199254740993',
  '9007199254740992',
  '9223372036854775807',
  '1e400',
  'true',
  '[]',
  '{}',
  '""',
];
const ODD_TEXTS = [
  '5',
  'true',
  '[]',
  '{"a":1}',
  JSON.stringify('x'.repeat(129)),
  '"\\u0000"',
  '"日本"',
];

/** The texts of each field; `weight` to 1 they are sound. */
function fieldsWith(weight: number) {
  const mostly = (usual: fc.Arbitrary<string>, odd: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: raw('null', ...odd) });

  const count = mostly(raw('0', '0', '1', '5', '6', '1.0', '1e1', '2147483647', '-0'), [
    ...ODD_NUMBERS,
    '2147483648',
  ]);
  const time = (...times: number[]): fc.Arbitrary<string> =>
    mostly(raw(...times.map(String)), [...ODD_NUMBERS, '9007199254740991', '0']);

  return {
    namespace: mostly(raw(...quoted('shop', 'shop', 'shop', 'shop', 'sho', '')), ODD_TEXTS),
    image_name: mostly(raw(...quoted('web', 'web', 'web', 'web', 'shop/web', 'api')), ODD_TEXTS),
    image_version: mostly(
      raw(...quoted('1.4', '1.4', '1.4', '1.5', '1.4.0', 'x/1.4', '')),
      ODD_TEXTS,
    ),
    image_digest: mostly(
      raw(
        ...quoted(
          sha('a'),
          sha('a'),
          sha('a'),
          sha('b'),
          'sha256:abc',
          '',
          `sha384:${'a'.repeat(96)}`,
        ),
      ),
      ODD_TEXTS,
    ),
    registry_name: mostly(raw(...quoted('x', 'x', 'y')), ['""', ...ODD_TEXTS]),
    scan_status: mostly(raw(...quoted('success', 'success', 'success', 'failed')), [
      '"new"',
      ...ODD_TEXTS,
    ]),
    severity_level: mostly(raw(...quoted('Security', 'Low', 'Low', 'Medium', 'High')), [
      '"Critical"',
      '"low"',
      ...ODD_TEXTS,
    ]),
    latest_scan_time: time(
      NOW,
      NOW - DAY,
      NOW - DAY,
      NOW - 24 * HOUR - 1,
      NOW - 24 * HOUR + 1,
      NOW - 9 * DAY,
      NOW + 300_000,
      NOW + 300_001,
      NOW + 299_999,
    ),
    latest_update_time: time(1, 2, 2, NOW),
    vul_num: count,
    unsafe_setting_num: count,
    malicious_file_num: mostly(raw('0', '0', '0', '1'), ODD_NUMBERS),
    image_size: raw('1', '"1000"'),
    anomalies: fc.oneof(
      { weight: 15, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: raw('["vul_num: odd"]', '["what"]', '[]', '"odd"', '[5]') },
    ),
  };
}

const FIELDS = fieldsWith(40);
const ODDER_FIELDS = fieldsWith(1);

export const rowText = (row: { readonly [name: string]: string | undefined }): string => {
  const fields = Object.entries(row).filter(([, text]) => text !== undefined);
  return `{${fields.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
};

const anyRawRow: fc.Arbitrary<string> = fc
  .record(FIELDS, {
    requiredKeys: [
      'namespace',
      'image_name',
      'image_version',
      'image_digest',
      'scan_status',
      'severity_level',
      'latest_scan_time',
      'latest_update_time',
      'malicious_file_num',
    ],
  })
  .map(rowText);

/** The texts of a row that passes. */
export const GOOD_TEXTS: { readonly [name: string]: string } = {
  namespace: '"shop"',
  image_name: '"web"',
  image_version: '"1.4"',
  image_digest: JSON.stringify(sha('a')),
  registry_name: '"x"',
  scan_status: '"success"',
  severity_level: '"Low"',
  latest_scan_time: String(NOW - HOUR),
  latest_update_time: '1',
  vul_num: '0',
  unsafe_setting_num: '0',
  malicious_file_num: '0',
};

/** A row that passes, but for one field at most: where a limit or an exception makes the difference. */
const nearRow: fc.Arbitrary<string> = fc
  .constantFrom(...Object.entries(ODDER_FIELDS))
  .chain(([name, values]) => values.map((text) => rowText({ ...GOOD_TEXTS, [name]: text })));

/** A scan of one image that passes, but for little: under any tag, in any registry, at one of few times. */
export const anyScan: fc.Arbitrary<string> = fc
  .record(
    {
      namespace: raw('"shop"'),
      image_name: raw('"web"'),
      image_version: raw('"1.4"', '"1.4"', '"1.3"', '"latest"', 'null', '5'),
      image_digest: fc.oneof(
        { weight: 9, arbitrary: raw(JSON.stringify(sha('a'))) },
        { weight: 1, arbitrary: raw(JSON.stringify(sha('b')), 'null', '5') },
      ),
      registry_name: raw('"x"', '"x"', '"x"', '"y"', '5'),
      scan_status: raw(
        '"success"',
        '"success"',
        '"success"',
        '"failed"',
        '"scanning"',
        '5',
        'null',
      ),
      severity_level: raw('"Low"', '"Low"', '"Low"', '"Security"', '"High"', 'null', '5'),
      latest_scan_time: raw(
        ...[NOW - HOUR, NOW - HOUR, NOW - 2 * HOUR, NOW - 9 * DAY, NOW + 300_001].map(String),
        'null',
      ),
      latest_update_time: raw('1', '1', '2', '3'),
      vul_num: raw('0', '0', '1', '6', 'null'),
      unsafe_setting_num: raw('0', '0', '1', '6', '"6"'),
      malicious_file_num: raw('0', '0', '0', '0', '1', '2', 'null', '"1"'),
    },
    {},
  )
  .map(rowText);

const anyRawRows = fc.oneof(
  fc.array(anyScan, { minLength: 2, maxLength: 4 }),
  nearRow.map((row) => [row]),
  fc.array(nearRow, { minLength: 2, maxLength: 3 }),
  fc
    .array(
      fc.oneof(
        { weight: 40, arbitrary: anyRawRow },
        { weight: 1, arbitrary: raw('5', '"row"', 'null', '[1]') },
      ),
      { maxLength: 4, minLength: 0 },
    )
    .chain((rows) => fc.constantFrom(rows, rows, rows, rows.slice(0, 1), rows.slice(0, 1))),
);

/** What only registry images have; `weight` to 1 it is sound. An index is drawn by itself. */
function registryFieldsWith(weight: number) {
  const mostly = (usual: fc.Arbitrary<string>, odd: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: raw('null', ...odd) });
  return {
    registry_id: mostly(raw(...quoted('1', '1', '1', '1', '2', '3')), ['""', ...ODD_TEXTS]),
    latest_sync_time: mostly(
      raw(...[NOW, NOW - HOUR, NOW - 9 * DAY, NOW + 300_000, NOW + 300_001].map(String)),
      ODD_NUMBERS,
    ),
    shared_status: mostly(raw('null', 'null', '"effective"', '"expired"'), ['"new"', '5']),
    scannable: mostly(raw('true', 'false'), ['"false"', '0']),
    is_multiple_arch: mostly(raw('false', 'null'), ['"true"', '1']),
    association_images: mostly(raw('[]', 'null'), ['5', '{}', '"x"']),
  };
}

const anyRegistryFields = fc.oneof(
  { weight: 3, arbitrary: fc.record(registryFieldsWith(40)) },
  { weight: 1, arbitrary: fc.record(registryFieldsWith(4)) },
);

/** A row with further fields, where it has any. */
const withFields = (text: string, fields: { readonly [name: string]: string }): string =>
  text.endsWith('}') && text !== '{}' ? `${text.slice(0, -1)},${rowText(fields).slice(1)}` : text;

const anyRegistryRows = anyRawRows.chain((rows) =>
  fc.tuple(...rows.map((row) => anyRegistryFields.map((fields) => withFields(row, fields)))),
);

export interface Rows {
  readonly cicd: readonly string[];
  readonly registry: readonly string[];
}

export const none = fc.constant<string[]>([]);

/** The texts of a registry image that passes. */
export const GOOD_REGISTRY_TEXTS: { readonly [name: string]: string } = {
  ...GOOD_TEXTS,
  registry_id: '"1"',
  latest_sync_time: String(NOW),
  shared_status: 'null',
  scannable: 'true',
  is_multiple_arch: 'false',
  association_images: '[]',
};

/** A registry image that passes, but for one field at most. */
const nearRegistryRow: fc.Arbitrary<string> = fc
  .constantFrom(...Object.entries({ ...ODDER_FIELDS, ...registryFieldsWith(2) }))
  .chain(([name, values]) =>
    values.map((text) => rowText({ ...GOOD_REGISTRY_TEXTS, [name]: text })),
  );

/** Rows that pass, of a tag that may have moved: which of them is the image is all that is open. */
const candidateFields = {
  image_digest: raw(...quoted(sha('a'), sha('a'), sha('a'), sha('a'), sha('b'), 'sha256:abc')),
  latest_update_time: raw('1', '1', '2'),
  registry_name: raw('"x"', '"x"', '"y"'),
};
const anyCandidates: fc.Arbitrary<Rows> = fc.record({
  cicd: fc.array(
    fc.record(candidateFields).map((fields) => rowText({ ...GOOD_TEXTS, ...fields })),
    { maxLength: 2 },
  ),
  registry: fc.array(
    fc
      .record({
        ...candidateFields,
        registry_id: raw(...quoted('1', '1', '1', '2', '3')),
        shared_status: raw('null', 'null', '"expired"'),
        latest_sync_time: raw(String(NOW), String(NOW - 9 * DAY)),
      })
      .map((fields) => rowText({ ...GOOD_REGISTRY_TEXTS, ...fields })),
    { minLength: 1, maxLength: 3 },
  ),
});

const one = (row: fc.Arbitrary<string>): fc.Arbitrary<string[]> => row.map((text) => [text]);

/** A scan of one image that is sound, and passes but for little. */
const anySoundScan: fc.Arbitrary<string> = fc
  .record({
    image_version: raw(...quoted('1.4', '1.4', '1.3', 'latest')),
    registry_name: raw('"x"', '"x"', '"y"'),
    scan_status: raw(...quoted(...Array<string>(6).fill('success'), 'failed')),
    severity_level: raw(...quoted(...Array<string>(6).fill('Low'), 'High')),
    latest_scan_time: raw(...[NOW - HOUR, NOW - HOUR, NOW - 2 * HOUR].map(String)),
    latest_update_time: raw('1', '1', '2'),
    vul_num: raw('0', '0', '0', '6'),
    malicious_file_num: raw(...Array<string>(8).fill('0'), '1'),
  })
  .map((fields) => rowText({ ...GOOD_REGISTRY_TEXTS, ...fields }));

/** Scans of one image in both lists: which of them decides is what is open. */
const scansOf = (scan: fc.Arbitrary<string>): fc.Arbitrary<Rows> =>
  fc.record({
    cicd: fc.array(scan, { maxLength: 2 }),
    registry: fc.array(
      scan.map((text) => {
        const { registry_id, latest_sync_time } = GOOD_REGISTRY_TEXTS;
        return withFields(text, { registry_id, latest_sync_time });
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

export const anyRows: fc.Arbitrary<Rows> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      cicd: one(
        ODDER_FIELDS.image_digest.map((image_digest) => rowText({ ...GOOD_TEXTS, image_digest })),
      ),
      registry: none,
    }),
  },
  { weight: 3, arbitrary: scansOf(anyScan) },
  { weight: 6, arbitrary: scansOf(anySoundScan) },
  { weight: 4, arbitrary: anyCandidates },
  { weight: 3, arbitrary: fc.record({ cicd: none, registry: one(nearRegistryRow) }) },
  { weight: 3, arbitrary: fc.record({ cicd: one(nearRow), registry: one(nearRegistryRow) }) },
  { weight: 3, arbitrary: fc.record({ cicd: anyRawRows, registry: none }) },
  { weight: 3, arbitrary: fc.record({ cicd: none, registry: anyRegistryRows }) },
  { weight: 4, arbitrary: fc.record({ cicd: anyRawRows, registry: anyRegistryRows }) },
);
