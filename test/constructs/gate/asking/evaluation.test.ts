import { WaitBudget } from '../../../../src/lookup/blocking/wait-budget';
import { Evaluation, JudgingSettings } from '../../../../src/constructs/gate/asking/evaluation';
import { HssError } from '../../../../src/contract/error';
import { Query } from '../../../../src/contract/query';
import { Enforcement, Pinning, parseReference } from '../../../../src/policy';
import { FEW, MANY } from '../../../asking/images';
import { MemoryHss, Raw, isWholeList } from '../../../support/memory-hss';
import { apiRow, image, policy } from '../../support';

/** When a gate asks HSS, and when it waits for the answers. */

const mockSleepFor = jest.fn<void, [number]>();
jest.mock('../../../../src/lookup/blocking/sleep', () => ({
  sleepFor: (ms: number) => mockSleepFor(ms),
}));

function evaluations(
  hss: MemoryHss,
  references: readonly string[],
  {
    waitSeconds = 0,
    ...given
  }: { readonly waitSeconds?: number; readonly imageSources?: string[] } = {},
): Evaluation[] {
  const judging: JudgingSettings = {
    connection: hss.connection,
    policy: policy(given as object)._policy(),
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    waitSeconds,
    budget: new WaitBudget(waitSeconds),
    isDestroying: false,
    path: 'gate',
  };
  return references.map((reference) => new Evaluation(judging, parseReference(reference)));
}

function outcomes(all: readonly Evaluation[]): unknown[] {
  all.forEach((one) => one.advance());
  return all.map((one) => {
    try {
      return one.judgementAt('here');
    } catch (error) {
      return (error as HssError).code;
    }
  });
}

const GOOD_ROW = { namespace: 'shop', image_name: 'web', image_version: '1.4' };
const ROWS = { 'cicd-images': [GOOD_ROW], 'registry-images': [GOOD_ROW] };

const errorOf = (code: HssError['code'], endpoint: string) => (query: Query) =>
  isWholeList(query) && query.endpoint === endpoint ? new HssError(code, 'so it is') : undefined;

/** Of each list: three images by name, in two ways each. */
const FEW_QUESTIONS = 2 * 6;

describe.each(['cicd', 'registry'])('where the listing of %s images fails', (list) => {
  const endpoint = `${list}-images`;

  test.each<HssError['code']>([
    'HSS_TOO_MANY_ROWS',
    'HSS_UNSTABLE_LIST',
    'HSS_BAD_RESPONSE',
    'HSS_SERVER_ERROR',
    'HSS_TIMEOUT',
    'HSS_INVALID_ARGUMENT',
    'HSS_SNAPSHOT_MISS',
  ])('with %s, all ask it by name before any waits, and later ones at once', (code) => {
    const hss = new MemoryHss(ROWS, { errorOf: errorOf(code, endpoint) });
    const all = evaluations(hss, [...FEW, ...MANY]);
    expect(hss.asked.filter((line) => line.endsWith('*'))).toEqual([
      'registries *',
      'cicd *',
      'registry *',
    ]);
    const before = hss.log.length;
    outcomes(all);
    const after = hss.log
      .slice(before)
      .filter((line) => line.includes(` ${list} `) && !line.includes('few'));
    expect(after[0]).toBe(`wait ${list} *`);
    // The questions of all, then their answers.
    const firstWait = after.findIndex((line, index) => index > 0 && line.startsWith('wait '));
    expect(after.slice(1, firstWait)).toContain(`ask ${list} shop web`);
    expect(after.slice(1, firstWait)).toContain(`ask ${list} library web`);
    const alone = new MemoryHss(ROWS, { isLive: false });
    outcomes(evaluations(alone, [...FEW, ...MANY]));
    const askedAlone = alone.asked.filter((line) => line.startsWith(`${list} `));
    expect(hss.asked.filter((line) => line.startsWith(`${list} `)).sort()).toEqual(
      [...askedAlone, `${list} *`].sort(),
    );
    // The other list is shared all the same.
    const other = list === 'cicd' ? 'registry' : 'cicd';
    expect(hss.asked.filter((line) => line.startsWith(`${other} `))).toHaveLength(6 + 1);
    evaluations(hss, ['late:1']);
    expect(hss.asked.slice(-2)).toEqual([`${list} library late`, `${list} library/late`]);
  });

  test.each<HssError['code']>([
    'HSS_NO_CREDENTIALS',
    'HSS_AUTH_FAILED',
    'HSS_FORBIDDEN',
    'HSS_THROTTLED',
    'HSS_UNREACHABLE',
  ])('with %s, none asks again', (code) => {
    const hss = new MemoryHss(ROWS, { errorOf: errorOf(code, endpoint) });
    expect(outcomes(evaluations(hss, [...FEW, ...MANY])).slice(3)).toEqual(MANY.map(() => code));
    expect(hss.asked).toHaveLength(FEW_QUESTIONS + 3);
  });
});

