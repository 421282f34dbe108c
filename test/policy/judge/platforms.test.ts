import { HssCicdImage } from '../../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import { HssAssociatedImage, HssRegistryImage } from '../../../src/contract/registry-image';
import { ImagePolicyProps, ImageSource, Judgement } from '../../../src/policy';
import { DAY, NOW, exception, judged, registryRow, row, sha } from '../fixtures';

const INDEX = sha('f');
const [AMD, ARM, THIRD] = [sha('a'), sha('b'), sha('c')];
const TAG = 'swr.example.com/shop/web:1.4';

/** An entry of an index, which says neither for which platform it is nor how severe its risk is. */
const names = (imageDigest: string | undefined, more: HssAssociatedImage = {}) => ({
  namespace: 'shop',
  imageName: 'web',
  ...(imageDigest === undefined ? {} : { imageDigest }),
  ...more,
});

const UNSCANNED = {
  scanStatus: ScanStatus.UNSCAN,
  latestScanTime: undefined,
  severityLevel: undefined,
  vulNum: undefined,
  unsafeSettingNum: undefined,
  maliciousFileNum: undefined,
};

/** The index as a registry has it: never scanned itself. */
const index = (change: Partial<HssRegistryImage> = {}): HssRegistryImage =>
  registryRow({
    ...UNSCANNED,
    imageDigest: INDEX,
    isMultipleArch: true,
    associationImages: [names(AMD), names(ARM)],
    ...change,
  });

const platform = (imageDigest: string, change: Partial<HssRegistryImage> = {}): HssRegistryImage =>
  registryRow({ imageDigest, imageVersion: '', ...change });

interface Given {
  readonly rows?: HssRegistryImage[];
  readonly cicd?: Partial<HssCicdImage>[];
  readonly policy?: Partial<ImagePolicyProps>;
  readonly reference?: string;
}

function judgement({ rows, cicd = [], policy, reference }: Given = {}): Judgement {
  return judged({
    reference,
    policy,
    rows: cicd.map(row),
    registryRows: rows ?? [index(), platform(AMD), platform(ARM)],
  });
}

const standing = (given: Given): (readonly [string, string[] | undefined])[] =>
  judgement(given)
    .verdict.findings.filter(({ waivedBy }) => waivedBy === undefined)
    .map(({ ruleId, platforms }) => [ruleId, platforms]);

const HIGH = { severityLevel: SeverityLevel.HIGH };

test('an index is allowed and pinned when each of its platforms passes', () => {
  for (const reference of [TAG, `swr.example.com/shop/web@${INDEX}`]) {
    const { verdict } = judgement({ reference });
    expect(verdict).toMatchObject({
      decision: 'ALLOW',
      pinnedReference: `swr.example.com/shop/web@${INDEX}`,
      findings: [],
      platforms: [
        { digest: AMD, name: 'shop/web', imageSource: ImageSource.REGISTRY },
        { digest: ARM, name: 'shop/web', imageSource: ImageSource.REGISTRY },
      ],
    });
  }
});

test('a platform by itself is judged like any image', () => {
  const { verdict } = judgement({ reference: `swr.example.com/shop/web@${ARM}` });
  expect(verdict.decision).toBe('ALLOW');
  expect(verdict.platforms).toBeUndefined();
});

test.each<[string, HssRegistryImage[], string, string[]]>([
  ['is not listed', [], 'image-listed', [ARM]],
  ['is listed with another digest', [platform(THIRD)], 'image-listed', [ARM]],
  ['is High', [platform(ARM, HIGH)], 'max-severity', [ARM]],
  ['says no severity', [platform(ARM, { severityLevel: undefined })], 'max-severity', [ARM]],
  ['is not scanned', [platform(ARM, { scanStatus: ScanStatus.UNSCAN })], 'scan-completed', [ARM]],
  ['is stale', [platform(ARM, { latestScanTime: NOW - 9 * DAY })], 'scan-fresh', [ARM]],
  ['has malware', [platform(ARM, { maliciousFileNum: 1 })], 'max-malicious-files', [ARM]],
  ['is unsound', [platform(ARM, { anomalies: ['severity_level: odd'] })], 'row-sound', [ARM]],
  [
    'is an index itself',
    [platform(ARM, { associationImages: [names(THIRD)] }), platform(THIRD)],
    'scan-completed',
    [ARM],
  ],
])('an index is denied whose platform %s', (_, rows, rule, platforms) => {
  expect(standing({ rows: [index(), platform(AMD), ...rows] })).toEqual([[rule, platforms]]);
});

test('a platform that is missing is named, and what else it may be', () => {
  const { verdict } = judgement({ rows: [index(), platform(AMD)] });
  expect(verdict.findings[0].message).toBe(
    `platform ${ARM}: HSS does not list it; an index also names attestations, which are never scanned: ` +
      'build without them (buildx: --provenance=false --sbom=false)',
  );
});

test('platforms with the same violation are one finding', () => {
  const { findings } = judgement({
    rows: [index(), platform(AMD, HIGH), platform(ARM, HIGH)],
  }).verdict;
  expect(findings).toHaveLength(1);
  expect(findings[0].message).toBe(
    `platform ${AMD}: its severity is High; at most Low is allowed; so do ${ARM}`,
  );
});

