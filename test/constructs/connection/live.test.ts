import { App, TerraformStack, Testing } from 'cdktf';
import {
  DataHssCicdImages,
  DataHssImageRegistries,
  DataHssImageSyncTaskRegistries,
  Enforcement,
  HssConnectionProps,
  HssCredentials,
  HssImageGate,
} from '../../../src';
import type { Fault } from '../../../src/simulator';
import { SimulatorProcess } from '../../support/simulator';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  ROWS,
  apiRow,
  connect,
  deployedBy,
  gate,
  image,
  isWritten,
  questions,
  sha,
  thrown,
} from '../support';
import { expectOverlap } from '../../support/overlap';

/** Constructs that query the simulator over HTTP, in a separate process. */

const FIFTY = Array.from({ length: 50 }, (_, index) =>
  image({ imageName: `app-${index}`, imageDigest: sha((index % 16).toString(16)) }),
);
const DATA = {
  cicd_images: [...ROWS, ...FIFTY].map(apiRow),
  image_registries: [
    {
      id: 'r-1',
      registry_name: '生产 & #1',
      registry_type: 'Harbor',
      registry_addr: 'h.example.com',
    },
    { id: 'r-2', registry_name: 'other', registry_type: 'SwrPrivate' },
  ],
  image_sync_task_registries: {
    nightly: [{ registry_id: 'r-1', registry_name: 'one', sync_status: 'finished' }],
    running: [{ registry_id: 'r-1', registry_name: 'one', sync_status: 'running' }],
  },
};

let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving(DATA);
});
afterAll(() => hss.stop());
beforeEach(() => hss.reset());

async function peak(): Promise<number> {
  const answer = await fetch(`${hss.endpoint}/__simulator/requests`);
  return ((await answer.json()) as { inFlightPeak: number }).inFlightPeak;
}

function liveStack(props: HssConnectionProps = {}, app = Testing.app()): TerraformStack {
  const stack = new TerraformStack(app, 'shop');
  connect(hss, stack, props);
  return stack;
}

function liveGate(props: HssConnectionProps = {}): {
  readonly app: App;
  readonly stack: TerraformStack;
  readonly gate: HssImageGate;
} {
  const stack = liveStack(props);
  return { app: stack.node.root as App, stack, gate: gate(stack) };
}