test('a list that the policy leaves out is not asked', () => {
  for (const [list, ...others] of [['cicd'], ['registry', 'registries']]) {
    const hss = new MemoryHss(ROWS);
    outcomes(evaluations(hss, [...FEW, ...MANY], { imageSources: [list] }));
    const asked = new Set(hss.asked.map((line) => line.split(' ')[0]));
    expect([...asked].sort()).toEqual([list, ...others].sort());
  }
});

test('the registries are asked once, with the first question, and waited for last', () => {
  const hss = new MemoryHss(ROWS, { isLive: false });
  const [one] = evaluations(hss, ['shop/web:1.4', 'shop/api:1']);
  expect(hss.asked.indexOf('registries *')).toBe(4);
  expect(hss.log.filter((line) => line === 'ask registries *')).toHaveLength(1);
  one.judgementAt('here');
  expect(hss.log.at(-1)).toBe('wait registries *');
});

test('rows in doubt send those to ask by name that they could be, all before any waits', () => {
  const doubtful = { ...GOOD_ROW, image_version: 7 };
  const hss = new MemoryHss({ ...ROWS, 'registry-images': [GOOD_ROW, doubtful] });
  outcomes(evaluations(hss, [...FEW, 'shop/web:1.4', 'shop/web:1.5', 'shop/api:1.4', 'web:1']));
  const after = hss.log.slice(hss.log.indexOf('wait registry *'));
  const ofImages = after.filter((line) => !/few|registries/.test(line));
  expect(ofImages.slice(1, 4)).toEqual([
    'ask registry shop web',
    'ask registry shop/web',
    'wait registry shop web',
  ]);
  expect(ofImages.some((line) => /api|library|cicd/.test(line))).toBe(false);
});

describe('scans of one digest under other tags', () => {
  const ROW = apiRow(image({ imageVersion: '1.4' }));
  const LATER = {
    ...ROW,
    image_version: '1.5',
    severity_level: 'High',
    latest_scan_time: Date.now(),
  };
  const EARLIER = { ...LATER, latest_scan_time: 1 };

  test.each([true, false])('decide, whether or not there is a listing (%p)', (isLive) => {
    const outcome = (...rows: Raw[]): unknown => {
      const hss = new MemoryHss({ 'cicd-images': rows }, { isLive });
      return outcomes(evaluations(hss, [...FEW, 'shop/web:1.4', 'shop/api:1']))[3];
    };
    expect(outcome(ROW, LATER)).toMatchObject({
      verdict: { decision: 'DENY', image: { imageVersion: '1.5', severityLevel: 'High' } },
    });
    expect(outcome(ROW, EARLIER)).toMatchObject({
      verdict: { decision: 'ALLOW', image: { imageVersion: '1.4' } },
    });
    expect(outcome(ROW, { ...EARLIER, malicious_file_num: 1 })).toMatchObject({
      verdict: { decision: 'DENY', findings: [{ ruleId: 'max-malicious-files' }] },
    });
  });

  test('are left out where the image has too many versions', () => {
    const hss = new MemoryHss({ 'cicd-images': [ROW, LATER] }, { isLive: false, mostRows: 1 });
    const [tagged, pinned] = outcomes(
      evaluations(hss, ['shop/web:1.4', `shop/web@${ROW.image_digest as string}`]),
    );
    expect(tagged).toMatchObject({ verdict: { decision: 'ALLOW' } });
    expect(pinned).toBe('HSS_TOO_MANY_ROWS');
    expect(hss.asked).toContain('cicd shop web 1.4');
    expect(hss.asked).not.toContain('registry shop web 1.4');
  });
});

