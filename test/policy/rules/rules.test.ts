import { HssCicdImage } from '../../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { readRow } from '../../../src/contract/row';
import {
  IMAGE_RULE_IDS,
  ImagePolicyProps,
  KnownExploited,
  POLICY_SCHEMA,
  OVERRIDABLE_SETTINGS,
  Pinning,
  RULES,
  RULE_IDS,
  Rule,
  WAIVABLE_RULE_IDS,
  parseReference,
} from '../../../src/policy';
import {
  Case,
  checkedPolicy,
  DAY,
  HOUR,
  NOW,
  exception,
  judged,
  feed,
  row,
  sha,
  violated,
} from '../fixtures';

type Change = Partial<HssCicdImage>;
const { HIGH } = SeverityLevel;

test('the rules are those of the design, in its order, and the schema knows the same', () => {
  expect(RULES.map(({ id }) => id)).toEqual([...IMAGE_RULE_IDS]);
  expect(RULE_IDS).toEqual([...IMAGE_RULE_IDS, 'images-determinable']);
  expect(POLICY_SCHEMA.$defs.waivableRule.enum).toEqual([...WAIVABLE_RULE_IDS]);
  expect(RULE_IDS.filter((id) => !WAIVABLE_RULE_IDS.includes(id))).toEqual(['snapshot-fresh']);
  expect(POLICY_SCHEMA.properties!.overridable).toMatchObject({
    items: { enum: OVERRIDABLE_SETTINGS },
  });
});

test('a clean row passes', () => {
  expect(judged().verdict).toEqual({
    reference: 'swr.example.com/shop/web:1.4',
    decision: 'ALLOW',
    imageSource: 'cicd',
    pinnedReference: `swr.example.com/shop/web@${sha('a')}`,
    findings: [],
    image: row(),
    policyHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    evaluatedAt: '2026-11-22T12:00:00.000Z',
    source: 'fixture',
  });
});

test.each<[string, string[] | undefined, boolean]>([
  ['swr.example.com/shop/web:1.4', undefined, false],
  ['swr.example.com/shop/web:1.4', ['swr.example.com'], false],
  ['swr.example.com/shop/web:1.4', ['SWR.Example.COM'], false],
  ['SWR.example.com/shop/web:1.4', ['swr.example.com'], false],
  ['swr.example.com/shop/web:1.4', ['example.com'], true],
  ['swr.example.com:443/shop/web:1.4', ['swr.example.com'], true],
  ['swr.example.com/shop/web:1.4', ['swr.example.com:443'], true],
  ['evil-swr.example.com/shop/web:1.4', ['swr.example.com'], true],
  ['shop/web:1.4', ['docker.io'], false],
  ['index.docker.io/shop/web:1.4', ['docker.io'], false],
  ['shop/web:1.4', ['index.docker.io'], false],
  ['shop/web:1.4', ['swr.example.com', 'docker.io'], false],
])(
  'registry-allowed judges %s with %j: that it fails is %s',
  (reference, allowedRegistries, fails) => {
    const ids = violated({ reference, policy: { allowedRegistries } });
    expect(ids).toEqual(fails ? ['registry-allowed'] : []);
  },
);

const MINUTE = 60_000;

test.each<
  [snapshotTime: number | undefined, hours: number | undefined, message: string | undefined]
>([
  [NOW, undefined, undefined],
  [NOW - 24 * HOUR, undefined, undefined],
  [
    NOW - 24 * HOUR - 1,
    undefined,
    'the snapshot was recorded 24.1 hours ago, at 2026-11-21T11:59:59.999Z; at most 24 hours are allowed: record it again',
  ],
  [NOW - 2 * HOUR, 1, 'the snapshot was recorded 2 hours ago'],
  [NOW - 2 * HOUR, 2, undefined],
  [NOW, 0, undefined],
  [NOW - 1, 0, 'the snapshot was recorded 0.1 hours ago'],
  [0, 2147483647, undefined],
  [NOW + 5 * MINUTE, undefined, undefined],
  [NOW + 5 * MINUTE, 0, undefined],
  [NOW + 5 * MINUTE + 1, 2147483647, 'recorded in the future, 2026-11-22T12:05:00.001Z'],
  [NaN, undefined, 'recorded in the future, NaN ms'],
  [Infinity, undefined, 'recorded in the future, Infinity ms'],
  [-Infinity, undefined, 'hours ago, at -Infinity ms'],
  [null as unknown as number, undefined, 'hours ago'],
  [undefined, undefined, 'the snapshot does not say when it was recorded'],
])(
  'snapshot-fresh judges a snapshot recorded at %p with %p hours allowed: %s',
  (snapshotTime, hours, message) => {
    // A row is not needed, and doesn't help.
    for (const rows of [[row()], []]) {
      const { verdict } = judged({
        rows,
        policy: { maxSnapshotAgeHours: hours },
        input: { source: 'replay', snapshotTime },
      });
      const found = verdict.findings.find(({ ruleId }) => ruleId === 'snapshot-fresh');
      if (message === undefined) expect(found).toBeUndefined();
      else expect(found).toMatchObject({ message: expect.stringContaining(message) as string });
      if (found !== undefined) expect(verdict.decision).toBe('DENY');
    }
  },
);