describe('lookups', () => {
  test('return the rows that HSS lists, and send the query as given', async () => {
    const stack = liveStack({ enterpriseProjectId: '0' });
    const registries = new DataHssImageRegistries(stack, 'registries', {
      registryName: '生产 & #1',
      enterpriseProjectId: 'all_granted_eps',
    });
    const images = new DataHssCicdImages(stack, 'images', {
      hasMaliciousFile: false,
      namespace: 'shop',
    });
    const sync = new DataHssImageSyncTaskRegistries(stack, 'sync', { taskId: 'nightly' });

    expect(registries.byId('r-1').registryName).toBe('生产 & #1');
    expect(registries.addresses).toEqual(['h.example.com']);
    expect(images.totalNum).toBe(51);
    expect(images.find('shop', 'app-7', '1.4')?.imageDigest).toBe(sha('7'));
    expect([sync.allFinished, sync.ids]).toEqual([true, ['r-1']]);
    expect(questions(await hss.requests()).sort()).toEqual([
      'enterprise_project_id=0&limit=200&offset=0',
      'enterprise_project_id=0&namespace=shop&has_malicious_file=false&limit=200&offset=0',
      'enterprise_project_id=all_granted_eps&registry_name=生产 & #1&limit=200&offset=0',
    ]);
  });

  test('share a request if they are equal and in one app', async () => {
    const stack = liveStack();
    const ask = (scope: TerraformStack, id: string, props = {}): number =>
      new DataHssCicdImages(scope, id, { namespace: 'shop', ...props }).totalNum;
    const inner = new TerraformStack(stack.node.root, 'other');
    connect(hss, inner);
    expect([ask(stack, 'a'), ask(stack, 'b'), ask(inner, 'c')]).toEqual([52, 52, 52]);
    expect(await hss.requests()).toHaveLength(1);
    ask(stack, 'd', { hasVul: true });
    expect(await hss.requests()).toHaveLength(2);
    ask(liveStack(), 'a');
    expect(await hss.requests()).toHaveLength(3);
  });

  test('a path with too many possible divisions refuses the stack without a request', async () => {
    const stack = liveStack();
    gate(stack);
    new Deployment(stack, 'web', `${REGISTRY}/${'a/'.repeat(61)}a:1`);
    const { message } = thrown(() => Testing.synth(stack));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: stack .* is refused/);
    expect(message).toContain('its path has 62 segments, and HSS is asked for at most 16');
    expect(await hss.requests()).toEqual([]);
  });

  test('overlap: ten run at once', async () => {
    await hss.faults({ kind: 'latency', ms: 100 });
    const stack = liveStack({ concurrency: 8 });
    const lookups = Array.from({ length: 10 }, (_, index) => {
      return new DataHssCicdImages(stack, `l${index}`, { imageName: `app-${index}` });
    });
    expect(lookups.map(({ totalNum }) => totalNum)).toEqual(lookups.map(() => 1));
    expect(await hss.requests()).toHaveLength(10);
    expectOverlap(await peak());
  });

  test('wait for a running synchronization, up to a limit', async () => {
    const stack = liveStack();
    const over = new DataHssImageSyncTaskRegistries(stack, 'over', {
      taskId: 'running',
      waitSeconds: 0.2,
    });
    expect(over.rows.map(({ syncStatus }) => syncStatus)).toEqual(['running']);
    expect(over.allFinished).toBe(false);
    expect((await hss.requests()).length).toBeGreaterThan(1);

    const waiting = new DataHssImageSyncTaskRegistries(stack, 'sync', {
      taskId: 'running',
      waitSeconds: 20,
    });
    await hss.data({
      ...DATA,
      image_sync_task_registries: { running: [{ registry_id: 'r-1', sync_status: 'finished' }] },
    });
    expect(waiting.allFinished).toBe(true);
    await hss.data(DATA);
  });

  test.each<{
    readonly given: string;
    readonly props: HssConnectionProps;
    readonly fault?: Fault;
    readonly code: string;
  }>([
    {
      given: 'a wrong token',
      props: { credentials: HssCredentials.token('wrong') },
      code: 'HSS_AUTH_FAILED',
    },
    { given: 'no server', props: { endpoint: 'http://127.0.0.1:9' }, code: 'HSS_UNREACHABLE' },
    { given: '500', props: {}, fault: { kind: 'status', status: 500 }, code: 'HSS_SERVER_ERROR' },
    { given: 'HTML', props: {}, fault: { kind: 'html' }, code: 'HSS_BAD_RESPONSE' },
    {
      given: 'silence',
      props: { timeoutSeconds: 0.2 },
      fault: { kind: 'hang' },
      code: 'HSS_TIMEOUT',
    },
    { given: 'too many rows', props: { maxRows: 5 }, code: 'HSS_TOO_MANY_ROWS' },
  ])(
    'that meet $given name construct, query and what to do, at every reading',
    async ({ props, fault, code }) => {
      if (fault) await hss.faults(fault);
      const images = new DataHssCicdImages(liveStack({ maxRetries: 0, ...props }), 'images', {
        namespace: 'shop',
      });
      for (const read of [
        () => images.rows,
        () => images.rowsJson,
        () => images.find('a', 'b', 'c'),
      ]) {
        const { message } = thrown(read);
        expect(message.split(':', 1)[0]).toBe(code);
        expect(message).toContain('\n  construct: shop/images\n');
        expect(message).toContain('what to do: ');
        expect(message).not.toContain('wrong');
      }
    },
  );

  test('without credentials name the variables and files that were read', () => {
    const { HOME } = process.env;
    process.env.HOME = '/nowhere';
    try {
      const images = new DataHssCicdImages(liveStack({ credentials: undefined }), 'images');
      expect(thrown(() => images.rows).message).toMatch(/^HSS_NO_CREDENTIALS: [^]*HW_AUTH_TOKEN/);
    } finally {
      process.env.HOME = HOME;
    }
  });
});

