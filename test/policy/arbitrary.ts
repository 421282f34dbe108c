import fc from 'fast-check';
import { ImageSource } from '../../src/policy/model/image-source';
import { HssCicdImage } from '../../src/contract/cicd-image';
import {
  RepairNecessity,
  ScanStatus,
  SeverityLevel,
  SharedImageStatus,
  VulnerabilitySeverity,
} from '../../src/contract/enums';
import { HssRegistryImage } from '../../src/contract/registry-image';
import { HssImageVulnerability } from '../../src/contract/vulnerabilities/hss-image-vulnerability';
import { VulnerabilityCveRow } from '../../src/contract/vulnerabilities/vulnerability-cve';
import {
  Enforcement,
  HandledVulnerabilities,
  ImageDeclaration,
  ImagePolicyException,
  ImagePolicyProps,
  ImageVulnerabilityLimits,
  KnownExploited,
  Pinning,
  WAIVABLE_RULE_IDS,
  isResourceRule,
} from '../../src/policy';
import { KnownExploitedFeed } from '../../src/policy/vulnerabilities/feed';
import { DAY, NOW, feed, registryRow, row, sha } from './fixtures';

/** The rules that exceptions about images can waive. */
export const WAIVABLE_IMAGE_RULES = WAIVABLE_RULE_IDS.filter((id) => !isResourceRule(id));

const terms = {
  owner: fc.constantFrom('a', 'b'),
  reason: fc.constantFrom('x', 'y'),
  expires: fc.constantFrom('2026-10-01', '2026-11-21', '2026-11-22', '2026-12-31'),
};

/** About images. */
export const anyException: fc.Arbitrary<ImagePolicyException> = fc
  .record({
    image: fc.constantFrom(
      'shop/web:*',
      'shop/web:1.4',
      'shop/web:1.5',
      '**/web',
      'shop/api',
      'swr.example.com/shop/web:1.4',
      'evil.io/**/web',
      sha('a'),
      sha('b'),
    ),
    rules: fc.subarray([...WAIVABLE_IMAGE_RULES], { minLength: 1 }),
    ...terms,
    scope: fc.constantFrom(undefined, 'prod/**', 'dev/**'),
  })
  .map(({ scope, ...rest }) => (scope === undefined ? rest : { ...rest, scope }));

/** The IDs of all drawn vulnerabilities and CVEs; one is both. */
export const DRAWN_IDS = ['HSS-1', 'HSS-2', 'CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'];
const DRAWN_CVES = DRAWN_IDS.slice(2);

/** CVE IDs as HSS should not write them, and how each is to be read: ? where it can't be relied on. */
export const ODD_CVES = {
  ' cve-2026-0001\u00a0': 'CVE-2026-0001',
  'CVE-2026-00002': 'CVE-2026-0002',
  CVE_2026_0003: '?',
  'CVE-2026-0001,CVE-2026-0002': '?',
} as const;

/** About some vulnerabilities of images. */
export const anyVulnerabilityException: fc.Arbitrary<ImagePolicyException> = fc
  .record({
    image: fc.constantFrom('shop/web:*', 'shop/web:1.4', 'shop/web:1.5', 'shop/api', sha('a')),
    vulnerabilities: fc.subarray(DRAWN_IDS, { minLength: 1 }),
    rules: fc.constantFrom(
      undefined,
      undefined,
      ['known-exploited'] as string[],
      ['max-vulnerabilities-by-severity'] as string[],
    ),
    ...terms,
    scope: fc.constantFrom(undefined, undefined, 'prod/**', 'dev/**'),
  })
  .map(given);

/** Without what is undefined. */
function given<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

const levels = (...numbers: number[]) =>
  fc.record(
    Object.fromEntries(
      ['critical', 'high', 'medium', 'low'].map((key) => [key, fc.constantFrom(...numbers)]),
    ),
    { requiredKeys: [] },
  );

export const anyVulnerabilityLimits: fc.Arbitrary<ImageVulnerabilityLimits> = fc.record(
  {
    max: levels(0, 0, 1, 3),
    graceDays: levels(0, 7, 30),
    knownExploited: fc.constant(KnownExploited.DENY),
    maxFeedAgeDays: fc.constantFrom(1, 7),
    handled: fc.constantFrom(...Object.values(HandledVulnerabilities)),
  },
  { requiredKeys: [] },
);

export const anyVulnerability: fc.Arbitrary<HssImageVulnerability> = fc
  .record({
    vulId: fc.constantFrom('HSS-1', 'HSS-2', 'HSS-3', 'CVE-2026-0001', '', undefined),
    severityLevel: fc.constantFrom(...Object.values(VulnerabilitySeverity), undefined),
    repairNecessity: fc.constantFrom(...Object.values(RepairNecessity), undefined),
    cves: fc.oneof(
      { weight: 1, arbitrary: fc.constant(undefined) },
      {
        weight: 4,
        arbitrary: fc
          .subarray([...DRAWN_CVES, ...Object.keys(ODD_CVES), undefined], { maxLength: 4 })
          .map((ids) => ids.map((cveId) => given({ cveId }))),
      },
    ),
    appName: fc.constantFrom('openssl', 'zlib'),
    handled: fc.boolean(),
  })
  .map(given);