test.each(['live', 'fixture'])(
  'snapshot-fresh passes %s rows, which have no snapshot',
  (source) => {
    expect(violated({ policy: { maxSnapshotAgeHours: 0 }, input: { source } })).toEqual([]);
  },
);

const NONE = { input: { pinning: Pinning.NONE } };

test.each<[string, Case, string[]]>([
  ['tag, pinned', {}, []],
  ['tag, not pinned', NONE, ['reference-pinned']],
  ['tag, not pinned, no digest required', { ...NONE, policy: { requireDigest: false } }, []],
  ['digest, not pinned', { ...NONE, reference: `swr.x.com/shop/web@${sha('a')}` }, []],
  // What can't be pinned is one finding, not two.
  ['row without digest', { rows: [row({ imageDigest: undefined })] }, ['digest-known']],
  ['not listed', { rows: [] }, ['image-listed']],
  ['not listed, not pinned', { ...NONE, rows: [] }, ['image-listed', 'reference-pinned']],
])('reference-pinned judges the reference: %s', (_, given, ids) => {
  expect(violated(given)).toEqual(ids);
});

test('without a row only the rules that need none are run', () => {
  const policy = { allowedRegistries: ['other.example.com'], maxVulnerabilities: 0 };
  expect(violated({ rows: [], policy })).toEqual(['image-listed', 'registry-allowed']);
});

test('a finding says what there is and what is allowed', () => {
  const bad = row({
    severityLevel: HIGH,
    latestScanTime: NOW - 200 * HOUR - 1,
    vulNum: 51,
  });
  const policy = { maxVulnerabilities: 50 };
  const failed = { scanStatus: ScanStatus.FAILED, scanFailedCode: 'download_failed' };
  expect(judged({ rows: [{ ...bad, ...failed }], policy }).verdict.findings).toEqual([
    {
      ruleId: 'scan-completed',
      message: 'its scan is not complete: the status is failed ("download_failed")',
      actual: 'failed',
      limit: 'success',
    },
  ]);
  expect(judged({ rows: [bad], policy }).verdict.findings).toEqual([
    {
      ruleId: 'scan-fresh',
      message:
        'its latest scan was 200.1 hours ago, at 2026-11-14T03:59:59.999Z; at most 168 hours are allowed',
      actual: '200.1 hours',
      limit: '168 hours',
    },
    {
      ruleId: 'max-severity',
      message: 'its severity is High; at most Low is allowed',
      actual: 'High',
      limit: 'Low',
    },
    {
      ruleId: 'max-vulnerabilities',
      message: 'it has 51 vulnerabilities; at most 50 are allowed',
      actual: '51',
      limit: '50',
    },
  ]);
});

