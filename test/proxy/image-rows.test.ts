import fc from 'fast-check';
import { CICD_IMAGES, HssCicdImage } from '../../src/contract/cicd-image';
import { HssRegistryImage, REGISTRY_IMAGES } from '../../src/contract/registry-image';
import { Row, readRow } from '../../src/contract/row';
import { RULES, parseReference, policyFromProps } from '../../src/policy';
import { POLICY_FIELDS, REGISTRY_POLICY_FIELDS, fieldsRead } from '../../src/policy/model/fields';
import { ScanRecord } from '../../src/policy/model/scan-record';
import { scanRecords } from '../../src/policy/records';
import { isIndex, platformsOf } from '../../src/policy/judge/platforms';
import { Selection, selectPlatform, selectRow } from '../../src/policy/judge/select';
import { SeverityLevel } from '../../src/contract/enums';
import { RequestedImage, imageRows } from '../../src/proxy/image-rows';

/** What is left out of an answer must not change what is judged. */

const COMPARED = RULES.filter(({ id }) =>
  ['row-sound', 'sync-fresh', 'max-malicious-files'].includes(id),
);

const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** Sound and unsound values of every field that decides which row is chosen. */
const COMMON = {
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
};

const REGISTRY = {
  registry_id: fc.constantFrom('7', '7', '7', '8', 5),
  shared_status: fc.constantFrom('effective', 'expired', 'odd'),
  latest_sync_time: fc.constantFrom(1, 2, 3, '4'),
  scannable: fc.constantFrom(true, false),
  is_multiple_arch: fc.constantFrom(true, false, 'odd'),
  association_images: fc.constantFrom(
    [],
    [{ image_digest: sha('b'), vul_num: 1 }],
    [{ image_digest: sha('c') }, { namespace: 'shop' }],
    [{ image_digest: 5 }],
    'odd',
  ),
};

/** Rows of one image, of which some can be left out: hardly anything tells them apart. */
const ALIKE = {
  namespace: fc.constant('shop'),
  image_name: fc.constant('web'),
  image_version: fc.constant('1.4'),
  image_digest: fc.constantFrom(...Array<string>(5).fill(sha('a')), sha('b')),
  registry_name: fc.constantFrom('x', 'x', 'x', 'y'),
  scan_status: fc.constantFrom('success', 'failed'),
  severity_level: fc.constantFrom('Low', 'Low', 'High'),
  latest_scan_time: fc.constantFrom(1, 2),
  latest_update_time: fc.constantFrom(1, 2, 3),
  vul_num: fc.constantFrom(0, 0, 0, 9, '9'),
  malicious_file_num: fc.constantFrom(0, 0, 0, 1, 2),
};

const ALIKE_REGISTRY = {
  registry_id: fc.constantFrom('7', '7', '7', '8'),
  shared_status: fc.constantFrom('effective', 'effective', 'expired'),
  latest_sync_time: fc.constantFrom(1, 1, 2, 3),
  is_multiple_arch: fc.constantFrom(false, false, false, true),
  association_images: fc.constantFrom(
    [],
    [],
    [{ image_digest: sha('b') }],
    [{ image_digest: sha('c') }],
  ),
};

const LISTS = { cicd: CICD_IMAGES, registry: REGISTRY_IMAGES };

interface Rows {
  readonly cicd: readonly Row[];
  readonly registry: readonly Row[];
}

const raws = (
  any: fc.Arbitrary<object>,
  alike: fc.Arbitrary<object>,
): fc.Arbitrary<(object | null)[]> =>
  fc.oneof(
    fc.array(fc.oneof({ weight: 20, arbitrary: any }, fc.constant(null)), { maxLength: 6 }),
    fc.array(alike, { maxLength: 5 }),
  );

const anyRows: fc.Arbitrary<Rows> = fc
  .record({
    cicd: raws(fc.record(COMMON, { requiredKeys: [] }), fc.record(ALIKE)),
    registry: raws(
      fc.record({ ...COMMON, ...REGISTRY }, { requiredKeys: [] }),
      fc.record({ ...ALIKE, ...ALIKE_REGISTRY }),
    ),
  })
  .map(({ cicd, registry }) => ({
    cicd: cicd.map((raw) => readRow(CICD_IMAGES, raw)),
    registry: registry.map((raw) => readRow(REGISTRY_IMAGES, raw)),
  }));

/** A row of an answer as the reader at the other end has it. */
function readBack(list: keyof Rows, answer: object): Row {
  const { anomalies, ...raw } = answer as { anomalies?: string[] };
  const row = readRow(LISTS[list], raw);
  expect(row.anomalies).toBeUndefined();
  return anomalies === undefined ? row : { ...row, anomalies };
}

const each = (rows: Rows, change: (rows: readonly Row[], list: keyof Rows) => Row[]): Rows => ({
  cicd: change(rows.cicd, 'cicd'),
  registry: change(rows.registry, 'registry'),
});

const answered = (rows: Rows, wanted: RequestedImage): Rows =>
  each(rows, (all, list) =>
    imageRows(LISTS[list], all, wanted).map((answer) => readBack(list, answer)),
  );

const POLICY = { maxSeverity: SeverityLevel.LOW };

