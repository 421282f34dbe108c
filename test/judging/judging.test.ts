import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../src/contract/enums';
import { HssError } from '../../src/contract/error';
import { Query, checkQuery } from '../../src/contract/query';
import { Row, readRow } from '../../src/contract/row';
import { ImageJudging, ImageUpstream, judgeImages } from '../../src/judging';
import { renderSnapshot } from '../../src/lookup/snapshot';
import { Enforcement, Pinning, judge, parseReference, policyFromProps } from '../../src/policy';
import { cicdRecord } from '../../src/policy/records/cicd-record';
import { openReplay } from '../../src/proxy';

const NOW = Date.parse('2026-11-22T06:00:00Z');
const digest = (char: string): string => `sha256:${char.repeat(64)}`;

const row = (name: string, version: string, more: Row = {}): Row => ({
  namespace: 'shop',
  imageName: name,
  imageVersion: version,
  imageDigest: digest('a'),
  registryName: 'prod',
  scanStatus: ScanStatus.SUCCESS,
  severityLevel: SeverityLevel.LOW,
  maliciousFileNum: 0,
  latestScanTime: NOW - 1000,
  latestUpdateTime: NOW - 1000,
  ...more,
});

const ROWS = [
  row('web', '1'),
  row('web', '2', { imageDigest: digest('b'), severityLevel: SeverityLevel.HIGH }),
  row('api', '1', { imageDigest: digest('c') }),
  row('api', '1', { imageDigest: digest('d') }),
];

/** Lists what the query's names and version allow, as HSS does, and keeps what it was asked. */
class FakeSource implements ImageUpstream {
  public readonly asked: Query[] = [];

  constructor(
    public readonly source: 'live' | 'replay' = 'live',
    private readonly fail: (query: Query) => HssError | undefined = () => undefined,
    private readonly rows: readonly Row[] = ROWS,
  ) {}

  public async list(query: Query): Promise<readonly Row[]> {
    this.asked.push(query);
    await Promise.resolve();
    const error = this.fail(query);
    if (error !== undefined) throw error;
    return this.rows.filter((one) =>
      Object.entries(query.values).every(([prop, value]) => one[prop] === value),
    );
  }
}

const judging = (source: ImageUpstream): ImageJudging => ({
  source,
  policy: policyFromProps({ maxSeverity: SeverityLevel.LOW }, NOW),
  enforcement: Enforcement.DENY,
  pinning: Pinning.NONE,
  now: () => NOW,
});

const cases = (...references: string[]) => references.map((reference) => ({ reference }));

test('images that are judged together get the same verdicts as one by one', async () => {
  const references = [
    `r.example/shop/web@${digest('a')}`,
    'r.example/shop/web:1',
    'r.example/shop/web:2',
    'r.example/shop/web:3',
    'r.example/shop/api:1',
    `r.example/shop/none@${digest('e')}`,
  ];
  const { policy, enforcement, pinning } = judging(new FakeSource());
  const outcomes = await judgeImages(cases(...references), judging(new FakeSource()));
  expect(outcomes.map((one) => 'judgement' in one && one.judgement.verdict)).toEqual(
    references.map((text) => {
      const reference = parseReference(text);
      const records = ROWS.filter(({ imageName }) =>
        text.includes(`shop/${imageName as string}`),
      ).map(cicdRecord);
      return judge({ reference, records, policy, now: NOW, source: 'live', enforcement, pinning });
    }),
  );
});

test('a tag by itself is a violation, since it is deployed as it stands', async () => {
  const [outcome] = await judgeImages(cases('r.example/shop/web:1'), judging(new FakeSource()));
  expect(outcome).toMatchObject({
    judgement: { verdict: { decision: 'DENY', findings: [{ ruleId: 'reference-pinned' }] } },
  });
});

test('equal questions are asked once, and of all versions', async () => {
  const source = new FakeSource();
  await judgeImages(
    cases('a.example/shop/web:1', 'b.example/shop/web:1', 'b.example/shop/web:3', 'shop/web:1'),
    judging(source),
  );
  const texts = source.asked.map(({ values }) => JSON.stringify(values));
  expect(new Set(texts).size).toBe(texts.length);
  expect(source.asked.filter(({ values }) => values.imageVersion === undefined)).toHaveLength(2);
  expect(source.asked).toHaveLength(2);
});

