import fc from 'fast-check';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { Row, readRow } from '../../src/contract/row';
import { RULES, parseReference, policyFromProps } from '../../src/policy';
import { cicdRecord } from '../../src/policy/records/cicd-record';
import { POLICY_FIELDS, REGISTRY_POLICY_FIELDS, fieldsRead } from '../../src/policy/model/fields';
import { selectRow } from '../../src/policy/judge/select';
import { SeverityLevel } from '../../src/contract/enums';
import { WantedImage, imageRows } from '../../src/proxy/image-rows';

/** What is left out of an answer must not change what is judged. */

const maxMalicious = RULES.find(({ id }) => id === 'max-malicious-files')!;
const CONTEXT = {
  now: 0,
  source: 'live',
  isIndex: false,
  isNestedIndex: false,
  deployedByDigest: true,
  listingWaived: false,
};

const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** Sound and unsound values of every field that decides which row is chosen. */
const anyRaw = fc.record(
  {
    namespace: fc.constantFrom('shop', 'shop', 'shop', 'other', '', 5),
    image_name: fc.constantFrom('web', 'web', 'web', 'api', 5),
    image_version: fc.constantFrom('1.4', '1.4', '1.5', 5),
    image_digest: fc.constantFrom(sha('a'), sha('b'), sha('a'), '', 5),
    registry_name: fc.constantFrom('x', 'y', 5),
    scan_status: fc.constantFrom('success', 'failed', 'odd'),
    severity_level: fc.constantFrom('Low', 'High', 'odd'),
    latest_scan_time: fc.constantFrom(1, 2, '3'),
    latest_update_time: fc.constantFrom(1, 2, 3, '4'),
    vul_num: fc.constantFrom(0, 9, '9'),
    malicious_file_num: fc.constantFrom(0, 1, 2, '3'),
  },
  { requiredKeys: [] },
);

const rowsOf = (raws: readonly unknown[]): Row[] => raws.map((raw) => readRow(CICD_IMAGES, raw));

/** A row of an answer as the reader at the other end has it. */
function readBack(answer: object): Row {
  const { anomalies, ...raw } = answer as { anomalies?: string[] };
  const row = readRow(CICD_IMAGES, raw);
  expect(row.anomalies).toBeUndefined();
  return anomalies === undefined ? row : { ...row, anomalies };
}

test.each<[string, WantedImage]>([
  ['shop/web:1.4', { namespace: 'shop', imageName: 'web', imageVersion: '1.4' }],
  [`shop/web@${sha('a')}`, { namespace: 'shop', imageName: 'web', imageDigest: sha('a') }],
  [`shop/web@${sha('a')}`, { namespace: 'shop', imageName: 'web' }],
])('the same row is judged of %s by %j', (text, wanted) => {
  const reference = parseReference(`swr.example.com/${text}`);
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 20, arbitrary: anyRaw }, fc.constant(null)), { maxLength: 8 }),
      fc.constantFrom(undefined, ['x'], ['x', 'y'], ['z']),
      (raws, registryNames) => {
        // Rows of other versions are not asked for where the version is.
        const rows = rowsOf(raws).filter(
          (row) =>
            wanted.imageVersion === undefined ||
            row.imageVersion === wanted.imageVersion ||
            row.anomalies?.some((anomaly) => /^(image_version|row):/.test(anomaly)),
        );
        const all = selectRow(reference, rows.map(cicdRecord), registryNames);
        const some = selectRow(
          reference,
          imageRows(rows, wanted).map(readBack).map(cicdRecord),
          registryNames,
        );
        expect(some.row).toEqual(all.row);
        expect(some.problem === undefined).toBe(all.problem === undefined);
        for (const maxMaliciousFiles of [0, 1]) {
          const policy = policyFromProps({ maxSeverity: SeverityLevel.LOW, maxMaliciousFiles }, 0);
          const [found, expected] = [some, all].map((selection) =>
            selection.row === undefined
              ? undefined
              : maxMalicious.check({ ...CONTEXT, ...selection, reference, policy }),
          );
          expect(found).toEqual(expected);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('every field is kept that the strictest policy reads', () => {
  const policy = policyFromProps(
    {
      maxSeverity: SeverityLevel.LOW,
      maxVulnerabilities: 0,
      maxUnsafeSettings: 0,
      requireDigest: true,
      registryNames: ['x'],
    },
    0,
  );
  expect([...POLICY_FIELDS, ...REGISTRY_POLICY_FIELDS]).toEqual(
    expect.arrayContaining(fieldsRead(policy)),
  );
});

test('rows that differ only in what policies don’t read stay two: without a digest they could be different images', () => {
  const raw = { image_name: 'web', latest_update_time: 1 };
  const rows = rowsOf([
    { ...raw, image_id: 'a', image_size: 'odd' },
    { ...raw, image_id: 'b' },
  ]);
  expect(imageRows(rows, { imageName: 'web' })).toEqual([raw, raw]);
});