/** At swr.example.com there is the registry 7. */
function recordsOf({ cicd, registry }: Rows): ScanRecord[] {
  const listed = {
    cicdImages: cicd as readonly HssCicdImage[],
    registryImages: registry as readonly HssRegistryImage[],
    imageRegistries: [{ id: '7', registryAddr: 'swr.example.com' }],
  };
  return scanRecords(listed, policyFromProps(POLICY, 0));
}

/** What is asked for by the proxy's own filter alone, or by HSS's for the version. */
const ofVersion = ({ imageVersion }: RequestedImage, rows: Rows): Rows =>
  each(rows, (all) =>
    all.filter(
      (row) =>
        imageVersion === undefined ||
        row.imageVersion === imageVersion ||
        row.anomalies?.some((anomaly) => /^(image_version|row):/.test(anomaly)),
    ),
  );

/** What rules read of the row itself. Its list and registry may be another's that says the same. */
const judged = ({ row }: Pick<Selection, 'row'>): unknown => [
  row?.imageVersion,
  row?.imageDigest,
  row?.scanStatus,
  row?.severityLevel,
  row?.latestScanTime,
  row?.vulNum,
  row?.unsafeSettingNum,
  row?.maliciousFileNum,
];

const LIMITS = [
  {},
  { maxMaliciousFiles: 1, maxSyncAgeHours: 1 },
  { maxVulnerabilities: 9, maxSyncAgeHours: 24 },
];

test.each<[string, RequestedImage]>([
  ['shop/web:1.4', { namespace: 'shop', imageName: 'web', imageVersion: '1.4' }],
  [`shop/web@${sha('a')}`, { namespace: 'shop', imageName: 'web', imageDigest: sha('a') }],
  [`shop/web@${sha('a')}`, { namespace: 'shop', imageName: 'web' }],
])('the same row is judged of %s by %j, by the same rules', (text, wanted) => {
  const reference = parseReference(`swr.example.com/${text}`);
  fc.assert(
    fc.property(
      anyRows,
      fc.constantFrom(undefined, ['x'], ['x', 'y'], ['z']),
      (given, registryNames) => {
        const rows = ofVersion(wanted, given);
        const [some, all] = [answered(rows, wanted), rows].map((one) =>
          selectRow(reference, recordsOf(one), registryNames),
        );
        expect(judged(some)).toEqual(judged(all));
        expect(some.problem === undefined).toBe(all.problem === undefined);
        if (all.row === undefined) return;
        const platforms = [some, all].map(({ scans, chosen }) =>
          platformsOf(scans, chosen)?.map(({ digest }) => digest ?? ''),
        );
        expect(platforms[0]?.sort()).toEqual(platforms[1]?.sort());
        for (const limits of LIMITS) {
          const policy = policyFromProps({ ...POLICY, ...limits }, 0);
          const context = {
            reference,
            policy,
            // Half of the times are fresh.
            now: 2 + 3_600_000,
            source: 'live',
            deployedByDigest: true,
            listingWaived: false,
            isIndex: platforms[0] !== undefined && all.chosen.every(isIndex),
            isNestedIndex: false,
          };
          const cases = COMPARED.flatMap((rule) =>
            [true, false].map((hasScan) => ({ rule, hasScan })),
          );
          for (const { rule, hasScan } of cases) {
            const [found, expected] = [some, all].map((selection) =>
              rule.check({
                ...context,
                hasScan,
                ...selection,
                chosen: reference.digest === undefined ? selection.chosen : [],
              }),
            );
            expect([rule.id, found === undefined]).toEqual([rule.id, expected === undefined]);
          }
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('the same row is judged of a platform of an index', () => {
  const wanted = { namespace: 'shop', imageName: 'web', imageDigest: sha('a') };
  fc.assert(
    fc.property(anyRows, fc.constantFrom(undefined, ['x']), (rows, registryNames) => {
      const [some, all] = [answered(rows, wanted), rows].map((one) =>
        selectPlatform(sha('a'), ['shop/web'], recordsOf(one), registryNames),
      );
      expect(judged(some)).toEqual(judged(all));
      expect(some.problem === undefined).toBe(all.problem === undefined);
    }),
    { numRuns: 1000 },
  );
});

test('of an index only the digests of its platforms are answered', () => {
  const raw = {
    image_name: 'web',
    is_multiple_arch: true,
    association_images: [{ id: 1, namespace: 'shop', image_digest: sha('b'), vul_num: 3 }, {}],
  };
  expect(imageRows(REGISTRY_IMAGES, [readRow(REGISTRY_IMAGES, raw)], { imageName: 'web' })).toEqual(
    [{ ...raw, association_images: [{ image_digest: sha('b') }, {}] }],
  );
});

test('every field is kept that the strictest policy reads', () => {
  const policy = policyFromProps(
    {
      maxSeverity: SeverityLevel.LOW,
      maxVulnerabilities: 0,
      maxUnsafeSettings: 0,
      maxSyncAgeHours: 1,
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
  const rows = [
    { ...raw, image_id: 'a', image_size: 'odd' },
    { ...raw, image_id: 'b' },
  ].map((one) => readRow(CICD_IMAGES, one));
  expect(imageRows(CICD_IMAGES, rows, { imageName: 'web' })).toEqual([raw, raw]);
});