describe('a gate', () => {
  test('pins and refuses by the rows of HSS', () => {
    const { app, stack, gate } = liveGate();
    new Deployment(stack, 'web', gate.require(GOOD));
    expect(deployedBy(app)).toEqual({ web: PINNED });
    expect(gate.verdicts[0]).toMatchObject({ source: 'live', decision: 'ALLOW' });
    gate.require(BAD);
    expect(thrown(() => app.synth()).message).toMatch(/^HSS_IMAGE_DENIED: [^]*max-severity/);
  });

  test('queries each division of a reference once, however often it is required', async () => {
    const { app, stack, gate } = liveGate();
    for (const id of ['a', 'b']) new Deployment(stack, id, gate.require(GOOD));
    app.synth();
    app.synth();
    const byName = [
      'image_name=shop/web&limit=200&offset=0',
      'namespace=shop&image_name=web&limit=200&offset=0',
    ];
    const requests = await hss.requests();
    const of = (list: string) => requests.filter(({ path }) => path.endsWith(`/image/${list}`));
    expect(questions(of('cicd/images')).sort()).toEqual(byName);
    expect(questions(of('registries/images')).sort()).toEqual(byName);
    expect(questions(of('registries'))).toEqual(['limit=200&offset=0']);
    expect(requests).toHaveLength(5);
  });

  test('starts requests before anything is read, and fifty images overlap', async () => {
    await hss.faults({ kind: 'latency', ms: 50 });
    const { app, stack, gate } = liveGate();
    for (const { imageName } of FIFTY) {
      new Deployment(stack, imageName!, gate.require(`${REGISTRY}/shop/${imageName}:1.4`));
    }
    // The first three by name, in two ways each, and the others by a listing of the project.
    // Three images by name and a page, of each list; and the registries.
    const requests = 2 * 7 + 1;
    for (let asked = 0; asked < requests;) asked = (await hss.requests()).length;
    expect(Object.keys(deployedBy(app))).toHaveLength(50);
    expect(await hss.requests()).toHaveLength(requests);
    expectOverlap(await peak());
  });

  test('names the versions of images that are not listed, without more requests', async () => {
    const { app, stack, gate } = liveGate();
    for (const { imageName } of FIFTY.slice(0, 3)) {
      new Deployment(stack, imageName!, gate.require(`${REGISTRY}/shop/${imageName}:9`));
    }
    const { message } = thrown(() => app.synth());
    expect(message).toContain('3 images denied');
    expect(message).toContain('of shop/app-2 it lists 1.4');
    expect(await hss.requests()).toHaveLength(2 * 6 + 1);
  });

  test('waits for an image that is being scanned', async () => {
    const scanning = { ...apiRow(image({ imageVersion: '2.0' })), scan_status: 'scanning' };
    await hss.data({ ...DATA, cicd_images: [scanning] });
    const stack = liveStack();
    const [patient, hasty] = [30, 0].map((waitSeconds) =>
      gate(stack, { waitSeconds }, `w${waitSeconds}`),
    );
    const reference = `${REGISTRY}/shop/web:2.0`;
    expect(hasty.evaluate(reference).findings.map(({ ruleId }) => ruleId)).toEqual([
      'scan-completed',
    ]);
    patient.require(reference);
    await hss.data({ ...DATA, cicd_images: [{ ...scanning, scan_status: 'success' }] });
    expect(patient.verdicts.map(({ decision }) => decision)).toEqual(['ALLOW']);
    await hss.data(DATA);
  });

  describe.each([Enforcement.DENY, Enforcement.WARN])('under %s', (enforcement) => {
    test.each<{
      readonly given: string;
      readonly props: HssConnectionProps;
      readonly fault?: Fault;
      readonly code: string;
    }>([
      {
        given: 'a wrong token',
        props: { credentials: HssCredentials.token('wrong') },
        code: 'HSS_AUTH_FAILED',
      },
      { given: 'no server', props: { endpoint: 'http://127.0.0.1:9' }, code: 'HSS_UNREACHABLE' },
      { given: '500', props: {}, fault: { kind: 'status', status: 500 }, code: 'HSS_SERVER_ERROR' },
      { given: '403', props: {}, fault: { kind: 'status', status: 403 }, code: 'HSS_FORBIDDEN' },
    ])('refuses with its own code for $given', async ({ props, fault, code }) => {
      if (fault) await hss.faults(fault);
      const stack = liveStack({ maxRetries: 0, ...props });
      const one = gate(stack, { enforcement });
      new Deployment(stack, 'web', one.require(GOOD));
      const app = stack.node.root as App;
      const { message } = thrown(() => app.synth());
      expect(message).toMatch(new RegExp(`^${code}: stack shop is refused: 1 image undecided\n`));
      expect(message).toContain(`${GOOD} (shop/web)`);
      expect(isWritten(app)).toBe(false);
      const verdicts = thrown(() => one.verdicts).message;
      expect(verdicts).toMatch(new RegExp(`^${code}: `));
      expect(verdicts).toContain('construct: shop/gate');
      expect(thrown(() => one.evaluate(BAD)).code).toBe(code);
    });
  });

  test('names every denied image, even if one of five could not be decided', async () => {
    const { app, gate } = liveGate({ maxRetries: 0 });
    const references = [
      ...FIFTY.slice(0, 3).map(({ imageName }) => `${REGISTRY}/shop/${imageName}:1.4`),
      BAD,
    ];
    for (const reference of references) gate.require(reference);
    // These succeed; the fault affects only the last one.
    expect(gate.verdicts).toHaveLength(4);
    await hss.faults({ kind: 'status', status: 500 });
    gate.require(`${REGISTRY}/shop/app-9:1.4`);
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: .* 5 images: 1 denied, 1 undecided/);
    expect(message).toContain(`${BAD} (shop/gate)`);
    expect(message).toMatch(/app-9:1.4 \(shop\/gate\)\n *could not be decided: HSS_SERVER_ERROR/);
  });
});

// The last test, because a throttled client is slow for a while.
test('refuses with its own code when HSS throttles', async () => {
  const { app, gate } = liveGate({ maxRetries: 0, deadlineSeconds: 1 });
  await hss.faults({ kind: 'status', status: 429 });
  gate.require(GOOD);
  expect(thrown(() => app.synth()).message).toMatch(
    /^HSS_THROTTLED: stack shop is refused: 1 image undecided\n/,
  );
});