const anyTime = fc.constantFrom(NOW, NOW - DAY, NOW - 10 * DAY, NOW - 40 * DAY, NOW + DAY);

/** What HSS says of the CVEs of each drawn vulnerability, where it says anything. */
export const anyPublished: fc.Arbitrary<{ readonly [id: string]: VulnerabilityCveRow[] }> =
  fc.dictionary(
    fc.constantFrom('HSS-1', 'HSS-2', 'HSS-3', 'CVE-2026-0001'),
    fc
      .subarray(DRAWN_CVES)
      .chain((ids) =>
        fc.tuple(
          ...ids.map((cveId) =>
            fc
              .oneof(
                { weight: 9, arbitrary: anyTime },
                { weight: 1, arbitrary: fc.constant(undefined) },
              )
              .map((publishTime) => given({ cveId, publishTime })),
          ),
        ),
      ),
  );

export const anyFeed: fc.Arbitrary<KnownExploitedFeed> = fc
  .record({
    cves: fc.subarray(DRAWN_CVES),
    releasedAt: fc.constantFrom(NOW, NOW - DAY, NOW - 5 * DAY, NOW - 8 * DAY, NOW + DAY),
  })
  .map(({ cves, releasedAt }) => feed(cves, { releasedAt }));

const resource = fc.constantFrom('helm_release.a', 'helm_release.*', 'module.m.**');

export const anyResourceException: fc.Arbitrary<ImagePolicyException> = fc
  .tuple(
    fc.record({ rules: fc.constant<string[]>(['images-determinable']), ...terms }),
    fc.oneof(
      fc.record({ resource }),
      fc.record({ scope: fc.constantFrom('prod/**', 'dev/**') }),
      fc.record({ resource, scope: fc.constantFrom('prod/**', 'dev/**') }),
    ),
  )
  .map(([rest, target]) => ({ ...rest, ...target }));

export const anyDeclaration: fc.Arbitrary<ImageDeclaration> = fc.record({
  resource,
  images: fc.subarray(['shop/web:1', 'x.io/a/b:2', `shop/api@${sha('a')}`], { minLength: 1 }),
  owner: terms.owner,
  reason: terms.reason,
});

export const anyProps: fc.Arbitrary<ImagePolicyProps> = fc.record(
  {
    maxSeverity: fc.constantFrom(...Object.values(SeverityLevel)),
    maxScanAgeHours: fc.constantFrom(0, 24, 168),
    maxSnapshotAgeHours: fc.constantFrom(0, 24, 48),
    maxVulnerabilities: fc.constantFrom(0, 5),
    maxUnsafeSettings: fc.constantFrom(0, 5),
    maxMaliciousFiles: fc.constantFrom(0, 1),
    requireDigest: fc.boolean(),
    registryNames: fc.subarray(['x', 'y', 'z'], { minLength: 1 }),
    imageSources: fc.subarray(Object.values(ImageSource), { minLength: 1 }),
    registryHosts: fc.dictionary(
      fc.constantFrom('x', 'y', 'constructor'),
      fc.subarray(['swr.example.com', 'index.docker.io', 'X.io:443'], { minLength: 1 }),
      { minKeys: 1 },
    ),
    maxSyncAgeHours: fc.constantFrom(0, 24, 48),
    allowedRegistries: fc.subarray(['swr.example.com', 'docker.io', 'X.io'], { minLength: 1 }),
    exceptions: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: anyException },
        { weight: 1, arbitrary: anyResourceException },
      ),
      { maxLength: 4 },
    ),
    maxExceptionDays: fc.constantFrom(60, 90),
    declarations: fc.array(anyDeclaration, { maxLength: 2 }),
    strictDiscovery: fc.boolean(),
    stackFiles: fc.subarray(['backend_override.tf', 'a.tf.json', 'a.tofu']),
  },
  { requiredKeys: ['maxSeverity'] },
);

export const anyRow: fc.Arbitrary<HssCicdImage> = fc
  .record({
    imageVersion: fc.constantFrom('1.4', '1.5'),
    imageDigest: fc.constantFrom(sha('a'), sha('b'), 'sha256:abc', undefined),
    registryName: fc.constantFrom('x', 'y', undefined),
    scanStatus: fc.constantFrom(ScanStatus.SUCCESS, ScanStatus.FAILED, undefined),
    severityLevel: fc.constantFrom(...Object.values(SeverityLevel), undefined),
    latestScanTime: fc.constantFrom(NOW, NOW - DAY, NOW - 9 * DAY, NOW + DAY, undefined),
    latestUpdateTime: fc.constantFrom(1, 2, undefined),
    imageId: fc.constantFrom('i-1', 'i-1', undefined),
    vulNum: fc.constantFrom(0, 9, undefined),
    maliciousFileNum: fc.constantFrom(0, 2, undefined),
    anomalies: fc.constantFrom<(string[] | undefined)[]>(
      undefined,
      ['severity_level: odd'],
      ['image_version: odd'],
      ['row: odd'],
    ),
  })
  .map((change) => row(change));

