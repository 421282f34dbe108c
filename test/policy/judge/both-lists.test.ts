import { HssCicdImage } from '../../../src/contract/cicd-image';
import {
  RegistryType,
  ScanStatus,
  SeverityLevel,
  SharedImageStatus,
} from '../../../src/contract/enums';
import { HssRegistryImage } from '../../../src/contract/registry-image';
import { ImagePolicyProps, ImageSource } from '../../../src/policy';
import { DAY, HOUR, NOW, exception, judged, registryRow, row, sha, violated } from '../fixtures';

/** Records of both lists about swr.example.com/shop/web:1.4, and what comes of them. */
interface Both {
  readonly cicd?: Partial<HssCicdImage>[];
  readonly registry?: Partial<HssRegistryImage>[];
  readonly policy?: Partial<ImagePolicyProps>;
  readonly reference?: string;
}

const given = ({ cicd = [], registry = [], policy, reference }: Both) => ({
  rows: cicd.map(row),
  registryRows: registry.map(registryRow),
  policy,
  reference,
});
const findings = (both: Both): string[] => violated(given(both));
const problem = (both: Both): string =>
  judged(given(both)).verdict.findings.find(({ ruleId }) => ruleId === 'image-listed')?.message ??
  'listed';

const DIGEST = `swr.example.com/shop/web@${sha('a')}`;
const HIGH = { severityLevel: SeverityLevel.HIGH };
const EXPIRED = { sharedStatus: SharedImageStatus.EXPIRED };
const ELSEWHERE = { registryId: '8', registryName: 'mirror' };

describe('a registry image', () => {
  test('is judged like a CI/CD image, and the verdict says which list it is from', () => {
    const { verdict, record } = judged(given({ registry: [{}] }));
    expect(verdict).toMatchObject({
      decision: 'ALLOW',
      pinnedReference: DIGEST,
      image: { id: '9223372036854775807', registryId: '7' },
      registryImage: { id: '9223372036854775807' },
      imageSource: ImageSource.REGISTRY,
    });
    expect(record).toMatchObject({ registry: { registryId: '7' } });
    expect(judged().verdict).toMatchObject({ imageSource: ImageSource.CICD });
    expect(judged().verdict.registryImage).toBeUndefined();
  });

  test.each<[string, Both, string]>([
    ['at another host', { registry: [ELSEWHERE] }, 'it is in mirror (mirror.example.com:8443)'],
    [
      'of a registry that ListRegistry lacks',
      { registry: [{ registryId: '9' }] },
      'it is in prod-swr (whose address HSS does not say)',
    ],
    [
      'of SWR where no region is known',
      { registry: [{ registryId: '9', registryType: RegistryType.SWR_PRIVATE }] },
      "in prod-swr (SWR); SWR's host is unknown because no region is known: set HW_REGION_NAME",
    ],
    ['without a registry', { registry: [{ registryId: undefined }] }, '(without a registry ID)'],
    ['of an expired share', { registry: [EXPIRED] }, 'whose share has expired'],
    ['of another tag', { registry: [{ imageVersion: '1.3' }] }, 'of shop/web it lists 1.3'],
    [
      'of a registry that the policy leaves out',
      { registry: [{}], policy: { registryNames: ['other'] } },
      "the policy's registryNames requires; it is in prod-swr",
    ],
    [
      'with an unsound registry',
      { registry: [{ registryId: undefined, anomalies: ['registry_id: odd'] }] },
      'may be another image',
    ],
    [
      'with an unsound share',
      { registry: [{ anomalies: ['shared_status: odd'] }] },
      'may be another image',
    ],
  ])('%s does not count', (_, both, message) => {
    for (const reference of [undefined, DIGEST]) {
      if (reference !== undefined && both.registry?.[0].imageVersion !== undefined) continue;
      expect(findings({ ...both, reference })).toEqual(['image-listed']);
      expect(problem({ ...both, reference })).toContain(message);
    }
  });

  test('is not advised against by registryHosts where a region is missing', () => {
    const swr = { registryId: '9', registryType: RegistryType.SWR_SHARED };
    expect(problem({ registry: [swr] })).not.toContain('registryHosts');
    expect(problem({ registry: [ELSEWHERE, swr] })).toContain('set HW_REGION_NAME');
    const policy = { registryHosts: { 'prod-swr': ['swr.example.org'] } };
    expect(problem({ registry: [swr], policy })).toMatch(
      /\(swr.example.org\).*registryHosts if the images are the same$/,
    );
    // A row without the ID of its registry has no host in any region.
    const lost = { ...swr, registryId: undefined };
    expect(problem({ registry: [lost] })).toMatch(/\(without a registry ID\)$/);
  });

  test('counts at a further host that the policy names', () => {
    const policy = { registryHosts: { mirror: ['swr.example.com'] } };
    expect(findings({ registry: [ELSEWHERE], policy })).toEqual([]);
    expect(findings({ registry: [{}], policy })).toEqual([]);
    expect(
      findings({ registry: [ELSEWHERE], policy: { registryHosts: { x: ['swr.example.com'] } } }),
    ).toEqual(['image-listed']);
  });

  test('of the same name in five registries counts by its host alone', () => {
    const others = ['8', '9', '10', '11'].map((registryId) => ({
      registryId,
      registryName: `r${registryId}`,
      imageDigest: sha('b'),
      ...HIGH,
    }));
    expect(findings({ registry: [...others, {}] })).toEqual([]);
    expect(findings({ registry: others })).toEqual(['image-listed']);
    // Registries of one host are not told apart: registryNames picks one.
    const twin = { registryName: 'twin', imageDigest: sha('b') };
    expect(problem({ registry: [{}, twin] })).toMatch(/registries prod-swr and twin/);
    expect(findings({ registry: [{}, twin], policy: { registryNames: ['prod-swr'] } })).toEqual([]);
  });

  test.each<[Partial<HssRegistryImage>, string[]]>([
    [HIGH, ['max-severity']],
    [{ scanStatus: ScanStatus.UNSCAN, latestScanTime: undefined }, ['scan-completed']],
    [{ latestScanTime: NOW - 8 * DAY }, ['scan-fresh']],
    [{ maliciousFileNum: 1 }, ['max-malicious-files']],
    [{ imageDigest: '' }, ['digest-known']],
    [{ anomalies: ['is_multiple_arch: odd'] }, ['row-sound']],
    [{ anomalies: ['association_images[0]: odd'] }, ['row-sound']],
    [{ anomalies: ['association_images[0].image_digest: odd'] }, ['row-sound']],
    [{ anomalies: ['association_images[0].vul_num: odd', 'association_images[1].id: odd'] }, []],
    [{ anomalies: ['instance_url: odd', 'id: odd', 'latest_sync_time: odd'] }, []],
  ])('with %j violates %j', (change, rules) => {
    expect(findings({ registry: [change] })).toEqual(rules);
  });

  test('that HSS has not scanned says how it comes to be', () => {
    const unscanned = { scanStatus: ScanStatus.UNSCAN };
    expect(judged(given({ registry: [unscanned] })).verdict.findings[0].message).toBe(
      'HSS has not scanned it: wait for its scheduled scan, or run hss-gate scan',
    );
    expect(judged(given({ cicd: [unscanned] })).verdict.findings[0].message).toBe(
      'its scan is not complete: the status is unscan',
    );
  });

  test('that HSS cannot scan has a reason of its own', () => {
    const unscannable = { scannable: false, scanStatus: ScanStatus.UNSCAN };
    const { verdict } = judged(given({ registry: [unscannable] }));
    expect(verdict.findings[0].message).toBe(
      "HSS can't scan it (scannable is false): the status is unscan",
    );
    // It was scanned before.
    expect(findings({ registry: [{ scannable: false }] })).toEqual([]);
  });
});