test('a later scan of the digest under another tag decides', async () => {
  const later = { severityLevel: SeverityLevel.HIGH, latestScanTime: NOW, latestUpdateTime: 1 };
  const source = new FakeSource('live', undefined, [...ROWS, row('web', '1.0', later)]);
  const [outcome] = await judgeImages(cases('r.example/shop/web:1'), judging(source));
  expect(outcome).toMatchObject({
    judgement: {
      verdict: {
        image: { imageVersion: '1.0' },
        findings: [{ ruleId: 'max-severity' }, { ruleId: 'reference-pinned' }],
      },
    },
  });
});

test('an image that can’t be asked for is undecided, and the others are judged', async () => {
  const down = new HssError('HSS_UNREACHABLE', 'down');
  const source = new FakeSource('live', ({ values }) =>
    values.imageName === 'api' ? down : undefined,
  );
  const outcomes = await judgeImages(
    cases('r.example/shop/api:1', `r.example/shop/web@${digest('a')}`, 'no reference'),
    judging(source),
  );
  expect(outcomes).toMatchObject([
    { error: down },
    { judgement: { verdict: { decision: 'ALLOW' } } },
    { judgement: { verdict: { decision: 'DENY', findings: [{ ruleId: 'image-listed' }] } } },
  ]);
});

test('an error of another kind becomes an HssError', async () => {
  const source: ImageUpstream = {
    source: 'live',
    list: () => {
      throw new TypeError('odd');
    },
  };
  const [outcome] = await judgeImages(cases('r.example/shop/web:1'), judging(source));
  expect(outcome).toMatchObject({ error: { code: 'HSS_INTERNAL' } });
});

test.each([
  ['HSS_AUTH_FAILED', 16],
  ['HSS_UNREACHABLE', 32],
] as const)('%s is not met again for each of thousands of images', async (code, most) => {
  const source = new FakeSource('live', () => new HssError(code, 'no'));
  const many = Array.from({ length: 2_000 }, (_, at) => ({ reference: `r.example/i${at}:1` }));
  const outcomes = await judgeImages(many, judging(source));
  expect(outcomes.every((one) => 'error' in one && one.error.code === code)).toBe(true);
  expect(source.asked.length).toBeLessThanOrEqual(most);
});

test('too many rows of other versions leave those of the tag', async () => {
  const source = new FakeSource('live', ({ values }) =>
    values.imageVersion === undefined ? new HssError('HSS_TOO_MANY_ROWS', 'many') : undefined,
  );
  const [outcome] = await judgeImages(cases('r.example/shop/web:3'), judging(source));
  expect(outcome).toMatchObject({
    judgement: {
      verdict: { findings: [{ ruleId: 'image-listed' }, { ruleId: 'reference-pinned' }] },
    },
  });
});

test('a snapshot of the whole project holds each image', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'snapshot-')), 'snapshot.json');
  const rows = ROWS.map((one) => readRow(CICD_IMAGES, one, 'prop'));
  const lookups = [{ query: checkQuery(CICD_IMAGES, {}), rows }];
  const origin = { endpoint: 'https://hss.example', projectId: 'p-1' };
  const recordedAt = new Date(NOW).toISOString();
  writeFileSync(file, renderSnapshot({ ...origin, recordedAt, lookups }));
  const source = openReplay(file, undefined);
  const outcomes = await judgeImages(
    cases(`r.example/shop/web@${digest('a')}`, `r.example/shop/web@${digest('b')}`),
    { ...judging(source) },
  );
  const rules = outcomes.map(
    (one) => 'judgement' in one && one.judgement.verdict.findings.map(({ ruleId }) => ruleId),
  );
  expect(rules).toEqual([
    expect.not.arrayContaining(['image-listed']),
    expect.arrayContaining(['max-severity']),
  ]);
});