/** Registry images of shop/web, plain ones and indexes, at the host of the reference and elsewhere. */
export const anyRegistryRow: fc.Arbitrary<HssRegistryImage> = fc
  .record({
    common: anyRow,
    registryId: fc.constantFrom('7', '7', '7', '8', undefined),
    sharedStatus: fc.constantFrom(undefined, undefined, ...Object.values(SharedImageStatus)),
    latestSyncTime: fc.constantFrom(NOW, NOW - DAY, NOW - 9 * DAY, undefined),
    isMultipleArch: fc.constantFrom(false, undefined, true),
    associationImages: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc.subarray(
          [sha('a'), sha('b'), sha('c')].map((imageDigest) => ({
            namespace: 'shop',
            imageName: 'web',
            imageDigest,
          })),
        ),
      },
    ),
  })
  .map(({ common, ...change }) => registryRow({ ...(common as HssRegistryImage), ...change }));

/** A policy that looks at vulnerabilities one by one. */
export const anyPropsWithVulnerabilities: fc.Arbitrary<ImagePolicyProps> = fc
  .record({
    props: anyProps,
    vulnerabilities: anyVulnerabilityLimits,
    exceptions: fc.array(anyVulnerabilityException, { maxLength: 3 }),
  })
  .map(({ props, vulnerabilities, exceptions }) => ({
    ...props,
    vulnerabilities,
    exceptions: [...(props.exceptions ?? []), ...exceptions],
  }));

const casesWith = (policy: fc.Arbitrary<ImagePolicyProps>) =>
  fc.record({
    reference: fc.constantFrom(
      'swr.example.com/shop/web:1.4',
      `swr.example.com/shop/web@${sha('a')}`,
      'shop/web:1.4',
      `evil.io/shop/web:9@${sha('c')}`,
    ),
    rows: fc.array(anyRow, { maxLength: 3 }),
    registryRows: fc.oneof(fc.constant([]), fc.array(anyRegistryRow, { maxLength: 4 })),
    policy,
    /** As many as the rows of `anyRow` say. */
    listed: fc.oneof(fc.constant([]), fc.array(anyVulnerability, { minLength: 9, maxLength: 9 })),
    published: anyPublished,
    feed: anyFeed,
    input: fc
      .record({
        enforcement: fc.constantFrom(...Object.values(Enforcement)),
        pinning: fc.constantFrom(...Object.values(Pinning)),
        path: fc.constantFrom(undefined, 'prod/web', 'dev/web'),
        snapshotTime: fc.constantFrom(undefined, undefined, NOW, NOW - DAY, NOW - 3 * DAY),
      })
      .map((input) => ({ ...input, source: input.snapshotTime === undefined ? 'live' : 'replay' })),
  });

export const anyCase = casesWith(
  fc.oneof(
    { weight: 2, arbitrary: anyProps },
    { weight: 1, arbitrary: anyPropsWithVulnerabilities },
  ),
);

/** Cases whose policies do not look at vulnerabilities one by one. */
export const anyCaseWithoutVulnerabilities = casesWith(anyProps);

/** Cases that fail in one thing or two, so that a looser limit or a waiver can make up for it. */
export const anyNearCase = fc
  .record({
    given: anyCaseWithoutVulnerabilities,
    changes: fc.array(
      fc.constantFrom<Partial<HssCicdImage>[]>(
        { severityLevel: SeverityLevel.MEDIUM },
        { severityLevel: SeverityLevel.HIGH },
        { latestScanTime: NOW - 9 * DAY },
        { scanStatus: ScanStatus.FAILED },
        { vulNum: 4 },
        { maliciousFileNum: 1 },
        { imageDigest: undefined },
        { imageVersion: '1.5' },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    others: fc.oneof(fc.constant([]), fc.array(anyRow, { maxLength: 2 })),
    source: fc.constantFrom('live', 'live', 'live', 'replay'),
  })
  .map(({ given, changes, others, source }) => ({
    ...given,
    reference: 'swr.example.com/shop/web:1.4',
    rows: [row({ registryName: 'x', ...Object.assign({}, ...changes) }), ...others],
    registryRows: [],
    input: {
      ...given.input,
      pinning: Pinning.DIGEST,
      source,
      snapshotTime: source === 'replay' ? (given.input.snapshotTime ?? NOW) : undefined,
    },
  }));

/** What `anyCase` draws. */
export type DrawnCase = typeof anyCase extends fc.Arbitrary<infer T> ? T : never;
