import fc from 'fast-check';
import { SeverityLevel } from '../../src/contract/enums';
import { ImagePolicyProps } from '../../src/policy';
import { ImageSource } from '../../src/policy/model/image-source';
import { anyException } from '../policy/arbitrary';
import { DAY, HOUR, NOW, sha } from '../policy/fixtures';
import {
  GOOD_REGISTRY_TEXTS,
  GOOD_TEXTS,
  Rows,
  anyRows,
  anyScan,
  none,
  quoted,
  raw,
  rowText,
} from './answer-cases';
import { World, anyLimits, anyWorld, imageIdOf, withVulnerabilities } from './vulnerability-cases';

/** Gates with the images and rows that they judge, drawn for both sides of test/terraform/same-answer.test.ts. */

/** Images of a gate. */
export const SIZE = 10;

const anyPolicy: fc.Arbitrary<ImagePolicyProps> = fc.record(
  {
    maxSeverity: fc.constantFrom(
      SeverityLevel.LOW,
      SeverityLevel.LOW,
      ...Object.values(SeverityLevel),
    ),
    maxScanAgeHours: fc.constantFrom(0, 24, 168, 168, 168),
    maxSnapshotAgeHours: fc.constantFrom(0, 24, 48),
    maxVulnerabilities: fc.constantFrom(0, 5),
    maxUnsafeSettings: fc.constantFrom(0, 5),
    maxMaliciousFiles: fc.constantFrom(0, 1),
    maxSyncAgeHours: fc.constantFrom(1, 24, 24),
    imageSources: fc.constantFrom<ImageSource[][]>(
      [ImageSource.CICD],
      [ImageSource.REGISTRY],
      [ImageSource.CICD, ImageSource.REGISTRY],
      [ImageSource.CICD, ImageSource.REGISTRY],
      [ImageSource.CICD, ImageSource.REGISTRY],
    ),
    requireDigest: fc.boolean(),
    registryNames: fc.constantFrom(['x'], ['x', 'y']),
    allowedRegistries: fc.constantFrom(
      ['swr.example.com'],
      ['swr.example.com'],
      ['swr.example.com', 'evil.io'],
      ['docker.io', 'swr.example.com'],
      ['docker.io', 'x.io:5000'],
    ),
    exceptions: fc.array(
      fc.oneof(
        anyException,
        anyException.map((one) => ({ ...one, image: 'shop/web:1.?' })),
        anyException.map((one) => ({ ...one, image: 'sho?/*b:*.4*' })),
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['maxSeverity'] },
);

/** An index of two platforms or fewer, whose rows pass but for little. */
const INDEX_DIGEST = sha('a');
/** There are exceptions about the second one. */
const PLATFORM_DIGESTS = [sha('1'), sha('b')];

const anyIndexRow = fc
  .record({
    platforms: fc.constantFrom<(readonly unknown[])[]>(
      ...[...Array<string[]>(9).fill(PLATFORM_DIGESTS), PLATFORM_DIGESTS.slice(1)],
      ...[[INDEX_DIGEST, sha('d')], [], ['sha256:abc'], [5]],
    ),
    named: fc.constantFrom(
      ...Array<object>(7).fill({}),
      { namespace: 'shop', image_name: 'web-arm' },
      { vul_num: 'x' },
      { malicious_file_num: 1 },
      { malicious_file_num: '2' },
    ),
    synced: raw(String(NOW), String(NOW - 9 * DAY)),
    own: fc.record({
      is_multiple_arch: raw('true', 'true', 'null'),
      severity_level: raw('null', 'null', 'null', '"Low"', '"Low"', '"High"'),
      vul_num: raw('null', 'null', '0', '2'),
      malicious_file_num: raw('null', 'null', '0', '0', '1'),
      scan_status: raw('"unscan"', '"success"'),
      image_version: raw('"1.4"', '"1.4"', '"1.5"'),
      latest_update_time: raw('1', '2'),
      image_digest: raw(...quoted(...Array<string>(6).fill(INDEX_DIGEST), sha('d'))),
    }),
  })
  .map(({ platforms, named, synced, own }) =>
    rowText({
      ...GOOD_REGISTRY_TEXTS,
      latest_scan_time: 'null',
      unsafe_setting_num: 'null',
      latest_sync_time: synced,
      ...own,
      association_images: JSON.stringify(
        platforms.map((image_digest, at) => ({ image_digest, ...(at === 0 ? named : {}) })),
      ),
    }),
  );

const anyPlatformRow = (digest: string): fc.Arbitrary<string> =>
  fc
    .record({
      image_name: raw('"web"', '"web"', '"web"', '"web-arm"'),
      image_version: raw('null', '"1.4"', '"1.4"', '"1.4-arm"'),
      latest_update_time: raw('1', '1', '1', '3'),
      registry_name: raw('"x"', '"x"', '"x"', '"x"', '"y"'),
      severity_level: raw(...quoted(...Array<string>(9).fill('Low'), 'High'), '5'),
      latest_scan_time: raw(...[...Array<number>(7).fill(NOW - HOUR), NOW - 9 * DAY].map(String)),
      scan_status: raw(...quoted(...Array<string>(8).fill('success'), 'failed')),
      malicious_file_num: raw(...Array<string>(8).fill('0'), '1', 'null'),
      image_digest: raw(JSON.stringify(digest)),
      association_images: fc.oneof(
        { weight: 20, arbitrary: raw('null') },
        { weight: 1, arbitrary: raw(`[{"image_digest":"${sha('3')}"}]`) },
      ),
      registry_id: raw('"1"', '"1"', '"2"'),
      vul_num: raw('0', '0', '1', '3'),
    })
    .map((fields) => rowText({ ...GOOD_TEXTS, ...fields }));

const anyPlatformRows: fc.Arbitrary<string[]> = fc
  .tuple(
    ...PLATFORM_DIGESTS.map((digest) =>
      fc.oneof(
        { weight: 9, arbitrary: fc.array(anyPlatformRow(digest), { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(anyPlatformRow(digest), { maxLength: 2 }) },
      ),
    ),
  )
  .map((rows) => rows.flat());

const anyIndexRows: fc.Arbitrary<Rows> = fc
  .record({
    index: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(anyIndexRow) },
      { weight: 1, arbitrary: fc.array(anyIndexRow, { minLength: 2, maxLength: 2 }) },
    ),
    platforms: anyPlatformRows,
    cicd: fc.oneof(
      { weight: 2, arbitrary: none },
      { weight: 1, arbitrary: anyPlatformRows },
      { weight: 1, arbitrary: fc.array(anyScan, { maxLength: 1 }) },
    ),
  })
  .map(({ index, platforms, cicd }) => ({ cicd, registry: [...index, ...platforms] }));

export interface Member {
  readonly rows: Rows;
  /** Whether the rows may be of an index: they come through `hss-gate exec` then. */
  readonly isIndex: boolean;
  readonly reference: string;
  readonly path: string | undefined;
  /** Whether a tag is asked for alone, without the other versions of its digest. */
  readonly isOfVersion?: true;
  readonly answer: {
    readonly way: string;
    readonly source?: string;
    readonly recordedAt?: number;
  };
}

const BY_EXEC: readonly Member['answer'][] = [
  { way: 'proxy', source: 'live' },
  { way: 'proxy', source: 'replay', recordedAt: NOW - HOUR },
  { way: 'proxy', source: 'replay', recordedAt: NOW - 24 * HOUR - 1 },
  { way: 'proxy', source: 'replay', recordedAt: NOW + 300_001 },
  { way: 'proxy', source: 'replay' },
];

const anyPlace = {
  path: fc.constantFrom(undefined, 'prod/web', 'dev/web'),
};

const anyIndexMember: fc.Arbitrary<Member> = fc.record({
  rows: anyIndexRows,
  isIndex: fc.constant(true),
  reference: fc.constantFrom(
    'swr.example.com/shop/web:1.4',
    `swr.example.com/shop/web@${INDEX_DIGEST}`,
    `swr.example.com/shop/web:1.4@${INDEX_DIGEST}`,
  ),
  ...anyPlace,
  answer: fc.constant(BY_EXEC[0]),
});

const anyPlainMember: fc.Arbitrary<Member> = fc.record({
  rows: anyRows,
  isIndex: fc.constant(false),
  reference: fc.constantFrom(
    ...Array<string>(4).fill('swr.example.com/shop/web:1.4'),
    ...Array<string>(4).fill(`swr.example.com/shop/web@${sha('a')}`),
    ...Array<string>(2).fill(`swr.example.com/shop/web:1.4@${sha('a')}`),
    `swr.example.com/shop/web:9@${sha('c')}`,
    `Index.docker.io/shop/web:1.4@${sha('a')}`,
    `Index.docker.io/shop/web:1.4@sha384:${'a'.repeat(96)}`,
  ),
  ...anyPlace,
  answer: fc.constantFrom({ way: 'token' }, { way: 'token' }, BY_EXEC[0], ...BY_EXEC),
});

const anyMember = fc.oneof(
  { weight: 3, arbitrary: anyPlainMember },
  { weight: 1, arbitrary: anyIndexMember },
);

export interface Gate {
  readonly props: ImagePolicyProps;
  readonly now: number;
  readonly members: readonly Member[];
  /** What is known of vulnerabilities: the policy looks at them one by one then. */
  readonly world?: World;
}

/** Images of one gate, as in a stack: so Terraform reads each policy's expressions once. */
export const anyGate: fc.Arbitrary<Gate> = fc.record({
  props: anyPolicy,
  now: fc.constantFrom(
    NOW,
    NOW,
    Date.parse('2026-11-22T23:59:59Z'),
    Date.parse('2026-11-23T00:00:00Z'),
  ),
  members: fc.array(anyMember, { minLength: SIZE, maxLength: SIZE }),
});

/** A scan of one image that passes but for its vulnerabilities. */
const anyVulnerableScan: fc.Arbitrary<string> = fc
  .record({
    image_version: raw(...quoted('1.4', '1.4', '1.4', '1.3', 'latest')),
    registry_name: raw('"x"', '"x"', '"x"', '"y"'),
    latest_scan_time: raw(...[NOW - HOUR, NOW - HOUR, NOW - 2 * HOUR].map(String)),
    latest_update_time: raw('1', '1', '2'),
    scan_status: raw(...quoted(...Array<string>(9).fill('success'), 'failed')),
    vul_num: raw('0', '1', '2', '3', '4', '5', '6', '6', '8', 'null'),
  })
  .map((fields) => rowText({ ...GOOD_REGISTRY_TEXTS, ...fields }));

const anyVulnerableRows: fc.Arbitrary<Rows> = fc.record({
  cicd: fc.array(anyVulnerableScan, { maxLength: 2 }),
  registry: fc.array(anyVulnerableScan, { minLength: 1, maxLength: 2 }),
});

/** Every image through `hss-gate exec`, which is the only way to judge vulnerabilities one by one. */
const anyVulnerableMember: fc.Arbitrary<Member> = fc
  .oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        rows: anyVulnerableRows,
        isIndex: fc.constant(false),
        reference: fc.constantFrom(
          ...Array<string>(3).fill(`swr.example.com/shop/web@${sha('a')}`),
          'swr.example.com/shop/web:1.4',
        ),
        ...anyPlace,
        answer: fc.constant(BY_EXEC[0]),
      }),
    },
    { weight: 1, arbitrary: anyPlainMember },
    { weight: 3, arbitrary: anyIndexMember },
  )
  .map((member) => ({
    ...member,
    isOfVersion: true,
    reference:
      member.isIndex && !member.reference.includes('@')
        ? `${member.reference}@${INDEX_DIGEST}`
        : member.reference,
    rows: {
      cicd: member.rows.cicd.map(withImageId),
      registry: member.rows.registry.map(withImageId).map(withImageType),
    },
    answer: member.answer.way === 'token' ? BY_EXEC[0] : member.answer,
  }));