/** An image after the few: alone it asks by name, since two requests may be less than a listing. */
describe('an image that is alone', () => {
  test('asks by name', () => {
    const hss = new MemoryHss(ROWS);
    outcomes(evaluations(hss, [...FEW, 'shop/web:1.4', 'other.io/shop/web:1.4']));
    expect(hss.asked).not.toContain('cicd *');
    expect(hss.asked).not.toContain('registry *');
    // Together with the few, not after them.
    for (const list of ['cicd', 'registry']) {
      const at = hss.log.indexOf(`ask ${list} shop web`);
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThan(hss.log.findIndex((line) => line.startsWith('wait ')));
    }
  });

  test("is not judged by a shared listing if it can't wait", () => {
    const hss = new MemoryHss(ROWS);
    outcomes(evaluations(hss, [...FEW, 'shop/a:1', 'shop/b:1']));
    expect(hss.asked).toContain('cicd *');
    evaluations(hss, ['shop/web:1.4'])[0].judgementAt('here');
    expect(hss.asked).toContain('cicd shop web');
    expect(hss.asked).toContain('registry shop web');
    // Who can wait finds it in the listing, or where it was asked for by name.
    const before = hss.asked;
    outcomes(evaluations(hss, ['shop/web:1.4', 'shop/web:1.5']));
    expect(hss.asked).toEqual(before);
  });
});

test('the registry IDs of a reference are those whose address it is pulled from', () => {
  const hss = new MemoryHss({
    'image-registries': [
      { id: 'r-1', registry_addr: 'r.io', protocol: 'https' },
      { id: 'r-2', registry_addr: 'other.io' },
    ],
  });
  const [one] = evaluations(hss, ['r.io/shop/web:1.4']);
  expect(one.registryIds({ domain: 'r.io:443' })).toEqual(['r-1']);
  expect(one.registryIds({ domain: 'other.io' })).toEqual(['r-2']);
  const [without] = evaluations(hss, ['r.io/shop/web:1.4'], { imageSources: ['cicd'] });
  expect(without.registryIds({ domain: 'r.io' })).toEqual([]);
});

