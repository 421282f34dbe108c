import fc from 'fast-check';
import { TerraformStack, Testing } from 'cdktf';
import { Evaluation, Judging } from '../../../../src/constructs/gate/asking/evaluation';
import { HssConnection } from '../../../../src/constructs/connection/hss-connection';
import { CICD_IMAGES } from '../../../../src/contract/cicd-image';
import { HssError } from '../../../../src/contract/error';
import { Query } from '../../../../src/contract/query';
import { readRows } from '../../../../src/contract/recheck';
import { Row } from '../../../../src/contract/row';
import {
  HssConnectionProps,
  HssCredentials,
  HssImageGate,
  HssImageGateProps,
} from '../../../../src';
import { Lookup } from '../../../../src/lookup/lookups';
import { LookupOverrides } from '../../../../src/lookup/request';
import { Enforcement, Pinning, parseReference } from '../../../../src/policy';
import type { Fault } from '../../../../src/simulator';
import { SimulatorProcess } from '../../../support/simulator';
import { REGISTRY, apiRow, codeOf, connect, gate, image, policy, sha, thrown } from '../../support';

/** Images that share a listing are judged as they would be by themselves. */

type Raw = { readonly [field: string]: unknown };

/** HSS in memory: what it was asked for, and when the answers were waited for. */
class Hss {
  public readonly log: string[] = [];
  private readonly started = new Map<string, Lookup>();

  constructor(
    private readonly rows: readonly Raw[],
    private readonly isLive: boolean,
    private readonly matches: (given: unknown, wanted: unknown) => boolean = Object.is,
    private readonly listingError?: HssError,
    private readonly mostRows = Infinity,
  ) {}

  public readonly connection = {
    _isLive: () => this.isLive,
    _sourceKind: () => 'live',
    _snapshotTime: () => undefined,
    _enterpriseProjectId: () => undefined,
    _start: (query, _, terms) => this.start(query, terms),
  } as Partial<HssConnection> as HssConnection;

  private start(query: Query, terms: LookupOverrides = {}): Lookup {
    const name = Object.values(query.values).join(' ');
    let lookup = this.started.get(name);
    if (lookup === undefined) {
      this.log.push(`ask ${name}`);
      lookup = new Lookup(() => {
        this.log.push(`wait ${name}`);
        return this.list(query, terms);
      });
      this.started.set(name, lookup);
    }
    return lookup;
  }

  private list(query: Query, { maxRows = this.mostRows }: LookupOverrides): Row[] {
    const { namespace, imageName, imageVersion } = query.values;
    if (imageName === undefined && this.listingError !== undefined) throw this.listingError;
    const found = this.rows.filter(
      (row) =>
        (namespace === undefined || this.matches(row.namespace, namespace)) &&
        (imageName === undefined || this.matches(row.image_name, imageName)) &&
        (imageVersion === undefined || this.matches(row.image_version, imageVersion)),
    );
    if (found.length > maxRows) throw new HssError('HSS_TOO_MANY_ROWS', 'too many');
    return readRows(CICD_IMAGES, query, found);
  }
}

const partly = (given: unknown, wanted: unknown): boolean =>
  typeof given === 'string' && given.includes(String(wanted));

function evaluations(hss: Hss, references: readonly string[], given?: object): Evaluation[] {
  const judging: Judging = {
    connection: hss.connection,
    policy: policy(given)._policy(),
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    waitSeconds: 0,
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

const FEW = ['few/a:1', 'few/b:1', 'few/c:1'];
const MANY = [
  'r.io/shop/web:1.4',
  'r.io/shop/web:1.9',
  'r.io/shop/web/api:1.4',
  'r.io/web:1.4',
  `r.io/shop/web@${sha('a')}`,
  `r.io/shop/web:1.4@${sha('b')}`,
  `r.io/shop/web:${'v'.repeat(65)}`,
  `r.io/${'n'.repeat(65)}/web:1.4`,
  'web:1.4',
];

const LONG = 'n'.repeat(65);
const field = (sound: readonly unknown[], unsound: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...sound) },
    { weight: 1, arbitrary: fc.constantFrom(...unsound) },
  );
