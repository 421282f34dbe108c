import { HssError } from '../../../src/contract/error';
import { VULNERABILITY_RULE_IDS } from '../../../src/policy';
import { KnownExploited } from '../../../src/policy/model/props';
import { DAY, NOW, sha } from '../../policy/fixtures';
import { Answer, WEB, counted, gateOver, high } from './support';

/** What the proxy counts for Terraform, and what it asks HSS for it. */

const countsIn = (answer: { data_list: { vulnerabilities?: object }[] }) =>
  answer.data_list.map(({ vulnerabilities }) => vulnerabilities);
const CVES = ['CVE-2026-0001', 'CVE-2026-0002'];
const TWO = { cicd: [{ ...WEB, vulNum: 2 }], vulnerabilities: { img: CVES.map((id) => high(id)) } };

test('an image costs two lists and a look at its row, and the project four lists', async () => {
  const hss = gateOver(TWO);
  expect(await counted(hss)).toMatchObject({
    error: null,
    data_list: [{ vulnerabilities: { critical: [0], high: [2, CVES.join(', ')] } }],
  });
  expect(hss.log.sort()).toEqual([
    'cicd-images web',
    'cicd-images web',
    'image-vulnerabilities img handled web',
    'image-vulnerabilities img unhandled web',
    ...['app_vul', 'linux_vul'].flatMap((type) => [
      `project-vulnerabilities ${type} handled`,
      `project-vulnerabilities ${type} unhandled`,
    ]),
  ]);
});

test('fifty images share the lists of the project', async () => {
  const names = Array.from({ length: 50 }, (_, at) => `web-${at}`);
  const hss = gateOver({
    cicd: names.map((imageName) => ({ ...WEB, imageName, imageId: imageName })),
    vulnerabilities: Object.fromEntries(names.map((name) => [name, [high('CVE-2026-0001')]])),
  });
  const answers = await Promise.all(names.map((name) => counted(hss, { name })));
  expect(answers.flatMap(countsIn)).toEqual(
    names.map(() => ({ critical: [0], high: [1, 'CVE-2026-0001'] })),
  );
  const of = (endpoint: string) => hss.log.filter((line) => line.startsWith(endpoint)).length;
  expect(of('project-vulnerabilities')).toBe(4);
  expect(of('image-vulnerabilities')).toBe(100);
  expect(of('cicd-images')).toBe(100);
});

test('lists of the project are asked for anew when they are old', async () => {
  let now = NOW;
  const hss = gateOver(TWO, { now: () => now });
  const askedAfter = async (ms: number): Promise<number> => {
    now += ms;
    await counted(hss);
    return hss.log.filter((line) => line.startsWith('project-')).length;
  };
  expect(await askedAfter(0)).toBe(4);
  expect(await askedAfter(60_000)).toBe(4);
  expect(await askedAfter(1)).toBe(8);
});

test('of the rows of an image that which decides alone is asked about', async () => {
  const hss = gateOver({
    registry: [
      { ...WEB, imageId: 'old', latestScanTime: NOW - 2 * DAY, registryId: '1' },
      { ...WEB, imageId: 'new', registryId: '1', imageVersion: '1.5', imageType: 'harbor' },
      { ...WEB, imageId: 'failed', registryId: '1', scanStatus: 'failed', imageVersion: '1.6' },
    ],
    vulnerabilities: { new: [high('CVE-2026-0001')] },
  });
  const { data_list: rows } = await counted(hss, { list: 'registry' });
  expect(
    rows.map((one: { image_version: string; vulnerabilities?: object }) => [
      one.image_version,
      one.vulnerabilities,
    ]),
  ).toEqual([
    ['1.4', undefined],
    ['1.5', { critical: [0], high: [1, 'CVE-2026-0001'] }],
    ['1.6', undefined],
  ]);
});