test.each<[string, Partial<HssRegistryImage>, [string, string[] | undefined][]]>([
  ['names no platforms', { associationImages: undefined }, [['image-listed', undefined]]],
  ['names no platforms at all', { associationImages: [] }, [['image-listed', undefined]]],
  [
    'names a platform without a digest',
    { associationImages: [names(AMD), names(undefined)] },
    [['image-listed', ['(no digest)']]],
  ],
  [
    'names a platform with an odd digest',
    { associationImages: [names('sha256:abc')] },
    [['image-listed', ['sha256:abc']]],
  ],
  ['is High itself', HIGH, [['max-severity', undefined]]],
  ['has malware itself', { maliciousFileNum: 1 }, [['max-malicious-files', undefined]]],
  ['has too many vulnerabilities itself', { vulNum: 9 }, [['max-vulnerabilities', undefined]]],
  ['is unsound', { anomalies: ['association_images[1]: odd'] }, [['row-sound', undefined]]],
  ['does not say that it is one', { isMultipleArch: undefined }, []],
  ['was scanned itself', { scanStatus: ScanStatus.SUCCESS, latestScanTime: 1 }, []],
])('an index that %s', (_, change, findings) => {
  const rows = [index(change), platform(AMD), platform(ARM)];
  expect(standing({ rows, policy: { maxVulnerabilities: 8 } })).toEqual(findings);
});

test('platforms that stand under the tag of their index do not make it ambiguous', () => {
  const rows = [
    index({ latestUpdateTime: 1 }),
    platform(AMD, { imageVersion: '1.4' }),
    platform(ARM, { imageVersion: '1.4', latestUpdateTime: NOW }),
  ];
  for (const given of [rows, [...rows].reverse()]) {
    expect(judgement({ rows: given }).verdict).toMatchObject({
      decision: 'ALLOW',
      pinnedReference: `swr.example.com/shop/web@${INDEX}`,
    });
  }
  // An image that the index does not name is another one.
  expect(standing({ rows: [...rows, platform(THIRD, { imageVersion: '1.4' })] })).toEqual([]);
  const moved = platform(THIRD, { imageVersion: '1.4', latestUpdateTime: NOW + 1 });
  expect(judgement({ rows: [...rows, moved] }).verdict.pinnedReference).toMatch(THIRD);
});

test('indexes that name each other are ambiguous, not chosen', () => {
  const rows = [
    index({ associationImages: [names(THIRD)] }),
    index({ imageDigest: THIRD, associationImages: [names(INDEX)] }),
  ];
  expect(standing({ rows })).toEqual([['image-listed', undefined]]);
});

test('a platform that a pipeline had scanned agrees with the index, and is its record', () => {
  const rows = [index(), platform(ARM)];
  const cicd = [{ imageDigest: AMD }];
  const { verdict } = judgement({ rows, cicd });
  expect(verdict.decision).toBe('ALLOW');
  expect(verdict.platforms?.map(({ imageSource }) => imageSource)).toEqual(['cicd', 'registry']);
  expect(standing({ rows, cicd: [{ ...cicd[0], ...HIGH }] })).toEqual([['max-severity', [AMD]]]);
  // Of an image that the index does not name they disagree.
  expect(standing({ rows, cicd: [{ imageDigest: THIRD }] })).toEqual([['image-listed', undefined]]);
});

test('a platform is looked for under the name that its index gives it', () => {
  const arm = { namespace: 'shop', imageName: 'web-arm64' };
  const rows = [index({ associationImages: [names(AMD), names(ARM, arm)] }), platform(AMD)];
  expect(standing({ rows: [...rows, platform(ARM, arm)] })).toEqual([]);
  expect(standing({ rows: [...rows, platform(ARM)] })).toEqual([]);
  expect(standing({ rows: [...rows, platform(ARM, { imageName: 'other' })] })).toEqual([
    ['image-listed', [ARM]],
  ]);
});

test('a record of the index in the other list does not stand for its platforms', () => {
  const cicd = [{ imageDigest: INDEX }];
  expect(standing({ rows: [index(), platform(AMD)], cicd })).toEqual([['image-listed', [ARM]]]);
  expect(standing({ cicd })).toEqual([]);
  expect(standing({ cicd: [{ ...cicd[0], ...HIGH }] })).toEqual([['max-severity', undefined]]);
});

describe('an exception', () => {
  const rows = [index(), platform(AMD, HIGH), platform(ARM, HIGH)];
  const waivedBy = (image: string): [string[] | undefined, boolean][] =>
    judgement({ rows, policy: { exceptions: [exception({ image })] } }).verdict.findings.map(
      ({ platforms, waivedBy: waiver }) => [platforms, waiver !== undefined],
    );

  test('about the image waives what its platforms violate', () => {
    expect(waivedBy('shop/web:1.4')).toEqual([[[AMD, ARM], true]]);
    expect(waivedBy(INDEX)).toEqual([[[AMD, ARM], true]]);
    expect(waivedBy('shop/api')).toEqual([[[AMD, ARM], false]]);
  });

  test('by the digest of a platform waives what that platform violates', () => {
    expect(waivedBy(ARM)).toEqual([
      [[AMD], false],
      [[ARM], true],
    ]);
    const { matching, used } = judgement({
      rows,
      policy: { exceptions: [exception({ image: ARM }), exception({ image: THIRD })] },
    });
    expect(matching.map(({ image }) => image)).toEqual([ARM]);
    expect(used.map(({ image }) => image)).toEqual([ARM]);
  });

  test('from image-listed allows an attestation, by its digest', () => {
    const attested = [index({ associationImages: [names(AMD), names(THIRD)] }), platform(AMD)];
    const exceptions = [exception({ image: THIRD, rules: ['image-listed'] })];
    expect(standing({ rows: attested })).toEqual([['image-listed', [THIRD]]]);
    expect(standing({ rows: attested, policy: { exceptions } })).toEqual([]);
  });
});
