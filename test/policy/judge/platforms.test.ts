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
        { digest: AMD, names: ['shop/web'], imageSource: ImageSource.REGISTRY },
        { digest: ARM, names: ['shop/web'], imageSource: ImageSource.REGISTRY },
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
    'image-listed',
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
    `platform ${AMD}: its severity is High; at most Low is allowed; 1 more violates it: platform ${ARM}`,
  );
});

test.each<[string, Partial<HssRegistryImage>, [string, string[] | undefined][]]>([
  ['names no platforms', { associationImages: undefined }, [['image-listed', undefined]]],
  ['names no platforms at all', { associationImages: [] }, [['image-listed', undefined]]],
  [
    'names a platform without a digest',
    { associationImages: [names(AMD), names(undefined)] },
    [['image-listed', undefined]],
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
    platform(AMD, { imageVersion: '1.4', latestUpdateTime: 0 }),
    platform(ARM, { imageVersion: '1.4', latestUpdateTime: 1 }),
  ];
  for (const given of [rows, [...rows].reverse()]) {
    expect(judgement({ rows: given }).verdict).toMatchObject({
      decision: 'ALLOW',
      pinnedReference: `swr.example.com/shop/web@${INDEX}`,
    });
  }
  // An image that the index does not name is another one.
  const moved = platform(THIRD, { imageVersion: '1.4', latestUpdateTime: 2 });
  expect(judgement({ rows: [...rows, moved] }).verdict.pinnedReference).toMatch(THIRD);
});

test('indexes of one tag that name each other are ambiguous', () => {
  const naming = (own: string, other: string): HssRegistryImage =>
    index({ imageDigest: own, associationImages: [names(other)] });
  const { verdict } = judgement({ rows: [naming(INDEX, THIRD), naming(THIRD, INDEX)] });
  expect(verdict.findings).toEqual([
    expect.objectContaining({
      ruleId: 'image-listed',
      message: expect.stringContaining('is ambiguous: 2 rows updated at'),
    }),
  ]);
});

describe('what an index names stands aside only for the index that the tag is', () => {
  const tagged = (imageDigest: string, latestUpdateTime: number | undefined, more = {}) =>
    platform(imageDigest, { imageVersion: '1.4', latestUpdateTime, ...more });
  const old = index({ latestUpdateTime: 1, associationImages: [names(ARM)] });

  test.each<[string, Given, RegExp]>([
    [
      'a newer image is',
      { rows: [old, tagged(THIRD, 5), tagged(ARM, 9, HIGH)] },
      /severity is High/,
    ],
    [
      'the pipeline had the platform scanned, and a newer image is',
      { rows: [old, tagged(THIRD, 5)], cicd: [{ imageDigest: ARM }] },
      /ambiguous: the CI\/CD images/,
    ],
    [
      'an image of unknown time may be',
      { rows: [old, tagged(THIRD, 5), tagged(ARM, undefined)] },
      /does not say when it was updated/,
    ],
    [
      'the platform was pushed again',
      { rows: [old, tagged(ARM, 2)] },
      /was updated under the same/,
    ],
    [
      'indexes that name each other are',
      {
        rows: [
          tagged(AMD, 1),
          index({ latestUpdateTime: 5, associationImages: [names(THIRD)] }),
          index({ imageDigest: THIRD, latestUpdateTime: 5, associationImages: [names(INDEX)] }),
        ],
      },
      /ambiguous/,
    ],
    [
      'another index is without its platforms',
      { rows: [index({ associationImages: undefined, latestUpdateTime: 5 }), tagged(AMD, 9)] },
      /as an index without its platforms/,
    ],
  ])('and not where %s', (_, given, message) => {
    const [finding] = judgement(given).verdict.findings;
    expect(finding.message).toMatch(message);
  });
});