test.each<[what: string, row: object, text: RegExp]>([
  ['no ID', { imageId: undefined }, /^HSS gives no ID of the image/],
  ['an ID that no URL takes', { imageId: 'a/b' }, /can't be part of a URL/],
  ['no number of vulnerabilities', { vulNum: undefined }, /does not say how many/],
])('a row with %s is a violation, and no error', async (_, change, text) => {
  const hss = gateOver({ ...TWO, cicd: [{ ...WEB, ...change }] });
  expect(await counted(hss)).toMatchObject({
    error: null,
    data_list: [{ vulnerabilities: expect.stringMatching(text) }],
  });
});

describe('rows and lists that do not agree', () => {
  const SHORT: Answer = ({ endpoint, values }) =>
    endpoint === 'image-vulnerabilities' && values.handleStatus === 'unhandled' ? [] : undefined;

  test('are asked for once more, and then the row is undecided', async () => {
    const hss = gateOver(TWO, { answer: SHORT });
    const { error, data_list: rows } = await counted(hss);
    expect(error).toBeNull();
    expect(rows[0].vulnerabilities).toEqual({
      error: expect.stringMatching(/^HSS_UNSTABLE_LIST: shop\/web:1\.4: .*says 2 .*lists 0/),
    });
    expect(hss.log.filter((line) => line.startsWith('image-vulnerabilities'))).toHaveLength(4);
  });

  test('count where they agree the second time', async () => {
    const hss = gateOver(TWO, {
      answer: (query, time) => (time === 1 ? SHORT(query, time) : undefined),
    });
    expect(countsIn(await counted(hss))).toEqual([{ critical: [0], high: [2, CVES.join(', ')] }]);
  });

  test('are asked for once more where the row changes meanwhile', async () => {
    const later = { ...WEB, vulNum: 1, latestScanTime: NOW - 1 };
    let scans = 1;
    const hss = gateOver(
      { vulnerabilities: { img: [] } },
      {
        answer: ({ endpoint, values }, time) => {
          if (endpoint === 'cicd-images') {
            if (time > 1) scans = 2;
            return time === 1 ? TWO.cicd : [later];
          }
          if (endpoint !== 'image-vulnerabilities' || values.handleStatus === 'handled') return [];
          return scans === 1 ? CVES.map((vulId) => ({ vulId })) : [{ vulId: 'CVE-2026-0009' }];
        },
      },
    );
    expect(countsIn(await counted(hss))).toEqual([
      { critical: [1, 'CVE-2026-0009'], high: [1, 'CVE-2026-0009'] },
    ]);
  });
});

test.each([
  ['image-vulnerabilities', 'HSS_FORBIDDEN', /ListImageVulnerabilities/],
  ['project-vulnerabilities', 'HSS_FORBIDDEN', /ListGeneralImageVuls/],
  ['image-vulnerabilities', 'HSS_NOT_FOUND', /remove vulnerabilities from the policy/],
] as const)('a row is undecided where %s fails with %s', async (endpoint, code, text) => {
  const hss = gateOver(TWO, {
    answer: (query) => (query.endpoint === endpoint ? new HssError(code, 'no') : undefined),
  });
  const [{ error }] = countsIn(await counted(hss)) as { error: string }[];
  expect(error).toMatch(new RegExp(`^${code}: `));
  expect(error).toMatch(text);
  // A failure is not remembered.
  const before = hss.log.length;
  await counted(hss);
  expect(hss.log.slice(before).some((line) => line.startsWith(endpoint))).toBe(true);
});

describe('grace', () => {
  const judging = { graceDays: { high: 14 } };
  const aged = (days: number) => [{ cveId: 'CVE-2026-0001', publishTime: NOW - days * DAY }];
  const oneOf = (cves: object[]) => ({
    cicd: [WEB],
    vulnerabilities: { img: [high('CVE-2026-0001', { cves })] },
  });

  test.each([
    [13, 0],
    [14, 0],
    [15, 1],
    [-1, 1],
  ])('published %d days ago, %d count', async (days, count) => {
    const hss = gateOver(oneOf(aged(days)));
    expect(countsIn(await counted(hss, { judging }))).toMatchObject([{ high: { 0: count } }]);
  });

  test('is asked about only where it could matter, and one HSS does not know has none', async () => {
    const hss = gateOver(oneOf(aged(1)), {
      answer: ({ endpoint }) =>
        endpoint === 'vulnerability-cves' ? new HssError('HSS_NOT_FOUND', 'no') : undefined,
    });
    const asked = () => hss.log.filter((line) => line.startsWith('vulnerability-cves'));
    await counted(hss);
    await counted(hss, { judging: { ...judging, max: { high: 1 } } });
    expect(asked()).toEqual([]);
    expect(countsIn(await counted(hss, { judging }))).toMatchObject([{ high: { 0: 1 } }]);
    expect(asked()).toEqual(['vulnerability-cves CVE-2026-0001']);
  });

  test('is asked about fifty at most, and each once for all images', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `CVE-2026-${1000 + at}`);
    const cves = (cveId: string) => [{ cveId, publishTime: NOW - DAY }];
    const hss = gateOver({
      cicd: [{ ...WEB, vulNum: 60 }],
      vulnerabilities: { img: ids.map((id) => high(id, { cves: cves(id) })) },
    });
    await counted(hss);
    for (let time = 0; time < 2; time++) {
      expect(countsIn(await counted(hss, { judging }))).toMatchObject([{ high: { 0: 10 } }]);
      expect(hss.log.filter((line) => line.startsWith('vulnerability-cves'))).toHaveLength(50);
    }
  });
});