describe('lists that both have a tag', () => {
  const other = { imageDigest: sha('b') };
  const newer = { ...other, latestUpdateTime: NOW };

  test.each<[string, Both]>([
    ['differ', { cicd: [{}], registry: [other] }],
    ['differ, whichever is newer', { cicd: [{}], registry: [newer] }],
    ['may differ', { cicd: [{ imageDigest: undefined }], registry: [{}] }],
    ['both say no digest', { cicd: [{ imageDigest: '' }], registry: [{ imageDigest: '' }] }],
  ])('are ambiguous where they %s', (_, both) => {
    expect(findings(both)).toEqual(['image-listed']);
    expect(problem(both)).toMatch(
      /ambiguous: the CI\/CD images have it as .*, the registry images as .*; imageSources or registryNames/,
    );
  });

  test('agree where the newest of each is the same digest', () => {
    expect(findings({ cicd: [{ ...other, latestUpdateTime: 1 }, {}], registry: [{}] })).toEqual([]);
    expect(findings({ cicd: [{}], registry: [{ ...other, latestUpdateTime: 1 }, {}] })).toEqual([]);
  });

  test('are told apart by registryNames, and by the digest', () => {
    const both = { cicd: [{ registryName: 'dev', ...other }], registry: [{}] };
    expect(findings(both)).toEqual(['image-listed']);
    expect(findings({ ...both, policy: { registryNames: ['prod-swr'] } })).toEqual([]);
    expect(findings({ ...both, reference: DIGEST })).toEqual([]);
  });

  test('agree where what may be the image is older than what surely is', () => {
    const odd = { imageName: undefined, anomalies: ['image_name: odd'] };
    const older = { ...odd, ...other, latestUpdateTime: 1 };
    expect(findings({ cicd: [older], registry: [{}] })).toEqual([]);
    expect(problem({ cicd: [{ ...odd, ...newer }], registry: [{}] })).toMatch(
      /may be another image/,
    );
  });

  test('count only where imageSources names them', () => {
    const cicdOnly = { imageSources: [ImageSource.CICD] };
    const registryOnly = { imageSources: [ImageSource.REGISTRY] };
    const both = { cicd: [{}], registry: [other] };
    expect(findings({ ...both, policy: cicdOnly })).toEqual([]);
    expect(findings({ registry: [{}], policy: cicdOnly })).toEqual(['image-listed']);
    expect(findings({ cicd: [{}], policy: registryOnly })).toEqual(['image-listed']);
    expect(judged(given({ ...both, policy: registryOnly })).verdict.pinnedReference).toContain(
      sha('b'),
    );
  });

  test('are ambiguous where one of them is', () => {
    const cicd = [{ latestUpdateTime: 5 }, { latestUpdateTime: 5, ...other }];
    expect(problem({ cicd, registry: [{}] })).toMatch(/2 rows updated at/);
  });
});