describe('what is said of an index by some of its records', () => {
  const bad = { ...HIGH, vulNum: 99, latestScanTime: NOW - DAY };
  test.each<[string, Partial<HssRegistryImage>]>([
    ['of no time', { scanStatus: ScanStatus.SUCCESS }],
    ['at the same time', { scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW - DAY }],
    ['later', { scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW - 1 }],
  ])('is not hidden by a record without findings %s', (_, change) => {
    const rows = [index(), index({ ...change, imageVersion: '1.3' }), platform(AMD), platform(ARM)];
    const worse = index({ ...bad, scanStatus: ScanStatus.SUCCESS, imageVersion: '1.2' });
    const policy = { maxVulnerabilities: 5 };
    expect(standing({ rows, policy })).toEqual([]);
    expect(standing({ rows: [...rows, worse], policy })).toEqual([
      ['max-severity', undefined],
      ['max-vulnerabilities', undefined],
    ]);
  });

  test('does not excuse an image that is no index where it was chosen', () => {
    const elsewhere = index({ imageDigest: THIRD, registryId: '8', registryName: 'mirror' });
    const stale = { imageDigest: THIRD, latestScanTime: NOW - 90 * DAY };
    const rows = [platform(THIRD, { ...stale, imageVersion: '1.4' }), elsewhere];
    expect(standing({ rows: [...rows, platform(AMD), platform(ARM)] })).toEqual([
      ['scan-fresh', undefined],
    ]);
    expect(
      standing({
        rows: [elsewhere, platform(AMD), platform(ARM)],
        cicd: [{ ...stale, scanStatus: ScanStatus.FAILED }],
      }),
    ).toContainEqual(['scan-completed', undefined]);
  });

  test('holds where the digest of the chosen record is unsound', () => {
    const odd = index({ imageDigest: undefined, anomalies: ['image_digest: odd'] });
    const clean = { ...odd, scanStatus: ScanStatus.SUCCESS, severityLevel: SeverityLevel.SECURITY };
    expect(
      standing({
        rows: [clean, platform(AMD), platform(ARM, HIGH)],
        policy: { requireDigest: false },
      }).map(([rule]) => rule),
    ).toContain('image-listed');
  });

  test('of a row whose digest is unsound does not make its platforms indexes', () => {
    const odd = index({
      imageDigest: undefined,
      imageVersion: '0.9',
      latestUpdateTime: 1,
      anomalies: ['image_digest: odd'],
    });
    expect(standing({ rows: [index(), platform(AMD), platform(ARM), odd] })).toEqual([]);
  });
});

test('malware that an index tells of denies, though no row of the platform has it', () => {
  const told = (maliciousFileNum: number) =>
    index({ associationImages: [names(AMD), names(ARM, { maliciousFileNum })] });
  const rows = [platform(AMD), platform(ARM)];
  expect(standing({ rows: [told(0), ...rows] })).toEqual([]);
  expect(standing({ rows: [told(1), ...rows] })).toEqual([['max-malicious-files', undefined]]);
  expect(standing({ rows: [told(1), ...rows], policy: { maxMaliciousFiles: 1 } })).toEqual([]);
});

test('a platform with two names is judged by the records of both, in whatever order', () => {
  const other = { imageName: 'web-arm64' };
  const twice = [names(ARM, other), names(ARM), names(AMD)];
  for (const associationImages of [twice, [...twice].reverse()]) {
    const rows = [
      index({ associationImages }),
      platform(AMD),
      platform(ARM, { latestScanTime: NOW - 2 * DAY }),
      platform(ARM, { ...other, ...HIGH }),
    ];
    for (const given of [rows, [...rows].reverse()]) {
      expect(standing({ rows: given })).toEqual([['max-severity', [ARM]]]);
    }
  }
});

test('more platforms than any image has are too many', () => {
  const associationImages = Array.from({ length: 65 }, (_, n) =>
    names(`sha256:${String(n).padStart(64, '0')}`),
  );
  const rows = [
    index({ associationImages }),
    ...associationImages.map(({ imageDigest }) => platform(imageDigest!)),
  ];
  expect(judgement({ rows }).verdict.findings[0].message).toBe(
    'it names 65 platforms; at most 64 can be judged',
  );
  const rest = index({ associationImages: associationImages.slice(1) });
  expect(standing({ rows: [rest, ...rows.slice(1)] })).toEqual([]);
});

test('a digest from outside stands in one line of a message', () => {
  const hostile = 'x\n::error::\u001b[31m';
  const [finding] = judgement({
    rows: [index({ associationImages: [names(hostile)] })],
  }).verdict.findings;
  expect(finding.message).not.toContain('\n');
  expect(finding.message).not.toContain('\u001b');
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