test.each([
  ['of the version', '^1[.]4$', NOW + 1, 1],
  ['of each version', undefined, NOW + 1, 1],
  ['of another version', '^1[.]5$', NOW + 1, 2],
  ['that has ended', undefined, NOW, 2],
])('an exception %s counts or does not', async (_, version, end, count) => {
  const exception = { rules: VULNERABILITY_RULE_IDS, end, ids: [CVES[0]] };
  const exceptions = [{ ...(version === undefined ? {} : { version }), ...exception }];
  expect(countsIn(await counted(gateOver(TWO), { judging: { exceptions } }))).toMatchObject([
    { high: { 0: count } },
  ]);
});

describe('known exploited vulnerabilities', () => {
  const judging = { max: undefined, knownExploited: KnownExploited.DENY };
  const feed = () =>
    Promise.resolve({
      file: 'kev.json',
      releasedAt: NOW - DAY,
      sha256: 'f'.repeat(64),
      cves: new Set([CVES[0]]),
    });

  test('are counted by the feed, which the answer names', async () => {
    expect(await counted(gateOver(TWO, { feed }), { judging })).toMatchObject({
      feed: { released: NOW - DAY, sha256: 'f'.repeat(64) },
      data_list: [{ vulnerabilities: { exploited: [1, CVES[0]], unidentified: [0] } }],
    });
  });

  test('need a feed', async () => {
    expect((await counted(gateOver(TWO), { judging })).error).toEqual({
      code: 'HSS_INVALID_ARGUMENT',
      message: expect.stringMatching(/no feed of them.*--feed FILE.*--policy/s),
    });
  });

  test('take no feed where the policy does not ask for it', async () => {
    const broken = () => Promise.reject(new Error('read for nothing'));
    const answer = await counted(gateOver(TWO, { feed: broken }));
    expect(answer).toMatchObject({ error: null, total_num: 1 });
    expect(answer.feed).toBeUndefined();
  });
});