describe('malicious files in other rows of the digest', () => {
  const other = (change: Change): HssCicdImage =>
    row({
      registryName: 'dev',
      imageVersion: '1.3',
      latestUpdateTime: NOW - 3 * DAY,
      latestScanTime: NOW - 2 * DAY,
      ...change,
    });
  const allowed: Partial<ImagePolicyProps> = { maxMaliciousFiles: 1 };
  const { SCANNING, FAILED } = ScanStatus;

  test.each<[Change, Partial<ImagePolicyProps>, boolean]>([
    [{ maliciousFileNum: 0 }, {}, false],
    [{ maliciousFileNum: 3 }, {}, true],
    [{ maliciousFileNum: 1 }, allowed, false],
    [{ maliciousFileNum: 2 }, allowed, true],
    // What it found before it is scanned again still counts, and what was never scanned need not say.
    [{ maliciousFileNum: 3, scanStatus: SCANNING }, {}, true],
    [{ maliciousFileNum: undefined, scanStatus: FAILED }, {}, false],
    [{ maliciousFileNum: undefined }, {}, true],
    [
      { maliciousFileNum: undefined, scanStatus: FAILED, anomalies: ['malicious_file_num: odd'] },
      {},
      true,
    ],
    [{ maliciousFileNum: 3, imageDigest: sha('b') }, {}, false],
    [{ maliciousFileNum: 3, imageDigest: undefined, anomalies: ['image_digest: odd'] }, {}, true],
    [{ maliciousFileNum: 3, imageName: 'api' }, {}, false],
    // Whichever registry: the bytes are the same.
    [{ maliciousFileNum: 3 }, { registryNames: ['prod-swr'] }, true],
  ])('are judged with %j under %j: that they deny is %s', (change, policy, fails) => {
    for (const reference of ['x.io/shop/web:1.4', `x.io/shop/web@${sha('a')}`]) {
      const given = { reference, rows: [row(), other(change)], policy };
      const rules = violated(given).filter((id) => id !== 'row-sound');
      expect(rules).toEqual(fails ? ['max-malicious-files'] : []);
    }
  });

  test('are named with the ways out, each of which helps', () => {
    const rows = [row(), other({ maliciousFileNum: 3 }), other({ maliciousFileNum: 1 })];
    expect(judged({ rows }).verdict).toMatchObject({
      image: row(),
      findings: [
        {
          message:
            'malicious files in other rows of the same digest: dev/1.3; at most 0 are allowed: ' +
            'have each scanned again, or add an exception',
          actual: '3',
          limit: '0',
        },
      ],
    });
    const exceptions = [exception({ rules: ['max-malicious-files'] })];
    expect(violated({ rows, policy: { exceptions } })).toEqual([]);
    const rescanned = other({ latestScanTime: NOW });
    expect(violated({ rows: [row(), rescanned, rescanned] })).toEqual([]);
  });
});

test('a rule that throws counts as violated', () => {
  const rules = RULES as Rule[];
  const [original] = rules;
  const broken: Rule = {
    ...original,
    check: () => {
      throw new TypeError('oh');
    },
  };
  rules[0] = broken;
  try {
    const { verdict } = judged();
    expect(verdict.decision).toBe('DENY');
    expect(verdict.findings[0].message).toBe('the rule could not be evaluated: oh');
  } finally {
    rules[0] = original;
  }
});

test('a rule that reads the row fails without one', () => {
  const context = {
    reference: parseReference('a'),
    policy: checkedPolicy({
      policy: {
        maxVulnerabilities: 1,
        maxUnsafeSettings: 1,
        vulnerabilities: { max: { high: 0 }, knownExploited: KnownExploited.DENY },
      },
      feed: feed(),
    }),
    now: NOW,
    source: 'live',
    scans: [],
    chosen: [],
    isIndex: false,
    isNestedIndex: false,
    deployedByDigest: true,
    listingWaived: false,
    hasScan: true,
  };
  for (const rule of RULES.filter(({ readsRow }) => readsRow)) {
    expect(() => rule.check(context)).toThrow('there is no row');
  }
});

test.each(Object.values(CICD_IMAGES.fields).map(({ name }) => name))(
  'an unsound %s is denied, or no rule reads it',
  (field) => {
    const raw: { [name: string]: unknown } = {};
    for (const [prop, spec] of Object.entries(CICD_IMAGES.fields)) {
      raw[spec.name] = row()[prop as keyof HssCicdImage];
    }
    raw[field] = { not: 'this' };
    const policy = { maxVulnerabilities: 9, maxUnsafeSettings: 9, registryNames: ['prod-swr'] };
    const unread = [
      'image_id',
      'cicd_name',
      'pipeline_type',
      'image_type',
      'registry_type',
      'latest_version',
      'scan_failed_desc',
      'scan_failed_code',
      'image_size',
    ];
    const { decision } = judged({ rows: [readRow(CICD_IMAGES, raw)], policy }).verdict;
    expect(decision).toBe(unread.includes(field) ? 'ALLOW' : 'DENY');
  },
);

test.each([NaN, Infinity, 9e15])('the time %d is refused', (now) => {
  expect(() => judged({ input: { now } })).toThrow('HSS_INVALID_ARGUMENT: the time of judgement');
});
