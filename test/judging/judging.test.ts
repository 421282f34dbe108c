import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { RegistryType, ScanStatus, SeverityLevel } from '../../src/contract/enums';
import { HssError } from '../../src/contract/error';
import { Query } from '../../src/contract/query';
import { Row, readRow } from '../../src/contract/row';
import { ImageJudging, ImageUpstream, judgeImages } from '../../src/judging';
import { renderSnapshot } from '../../src/lookup/snapshot';
import {
  Enforcement,
  ImagePolicyProps,
  Pinning,
  judge,
  parseReference,
  policyFromProps,
} from '../../src/policy';
import { cicdRecord } from '../../src/policy/records/cicd-record';
import { openReplay } from '../../src/proxy';
import { wholeProject } from '../support/gated-plans';

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

/** The same images in the registry from which they are pulled. */
const inRegistry = (rows: readonly Row[]): Row[] =>
  rows.map((one) => ({ ...one, registryId: 'r-1' }));

/** Lists what the query's names and version allow, as HSS does, and keeps what it was asked. */
class FakeSource implements ImageUpstream {
  public readonly asked: Query[] = [];

  constructor(
    public readonly source: 'live' | 'replay' = 'live',
    private readonly fail: (query: Query) => HssError | undefined = () => undefined,
    private readonly rows: readonly Row[] = ROWS,
    private readonly registryRows: readonly Row[] = [],
  ) {}

  public async list(query: Query): Promise<readonly Row[]> {
    this.asked.push(query);
    const rows = query.endpoint === 'registry-images' ? this.registryRows : this.rows;
    await Promise.resolve();
    const error = this.fail(query);
    if (error !== undefined) throw error;
    if (query.endpoint === 'image-registries') return [{ id: 'r-1', registryAddr: 'r.example' }];
    return rows.filter((one) =>
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
  const texts = source.asked.map((query) => JSON.stringify(query));
  expect(new Set(texts).size).toBe(texts.length);
  expect(source.asked.filter(({ values }) => values.imageVersion !== undefined)).toEqual([]);
  expect(source.asked.map(({ endpoint }) => endpoint).sort()).toEqual([
    ...['cicd-images', 'cicd-images'],
    'image-registries',
    ...['registry-images', 'registry-images'],
  ]);
});

test('fifty images share a listing of each list, but for the first three', async () => {
  const rows = Array.from({ length: 50 }, (_, at) => row(`app-${at}`, '1'));
  const source = new FakeSource('live', undefined, rows, inRegistry(rows));
  const outcomes = await judgeImages(
    cases(...rows.map(({ imageName }) => `r.example/shop/${imageName as string}@${digest('a')}`)),
    judging(source),
  );
  expect(outcomes.every((one) => 'judgement' in one)).toBe(true);
  const names = source.asked.map(
    ({ endpoint, values }) => `${endpoint} ${String(values.imageName ?? '')}`,
  );
  expect(names.filter((name) => name.endsWith(' ')).sort()).toEqual([
    'cicd-images ',
    'image-registries ',
    'registry-images ',
  ]);
  expect(names).toHaveLength(2 * (3 * 2 + 1) + 1);
});

test('a policy that names one list has the other one not asked', async () => {
  for (const [list, ...endpoints] of [
    ['cicd', 'cicd-images'],
    ['registry', 'image-registries', 'registry-images'],
  ]) {
    const source = new FakeSource('live', undefined, ROWS, inRegistry(ROWS));
    const given = { maxSeverity: SeverityLevel.LOW, imageSources: [list] };
    const policy = policyFromProps(given as ImagePolicyProps, NOW);
    const [outcome] = await judgeImages(cases(`r.example/shop/web@${digest('a')}`), {
      ...judging(source),
      policy,
    });
    expect('judgement' in outcome && outcome.judgement.record?.list).toBe(list);
    expect([...new Set(source.asked.map(({ endpoint }) => endpoint))].sort()).toEqual(endpoints);
  }
});

test('the endpoint or the region that answers says where SWR is', async () => {
  const swr = { registryId: 'r-1', registryType: RegistryType.SWR_PRIVATE };
  const source = new FakeSource('live', undefined, [], [row('web', '1', swr)]);
  const image = `swr.cn-north-4.myhuaweicloud.com/shop/web@${digest('a')}`;
  const decisionAt = async (where: Partial<ImageUpstream>): Promise<string> => {
    const upstream = { ...where, source: source.source, list: source.list.bind(source) };
    const [outcome] = await judgeImages(cases(image), judging(upstream));
    return 'error' in outcome ? outcome.error.code : outcome.judgement.verdict.decision;
  };
  expect(await decisionAt({ endpoint: 'https://hss.cn-north-4.myhuaweicloud.com' })).toBe('ALLOW');
  expect(await decisionAt({ endpoint: 'http://127.0.0.1:9', region: 'cn-north-4' })).toBe('ALLOW');
  expect(await decisionAt({ region: 'cn-south-1' })).toBe('DENY');
  expect(await decisionAt({})).toBe('DENY');
});

test('a list that is refused leaves the image undecided, whatever the other one has', async () => {
  for (const refused of ['cicd-images', 'registry-images', 'image-registries']) {
    const source = new FakeSource('live', ({ endpoint }) =>
      endpoint === refused ? new HssError('HSS_FORBIDDEN', 'no', { advice: 'ask' }) : undefined,
    );
    const [outcome] = await judgeImages(cases('r.example/shop/web:1'), judging(source));
    expect(outcome).toMatchObject({ error: { code: 'HSS_FORBIDDEN' } });
    const advice = 'error' in outcome ? outcome.error.details.advice : '';
    expect(advice?.includes('imageSources: [cicd]')).toBe(refused !== 'cicd-images');
  }
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
  // The questions of three images by name, a listing of each list, and the registries.
  ['HSS_AUTH_FAILED', 2 * 7 + 1],
  ['HSS_UNREACHABLE', 2 * 7 + 1],
  // The listings send each to ask by name: sixteen at once, in two lists, and some eight more.
  ['HSS_SERVER_ERROR', 2 * 7 + 1 + 2 * (16 + 8)],
] as const)('%s is not met again for each of thousands of images', async (code, most) => {
  const source = new FakeSource('live', () => new HssError(code, 'no'));
  const many = Array.from({ length: 2_000 }, (_, at) => ({ reference: `r.example/i${at}:1` }));
  const outcomes = await judgeImages(many, judging(source));
  expect(outcomes.every((one) => 'error' in one && one.error.code === code)).toBe(true);
  expect(source.asked.length).toBeLessThanOrEqual(most);
});

test('too many rows of other versions leave those of the tag', async () => {
  const source = new FakeSource('live', ({ endpoint, values }) =>
    endpoint === 'cicd-images' && values.imageVersion === undefined
      ? new HssError('HSS_TOO_MANY_ROWS', 'many')
      : undefined,
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
  const lookups = wholeProject(rows);
  const origin = { endpoint: 'https://hss.example', projectId: 'p-1' };
  const recordedAt = new Date(NOW).toISOString();
  writeFileSync(file, renderSnapshot({ ...origin, recordedAt, lookups }));
  const source = openReplay(file);
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
