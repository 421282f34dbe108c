import { TerraformStack, Testing } from 'cdktf';
import {
  HssConnectionProps,
  HssCredentials,
  HssImageGate,
  HssImageGateProps,
} from '../../../../src';
import type { Fault } from '../../../../src/simulator';
import { Raw } from '../../../support/memory-hss';
import { SimulatorProcess } from '../../../support/simulator';
import { REGISTRY, apiRow, codeOf, connect, gate, image, sha, thrown } from '../../support';

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
  /** Three by name and a page of the registry images, which are none; and the registries. */
  const NO_REGISTRY_IMAGES = 6 + 1 + 1;
  /** Three by name, two pages; and seven more by name where the listing is of no use. */
  const [SHARED, BY_NAME] = [6 + 2, 6 + 2 + 14].map((requests) => requests + NO_REGISTRY_IMAGES);

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
      requests: 2 * 7 + 1,
    },
  ])(
    'after $given none is decided, and none asks again',
    async ({ fault, props, code, requests }) => {
      const one = await required(project, fault, props);
      const { message } = thrown(() => (one.node.root as ReturnType<typeof Testing.app>).synth());
      expect(message).toContain(`${code}: stack shop is refused: 10 images undecided`);
      expect(await hss.requests()).toHaveLength(requests);
    },
  );

  test('after 500 for everything none is decided', async () => {
    const one = await required(project, { kind: 'status', status: 500 });
    expect(codeOf(() => one.verdicts)).toBe('HSS_SERVER_ERROR');
    // An image's first error is enough, so others may still be on their way.
    const { length } = await hss.requests();
    expect(length).toBeGreaterThanOrEqual(20);
    expect(length).toBeLessThanOrEqual(2 * 21 + 1);
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
    expect(await hss.requests()).toHaveLength(2 * 20 + 1);
  });

  test('those that are evaluated at once ask by name', async () => {
    const one = await required([], undefined);
    const [few, listings, registries] = [2 * 6, 2, 1];
    for (let asked = 0; asked < few + listings + registries;) asked = (await hss.requests()).length;
    await hss.data({ cicd_images: project });
    // The listing has seen an empty project.
    expect(one.evaluate(`${REGISTRY}/shop/app-7:1.4`).pinnedReference).toBe(PINNED[7]);
    expect(await hss.requests()).toHaveLength(few + listings + registries + 2 * 2);
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
    expect(message).toContain('HSS_THROTTLED: stack shop is refused: 10 images undecided');
    // Some may not have gone out any more: the pause for all goes beyond the deadline.
    expect((await hss.requests()).length).toBeLessThanOrEqual(2 * 7 + 1);
  });
});