function withImageId(text: string): string {
  const row: unknown = JSON.parse(text);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return text;
  const { vul_num, image_version, latest_update_time } = row as { [field: string]: unknown };
  const imageId = imageIdOf({
    vulNum: Number.isSafeInteger(vul_num) ? Math.abs(vul_num as number) : undefined,
    version: String(image_version),
    updated: String(latest_update_time),
  });
  return withField(text, `"image_id":"${imageId}"`);
}

/** Vulnerabilities are listed by the kind of image. */
function withImageType(text: string): string {
  return text.trimStart().startsWith('{') ? withField(text, '"image_type":"private_image"') : text;
}

function withField(text: string, field: string): string {
  return `{${field},${text.trimStart().slice(1)}`.replace(/,\}$/, '}');
}

/** A gate whose policy looks at vulnerabilities one by one, and at little else. */
export const anyVulnerabilityGate: fc.Arbitrary<Gate> = fc
  .record({
    gate: anyGate,
    world: anyWorld,
    limits: anyLimits,
    exceptions: fc.array(
      fc.oneof(
        {
          weight: 4,
          arbitrary: withVulnerabilities(anyExceptionAbout('shop/web', 'shop/web:1.*')),
        },
        { weight: 1, arbitrary: withVulnerabilities(anyException) },
        { weight: 1, arbitrary: anyException },
      ),
      { maxLength: 4 },
    ),
    members: fc.array(anyVulnerableMember, { minLength: SIZE, maxLength: SIZE }),
  })
  .map(({ gate, world, limits, exceptions, members }) => ({
    now: gate.now,
    members,
    world,
    props: {
      ...(gate.props.registryNames === undefined ? {} : { registryNames: ['x', 'y'] }),
      requireDigest: false,
      vulnerabilities: limits,
      exceptions: [
        ...exceptions,
        // Of a digest, so that tags may be deployed; and of what is scanned no more.
        ...['reference-pinned', 'scan-fresh', 'sync-fresh'].map((rule) => ({
          image: 'shop/*',
          rules: [rule],
          owner: 'a',
          reason: 'b',
          expires: '2026-12-31',
        })),
      ],
    },
  }));

function anyExceptionAbout(...images: string[]): typeof anyException {
  return fc
    .tuple(anyException, fc.constantFrom(...images))
    .map(([exception, image]) => ({ ...exception, image }));
}