test('a snapshot is not asked for rows again, and what it lacks leaves the row undecided', async () => {
  const lacking: Answer = ({ endpoint }) =>
    endpoint === 'project-vulnerabilities' ? new HssError('HSS_SNAPSHOT_MISS', 'no') : undefined;
  const whole = gateOver(TWO, { source: 'replay' });
  expect(countsIn(await counted(whole))).toMatchObject([{ high: { 0: 2 } }]);
  expect(whole.log.filter((line) => line.startsWith('cicd-images'))).toHaveLength(1);
  const partial = gateOver(TWO, { source: 'replay', answer: lacking });
  expect(countsIn(await counted(partial))).toEqual([
    { error: expect.stringMatching(/^HSS_SNAPSHOT_MISS: /) },
  ]);
});

test('counts add less than 2 kB to the state of an image, whatever it has', async () => {
  const long = (at: number) => `VENDOR-NOTICE-${'x'.repeat(100)}-${at}`;
  const forty = Array.from({ length: 40 }, (_, at) => ({ cveId: `CVE-2026-${10_000 + at}` }));
  const img = Array.from({ length: 500 }, (_, at) => ({
    vulId: long(at),
    severityLevel: (['Critical', 'High', 'Medium', 'Low'] as const)[at % 4] as never,
    cves: at % 5 === 0 ? undefined : forty,
  }));
  const feed = {
    file: 'f',
    releasedAt: NOW,
    sha256: 'f'.repeat(64),
    cves: new Set(['CVE-2026-10000']),
  };
  const asked = async (vulnerabilities: boolean): Promise<string> => {
    const hss = gateOver(
      { cicd: [{ ...WEB, vulNum: 500 }], vulnerabilities: { img } },
      { feed: () => Promise.resolve(feed) },
    );
    const judging = {
      max: { critical: 0, high: 0, medium: 0, low: 0 },
      graceDays: { critical: 3, high: 3 },
      knownExploited: KnownExploited.DENY,
      exceptions: Array.from({ length: 20 }, (_, at) => ({
        rules: VULNERABILITY_RULE_IDS,
        end: NOW + at + 1,
        ids: [long(at).toUpperCase()],
      })),
    };
    const { feed: given, data_list: rows, ...rest } = await counted(hss, { judging });
    expect(rows[0].vulnerabilities.low[0]).toBe(120);
    return vulnerabilities
      ? JSON.stringify({ ...rest, feed: given, data_list: rows })
      : JSON.stringify({ ...rest, data_list: [{ ...rows[0], vulnerabilities: undefined }] });
  };
  // The provider keeps the body as `body`, as `response_body` and in base64.
  const inState = (text: string): number =>
    2 * JSON.stringify(text).length + Buffer.from(text).toString('base64').length;
  const added = inState(await asked(true)) - inState(await asked(false));
  expect(added).toBeGreaterThan(500);
  expect(added).toBeLessThan(2_000);
});

test.each([
  ['cicd/images?image_name=web&vulnerabilities=x', /^HSS_INVALID_ARGUMENT: vulnerabilities is not/],
  ['cicd/images?limit=10&vulnerabilities=x', /a page has no vulnerabilities filter/],
  ['registries?vulnerabilities=x', /"vulnerabilities" is not a parameter of/],
])('%s is refused', async (below, text) => {
  const { gate, log } = gateOver(TWO);
  const [path, search] = below.split('?');
  const { body } = await gate.reply(`/v5/p/image/${path}`, search);
  expect(JSON.parse(String(body))).toMatchObject({
    error: { code: 'HSS_INVALID_ARGUMENT', message: expect.stringMatching(text) },
    data_list: [],
  });
  expect(log).toEqual([]);
});

test('a row of another digest with the same scan is judged by itself', async () => {
  const hss = gateOver({
    cicd: [WEB, { ...WEB, imageId: 'other', imageDigest: sha('b') }],
    vulnerabilities: { img: [high('CVE-2026-0001')], other: [high('CVE-2026-0002')] },
  });
  const { data_list: rows } = await counted(hss, { digest: sha('b') });
  expect(rows).toMatchObject([{ vulnerabilities: { high: [1, 'CVE-2026-0002'] } }]);
  expect(hss.log.some((line) => line.includes('img'))).toBe(false);
});