describe('of one digest in both lists', () => {
  test('the newest completed scan decides, whichever list it is in', () => {
    const bad = { ...HIGH, latestScanTime: NOW - HOUR };
    expect(findings({ cicd: [{}], registry: [bad] })).toEqual(['max-severity']);
    expect(findings({ cicd: [bad], registry: [{}] })).toEqual(['max-severity']);
    const old = { ...HIGH, latestScanTime: NOW - 3 * DAY };
    expect(findings({ cicd: [{}], registry: [old] })).toEqual([]);
    expect(findings({ cicd: [old], registry: [{}] })).toEqual([]);
    const { verdict } = judged(given({ cicd: [old], registry: [{}] }));
    expect(verdict.imageSource).toBe(ImageSource.REGISTRY);
  });

  test('of scans at the same time the worst of each counts', () => {
    expect(findings({ cicd: [HIGH], registry: [{ maliciousFileNum: 1 }] })).toEqual([
      'max-severity',
      'max-malicious-files',
    ]);
  });

  test.each<[string, Partial<HssRegistryImage>]>([
    ['in its registry', {}],
    ['at another host', ELSEWHERE],
    ['of an expired share', EXPIRED],
    ['under another tag', { imageVersion: '1.3' }],
  ])('a record %s counts as a scan of the same bytes', (_, place) => {
    const later = { latestScanTime: NOW - HOUR };
    expect(findings({ cicd: [{}], registry: [{ ...place, ...later, ...HIGH }] })).toEqual([
      'max-severity',
    ]);
    expect(findings({ cicd: [{}], registry: [{ ...place, maliciousFileNum: 1 }] })).toEqual([
      'max-malicious-files',
    ]);
    expect(findings({ cicd: [HIGH], registry: [{ ...place, ...later }] })).toEqual([]);
  });

  test('an unsound record denies, wherever it stands', () => {
    const odd = { latestScanTime: NOW - 30 * DAY, anomalies: ['severity_level: odd'] };
    expect(findings({ cicd: [{}], registry: [odd] })).toEqual(['row-sound']);
    expect(judged(given({ cicd: [{}], registry: [odd] })).verdict.findings[0].message).toBe(
      "the row breaks the API's contract: severity_level: odd (another row of the digest, prod-swr/1.4)",
    );
    expect(findings({ cicd: [odd], registry: [{}] })).toEqual(['row-sound']);
    expect(
      findings({ cicd: [{}], registry: [{ ...odd, imageDigest: sha('b'), imageVersion: '1' }] }),
    ).toEqual([]);
    // It may be another image's, and is older.
    const unnamed = { ...odd, anomalies: ['image_name: odd'], latestUpdateTime: 1 };
    expect(findings({ cicd: [{}], registry: [unnamed] })).toEqual([]);
  });
});

describe('the synchronization', () => {
  const policy = { maxSyncAgeHours: 48 };
  const synced = (latestSyncTime: number | undefined): Partial<HssRegistryImage>[] => [
    { latestSyncTime },
  ];
  test.each<[string, Both, string[]]>([
    ['recent enough', { registry: synced(NOW - 48 * HOUR) }, []],
    ['too old', { registry: synced(NOW - 48 * HOUR - 1) }, ['sync-fresh']],
    ['of no time', { registry: synced(undefined) }, ['sync-fresh']],
    ['a little in the future', { registry: synced(NOW + 300_000) }, []],
    ['in the future', { registry: synced(NOW + 300_001) }, ['sync-fresh']],
    ['too old, beside a CI/CD image', { cicd: [{}], registry: synced(1) }, ['sync-fresh']],
    ['too old, and a digest asked for', { registry: synced(1), reference: DIGEST }, []],
    [
      'too old in another registry',
      { cicd: [{}], registry: [{ ...ELSEWHERE, latestSyncTime: 1 }] },
      [],
    ],
    ['of a CI/CD image', { cicd: [{}] }, []],
  ])('is %s', (_, both, rules) => {
    expect(findings({ ...both, policy })).toEqual(rules);
    expect(findings(both)).toEqual([]);
  });

  test('can be waived', () => {
    const exceptions = [exception({ rules: ['sync-fresh'] })];
    expect(findings({ registry: synced(1), policy: { ...policy, exceptions } })).toEqual([]);
  });
});

test('SWR is at its region, and its Enterprise Edition at the instance', () => {
  const swr = { registryId: '20', registryType: RegistryType.SWR_ENTERPRISE };
  const instanceUrl = 'https://swr.example.com';
  expect(findings({ registry: [{ ...swr, instanceUrl }] })).toEqual([]);
  expect(findings({ registry: [swr] })).toEqual(['image-listed']);
});