const anyRaw = (unsound: boolean): fc.Arbitrary<Raw> => {
  const or = (values: readonly unknown[], wrong: readonly unknown[]): fc.Arbitrary<unknown> =>
    unsound ? field(values, wrong) : fc.constantFrom(...values);
  return fc.record(
    {
      namespace: or(['shop', 'shop', 'shop/web', 'library', '', null], [7, LONG, ['shop']]),
      image_name: or(['web', 'web', 'shop/web', 'web/api', 'api', null], [7, `web${LONG}${LONG}`]),
      image_version: or(['1.4', '1.4', '1.5', null], [1.4, 'v'.repeat(65)]),
      image_digest: or([sha('a'), sha('b'), null], [7]),
      registry_name: or(['x', 'y', null], ['', 7]),
      latest_update_time: or([1, 2, null], [-1]),
      latest_scan_time: or([Date.now() - 1000, null], ['now']),
      scan_status: or(['success', 'failed'], ['odd']),
      severity_level: or(['Low', 'High'], ['odd']),
    },
    { requiredKeys: ['scan_status', 'severity_level'] },
  );
};
const anyPolicy = fc.constantFrom({}, { registryNames: ['x'] }, { requireDigest: true });
const rows = (unsound: boolean): fc.Arbitrary<Raw[]> =>
  fc.array(anyRaw(unsound), { maxLength: 8 }).chain((distinct) =>
    // Some rows are listed twice.
    fc.subarray(distinct).map((again) => [...distinct, ...again]),
  );