describe('a wait for scans', () => {
  beforeEach(() => mockSleepFor.mockImplementation(pass));
  afterEach(() => jest.restoreAllMocks());

  let time = Date.now();
  const pauses: number[] = [];
  /** Time passes only here, in place of the thread's sleep. */
  const pass = (ms: number): void => {
    pauses.push(ms);
    time += ms;
  };
  beforeEach(() => {
    pauses.length = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => time);
  });

  const DONE = apiRow(image({ imageVersion: '1.4' }));
  const PENDING = { ...DONE, scan_status: 'scanning', latest_scan_time: undefined };
  const inRegistry = (row: Raw): Raw => ({ ...row, registry_id: 'r-1' });
  const REGISTRIES = [{ id: 'r-1', registry_addr: 'r.io', protocol: 'https' }];

  /** Each list has a row, or at each attempt another one; the last one stays. */
  function decided(
    lists: { readonly cicd?: (Raw | HssError)[]; readonly registry?: (Raw | HssError)[] },
    waitSeconds: number,
  ): { readonly outcome: unknown; readonly hss: MemoryHss } {
    const row = (rows: (Raw | HssError)[] = []): Raw[] => {
      const at = Math.min(pauses.length, rows.length - 1);
      return rows.length === 0 || rows[at] instanceof HssError ? [] : [rows[at]];
    };
    const hss = new MemoryHss(
      {
        get 'cicd-images'() {
          return row(lists.cicd);
        },
        get 'registry-images'() {
          return row(lists.registry).map(inRegistry);
        },
        'image-registries': REGISTRIES,
      },
      {
        errorOf: ({ endpoint }) => {
          const rows = endpoint === 'cicd-images' ? lists.cicd : undefined;
          const one = rows?.[Math.min(pauses.length, rows.length - 1)];
          return one instanceof HssError ? one : undefined;
        },
      },
    );
    const [outcome] = outcomes(evaluations(hss, ['r.io/shop/web:1.4'], { waitSeconds }));
    return { hss, outcome: typeof outcome === 'string' ? outcome : decisionOf(outcome) };
  }
  const decisionOf = (judgement: unknown): string =>
    (judgement as { readonly verdict: { readonly decision: string } }).verdict.decision;
  const down = new HssError('HSS_UNREACHABLE', 'down');

  test.each<{
    readonly given: string;
    readonly lists: Parameters<typeof decided>[0];
    readonly seconds: number;
    readonly outcome: string;
    readonly pauses: number[];
  }>([
    {
      given: 'a scan that is complete',
      lists: { cicd: [DONE] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [],
    },
    {
      given: 'a CI/CD scan that comes',
      lists: { cicd: [PENDING, PENDING, DONE] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [1000, 1500],
    },
    {
      given: 'a registry scan that comes',
      lists: { registry: [PENDING, DONE] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [1000],
    },
    {
      given: 'a registry scan that is pending beside a complete CI/CD one',
      lists: { cicd: [DONE], registry: [PENDING] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [],
    },
    {
      given: 'a CI/CD scan that is pending beside a complete one of the registry',
      lists: { cicd: [PENDING], registry: [DONE] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [],
    },
    {
      given: 'two scans, one of which comes',
      lists: { cicd: [PENDING], registry: [PENDING, DONE] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [1000],
    },
    {
      given: 'a scan that never comes',
      lists: { cicd: [PENDING] },
      seconds: 3,
      outcome: 'DENY',
      pauses: [1000, 1500, 500],
    },
    {
      given: 'an error on the way',
      lists: { cicd: [PENDING, down, DONE] },
      seconds: 600,
      outcome: 'ALLOW',
      pauses: [1000, 1500],
    },
    {
      given: 'an error at the beginning',
      lists: { cicd: [down, DONE] },
      seconds: 600,
      outcome: 'HSS_UNREACHABLE',
      pauses: [],
    },
    {
      given: 'no time',
      lists: { cicd: [PENDING, DONE] },
      seconds: 0,
      outcome: 'DENY',
      pauses: [],
    },
  ])(
    'is for the scan that decides: $given',
    ({ lists, seconds, outcome: wanted, pauses: slept }) => {
      const { outcome } = decided(lists, seconds);
      expect({ outcome, pauses }).toEqual({ outcome: wanted, pauses: slept });
    },
  );

  test('asks by name each time, and for the registries as well', () => {
    const { hss } = decided({ cicd: [PENDING, DONE] }, 600);
    const once = [
      ...['cicd shop web', 'cicd shop/web', 'registry shop web', 'registry shop/web'],
      'registries *',
    ];
    expect(hss.asked).toEqual([...once, ...once]);
  });

  test('of many images is over when the time is up, and asks each once more', () => {
    const names = ['a', 'b', 'c'];
    const rows = names.map((image_name) => ({ ...PENDING, image_name }));
    const hss = new MemoryHss({ 'cicd-images': rows });
    const all = evaluations(
      hss,
      names.map((name) => `r.io/shop/${name}:1.4`),
      { waitSeconds: 2 },
    );
    expect(outcomes(all).map(decisionOf)).toEqual(['DENY', 'DENY', 'DENY']);
    expect(pauses).toEqual([1000, 1000, 0, 0]);
    for (const [name, times] of [
      ['a', 3],
      ['b', 2],
      ['c', 2],
    ] as const) {
      expect(hss.asked.filter((line) => line === `cicd shop ${name}`)).toHaveLength(times);
    }
  });
});