describe('a judgement', () => {
  beforeAll(() => jest.spyOn(Date, 'now').mockReturnValue(Date.now()));
  afterAll(() => jest.restoreAllMocks());

  test.each<[string, typeof partly]>([
    ['exactly', Object.is],
    ['by part', partly],
  ])('is what it is by name, where HSS matches names %s', (_, matches) => {
    fc.assert(
      fc.property(rows(true), anyPolicy, fc.shuffledSubarray(MANY), (raws, given, many) => {
        const alone = new Hss(raws, false, matches);
        const together = new Hss(raws, true, matches);
        const references = [...FEW, ...many];
        expect(outcomes(evaluations(together, references, given))).toEqual(
          outcomes(evaluations(alone, references, given)),
        );
        // Never more than by name, and the listing.
        const byName = together.log.filter((line) => !/^(ask|wait) $/.test(line));
        expect(byName.filter((line) => !alone.log.includes(line))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('takes no more than the listing, where all rows are sound', () => {
    fc.assert(
      fc.property(rows(false), anyPolicy, (raws, given) => {
        const hss = new Hss(raws, true);
        outcomes(evaluations(hss, [...FEW, ...MANY], given));
        const asked = hss.log.filter((line) => /^ask (?!few)/.test(line));
        expect(asked).toEqual(['ask ']);
      }),
    );
  });
});

const error = (code: HssError['code']): HssError => new HssError(code, 'so it is');
const GOOD_ROW = { namespace: 'shop', image_name: 'web', image_version: '1.4' };
const asked = (hss: Hss): string[] => hss.log.filter((line) => line.startsWith('ask '));

describe('where the listing fails', () => {
  test.each<HssError['code']>([
    'HSS_TOO_MANY_ROWS',
    'HSS_UNSTABLE_LIST',
    'HSS_BAD_RESPONSE',
    'HSS_SERVER_ERROR',
    'HSS_TIMEOUT',
    'HSS_INVALID_ARGUMENT',
    'HSS_SNAPSHOT_MISS',
  ])('with %s, all ask by name before any waits, and later ones at once', (code) => {
    const hss = new Hss([GOOD_ROW], true, Object.is, error(code));
    const all = evaluations(hss, [...FEW, ...MANY]);
    const before = hss.log.length;
    expect(hss.log[before - 1]).toBe('ask ');
    outcomes(all);
    const after = hss.log.slice(before).filter((line) => !line.includes('few'));
    expect(after[0]).toBe('wait ');
    // The questions of all, then their answers.
    const firstWait = after.findIndex((line, index) => index > 0 && line.startsWith('wait '));
    expect(after.slice(1, firstWait)).toContain('ask shop web');
    expect(after.slice(1, firstWait)).toContain('ask library web');
    const alone = new Hss([GOOD_ROW], false);
    outcomes(evaluations(alone, [...FEW, ...MANY]));
    expect(asked(hss).sort()).toEqual([...asked(alone), 'ask '].sort());
    evaluations(hss, ['late:1']);
    expect(hss.log.slice(-2)).toEqual(['ask library late', 'ask library/late']);
  });

  test.each<HssError['code']>([
    'HSS_NO_CREDENTIALS',
    'HSS_AUTH_FAILED',
    'HSS_FORBIDDEN',
    'HSS_THROTTLED',
    'HSS_UNREACHABLE',
  ])('with %s, none asks again', (code) => {
    const hss = new Hss([GOOD_ROW], true, Object.is, error(code));
    expect(outcomes(evaluations(hss, [...FEW, ...MANY])).slice(3)).toEqual(MANY.map(() => code));
    expect(asked(hss)).toHaveLength(6 + 1);
  });
});

test('rows in doubt send those to ask by name that they could be, all before any waits', () => {
  const doubtful = { ...GOOD_ROW, image_version: 7 };
  const hss = new Hss([GOOD_ROW, doubtful], true);
  outcomes(evaluations(hss, [...FEW, 'shop/web:1.4', 'shop/web:1.5', 'shop/api:1.4', 'web:1']));
  const after = hss.log.slice(hss.log.indexOf('wait ')).filter((line) => !line.includes('few'));
  expect(after.slice(1, 4)).toEqual(['ask shop web', 'ask shop/web', 'wait shop web']);
  expect(after.some((line) => /api|library/.test(line))).toBe(false);
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
    const outcome = (...rows: Raw[]): unknown =>
      outcomes(evaluations(new Hss(rows, isLive), [...FEW, 'shop/web:1.4', 'shop/api:1']))[3];
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
    const hss = new Hss([ROW, LATER], false, Object.is, undefined, 1);
    const [tagged, pinned] = outcomes(
      evaluations(hss, ['shop/web:1.4', `shop/web@${ROW.image_digest as string}`]),
    );
    expect(tagged).toMatchObject({ verdict: { decision: 'ALLOW' } });
    expect(pinned).toBe('HSS_TOO_MANY_ROWS');
    expect(asked(hss)).toContain('ask shop web 1.4');
  });
});

/** An image after the few: alone it asks by name, since two requests may be less than a listing. */
describe('an image that is alone', () => {
  test('asks by name', () => {
    const hss = new Hss([GOOD_ROW], true);
    outcomes(evaluations(hss, [...FEW, 'shop/web:1.4', 'other.io/shop/web:1.4']));
    expect(asked(hss)).not.toContain('ask ');
    expect(asked(hss)).toContain('ask shop web');
    // Together with the few, not after them.
    expect(hss.log.indexOf('ask shop web')).toBeLessThan(hss.log.indexOf('wait few a'));
  });

  test('is not judged by the listing of others, when it can’t wait', () => {
    const hss = new Hss([GOOD_ROW], true);
    outcomes(evaluations(hss, [...FEW, 'shop/a:1', 'shop/b:1']));
    expect(asked(hss)).toContain('ask ');
    evaluations(hss, ['shop/web:1.4'])[0].judgementAt('here');
    expect(asked(hss)).toContain('ask shop web');
    // Who can wait finds it in the listing, or where it was asked for by name.
    const before = asked(hss);
    outcomes(evaluations(hss, ['shop/web:1.4', 'shop/web:1.5']));
    expect(asked(hss)).toEqual(before);
  });
});

describe('ten images of an HSS by HTTP', () => {
  const TEN = Array.from({ length: 10 }, (_, index) =>
    image({ imageName: `app-${index}`, imageDigest: sha(String(index)) }),
  );
  const OTHERS = Array.from({ length: 300 }, (_, index) =>
    image({ namespace: 'other', imageName: `app-${index}` }),
  );
  const odd = { ...apiRow(image({ imageName: 'app-7' })), namespace: 7 };

  let hss: SimulatorProcess;
  beforeAll(async () => {
    hss = await SimulatorProcess.serving({});
  });
  afterAll(() => hss.stop());

  async function required(
    rows: readonly Raw[],
    fault?: Fault,
    props: HssConnectionProps = {},
    given: Partial<HssImageGateProps> = {},
  ): Promise<HssImageGate> {
    await hss.data({ cicd_images: [...rows] });
    await hss.reset();
    if (fault !== undefined) await hss.faults(fault);
    const stack = new TerraformStack(Testing.app(), 'shop');
    connect(hss, stack, { maxRetries: 0, ...props });
    const one = gate(stack, given);
    for (const { imageName } of TEN) one.require(`${REGISTRY}/shop/${imageName}:1.4`);
    return one;
  }
  const PINNED = TEN.map(({ imageName, imageDigest }) => {
    return `${REGISTRY}/shop/${imageName}@${imageDigest}`;
  });
  const project = [...OTHERS, ...TEN].map(apiRow);
  /** Three by name, two pages; and seven more by name where the listing is of no use. */
  const [SHARED, BY_NAME] = [6 + 2, 6 + 2 + 14];

  test.each<{
    readonly given: string;
    readonly rows: readonly Raw[];
    readonly fault?: Fault;
    readonly props: HssConnectionProps;
    readonly requests: number;
  }>([
    { given: 'a listing', rows: project, props: {}, requests: SHARED },
    {
      given: '500 for a page',
      rows: project,
      fault: { kind: 'status', status: 500, page: 199 },
      props: {},
      requests: BY_NAME,
    },
    {
      given: 'HTML for a page',
      rows: project,
      fault: { kind: 'html', page: 199 },
      props: {},
      requests: BY_NAME,
    },
    {
      given: 'silence',
      rows: project,
      fault: { kind: 'hang', page: 199 },
      props: { timeoutSeconds: 0.5 },
      requests: BY_NAME,
    },
    {
      given: 'totals that differ',
      rows: project,
      fault: { kind: 'total', delta: 1, page: 199 },
      props: {},
      requests: BY_NAME + 10,
    },
    {
      given: 'more rows than allowed',
      rows: project,
      props: { maxRows: 250 },
      requests: BY_NAME - 1,
    },
    {
      given: 'a row that could be one image',
      rows: [...project, odd],
      props: {},
      requests: SHARED + 2,
    },
  ])('all are allowed with $given', async ({ rows, fault, props, requests }) => {
    const one = await required(rows, fault, props);
    expect(one.verdicts.map(({ pinnedReference }) => pinnedReference)).toEqual(PINNED);
    expect(await hss.requests()).toHaveLength(requests);
  });

  test.each<{
    readonly given: string;
    readonly fault?: Fault;
    readonly props: HssConnectionProps;
    readonly code: string;
    readonly requests: number;
  }>([
    {
      given: '401',
      props: { credentials: HssCredentials.token('wrong') },
      code: 'HSS_AUTH_FAILED',
      requests: 1,
    },
    {
      given: '403',
      fault: { kind: 'status', status: 403 },
      props: {},
      code: 'HSS_FORBIDDEN',
      requests: 7,
    },
  ])(
    'after $given none is decided, and none asks again',
    async ({ fault, props, code, requests }) => {
      const one = await required(project, fault, props);
      const { message } = thrown(() => (one.node.root as ReturnType<typeof Testing.app>).synth());
      expect(message).toContain(`${code}: stack shop is refused: 10 of 10 images could not be`);
      expect(await hss.requests()).toHaveLength(requests);
    },
  );

  test('after 500 for everything none is decided', async () => {
    const one = await required(project, { kind: 'status', status: 500 });
    expect(codeOf(() => one.verdicts)).toBe('HSS_SERVER_ERROR');
    // An image's first error is enough, so the last question may still be on its way.
    expect([20, 21]).toContain((await hss.requests()).length);
  });

  test('what is asked later is asked in the environment in which it was required', async () => {
    const { HW_PROJECT_ID: before } = process.env;
    process.env.HW_PROJECT_ID = hss.env.HW_PROJECT_ID;
    try {
      const one = await required(project, undefined, { projectId: undefined, maxRows: 250 });
      process.env.HW_PROJECT_ID = 'another';
      expect(one.verdicts.map(({ pinnedReference }) => pinnedReference)).toEqual(PINNED);
    } finally {
      if (before === undefined) delete process.env.HW_PROJECT_ID;
      else process.env.HW_PROJECT_ID = before;
    }
  });

  test('those that wait for scans ask by name', async () => {
    const one = await required(project, undefined, {}, { waitSeconds: 1 });
    expect(one.verdicts).toHaveLength(10);
    expect(await hss.requests()).toHaveLength(20);
  });

  test('those that are evaluated at once ask by name', async () => {
    const one = await required([], undefined);
    for (let asked = 0; asked < 7;) asked = (await hss.requests()).length;
    await hss.data({ cicd_images: project });
    // The listing has seen an empty project.
    expect(one.evaluate(`${REGISTRY}/shop/app-7:1.4`).pinnedReference).toBe(PINNED[7]);
    expect(await hss.requests()).toHaveLength(9);
  });

  test('the images of two gates and two stacks share one listing', async () => {
    const one = await required(project);
    const other = new TerraformStack(one.node.root, 'other');
    const second = gate(other, { connection: one.node.scope!.node.findChild('hss') as never });
    for (const { imageName } of OTHERS.slice(0, 50)) {
      second.require(`${REGISTRY}/other/${imageName}:1.4`);
    }
    expect([...one.verdicts, ...second.verdicts]).toHaveLength(60);
    expect(await hss.requests()).toHaveLength(SHARED);
  });

  test('another enterprise project is another listing', async () => {
    const rows = project.map((row) => ({ ...row, enterprise_project_id: 'none' }));
    const one = await required(rows, undefined, { enterpriseProjectId: 'elsewhere' });
    expect(one.verdicts.map(({ decision }) => decision)).toEqual(TEN.map(() => 'DENY'));
    for (const { query } of await hss.requests()) {
      expect(query!.enterprise_project_id).toBe('elsewhere');
    }
  });

  // The last, since who was throttled goes slowly for a while.
  test('after 429 none is decided, and none asks again', async () => {
    const props = { deadlineSeconds: 1 };
    const one = await required(project, { kind: 'status', status: 429 }, props);
    const { message } = thrown(() => (one.node.root as ReturnType<typeof Testing.app>).synth());
    expect(message).toContain('HSS_THROTTLED: stack shop is refused: 10 of 10 images could not be');
    // Some may not have gone out any more: the pause for all goes beyond the deadline.
    expect((await hss.requests()).length).toBeLessThanOrEqual(7);
  });
});
