import {
  HssCicdImage,
  HssRegistryImage,
  ImageSource,
  Pinning,
  SeverityLevel,
  SharedImageStatus,
} from '../../src';
import { GOOD, HOUR, REGISTRY, apiRow, image, sha } from '../constructs/support';
import { SimulatorProcess } from '../support/simulator';
import { HttpProvider, Workspace, httpProvider } from '../support/terraform';
import { Synth, behindProxy, initialize, said, stateOf, synthesized } from './gated-stack';

/**
 * Stacks that are gated at plan by registry images and by the platforms of an index, in the real terraform: what either list says
 * when Terraform plans is what counts.
 */

jest.setTimeout(60_000);

let provider: HttpProvider;
let simulator: SimulatorProcess;

beforeAll(async () => {
  provider = await httpProvider();
  simulator = await SimulatorProcess.start(['--rows', '1']);
});
afterAll(async () => {
  await simulator.stop();
  await provider.stop();
});
afterEach(() => simulator.reset());

interface Rows {
  readonly cicd?: readonly HssCicdImage[];
  readonly registry?: readonly HssRegistryImage[];
}

/** The registry 7 is at the domain of the reference. */
const lists = ({ cicd = [], registry = [] }: Rows): Promise<void> =>
  simulator.data({
    cicd_images: cicd.map(apiRow),
    registry_images: registry.map((row) => ({
      ...apiRow(row as HssCicdImage),
      ...(row.associationImages === undefined
        ? {}
        : { association_images: row.associationImages.map((one) => apiRow(one)) }),
    })),
    image_registries: [
      { id: '7', registry_name: 'prod-swr', registry_addr: REGISTRY },
      { id: '8', registry_name: 'mirror', registry_addr: 'mirror.example.com' },
    ],
  });

const registryImage = (change: Partial<HssRegistryImage> = {}): HssRegistryImage => ({
  ...(image() as HssRegistryImage),
  registryId: '7',
  latestSyncTime: Date.now() - HOUR,
  ...change,
});

/** An index of two platforms, which stands under the tag, and the rows of its platforms, which don't. */
const indexOf = (digests: readonly string[]): HssRegistryImage => ({
  ...registryImage({ isMultipleArch: true }),
  severityLevel: undefined,
  scanStatus: undefined,
  latestScanTime: undefined,
  associationImages: digests.map((imageDigest) => ({ imageDigest })),
});
const platform = (digit: string, change: Partial<HssRegistryImage> = {}): HssRegistryImage =>
  registryImage({ imageDigest: sha(digit), imageVersion: undefined, ...change });

async function stackOf(synth: Synth, rows: Rows): Promise<Workspace> {
  await lists(rows);
  const dir = synthesized(simulator, synth);
  await initialize(dir, provider);
  return behindProxy(dir, provider, simulator.env);
}

async function refusal(stack: Workspace): Promise<string> {
  const refused = await stack.plan();
  expect(refused.status).toBe(1);
  return said(refused);
}

test('a stack is gated by registry images: by what they say now, and where they are pulled from', async () => {
  const stack = await stackOf({}, { registry: [registryImage()] });
  expect(await stack.apply()).toMatchObject({ status: 0 });
  const answers = stateOf(stack.dir).resources.filter(({ type }) => type === 'http');
  expect(JSON.stringify(answers).length).toBeLessThan(20_000);

  for (const [change, reason] of [
    [{ severityLevel: SeverityLevel.HIGH }, 'max-severity: its severity is High'],
    [{ registryId: '8' }, 'image-listed: HSS does not list shop/web@'],
    [{ sharedStatus: SharedImageStatus.EXPIRED }, 'image-listed: HSS does not list shop/web@'],
    [{ registryId: undefined }, 'image-listed: HSS does not list shop/web@'],
  ] as const) {
    await lists({ registry: [registryImage(change)] });
    expect(await refusal(stack)).toContain(reason);
  }
});

test('the newer scan decides, whichever list it is in', async () => {
  const stack = await stackOf({}, { cicd: [image()] });
  const newer = { imageVersion: 'nightly', latestScanTime: Date.now() - 1000 };
  await lists({
    cicd: [image()],
    registry: [registryImage({ ...newer, severityLevel: SeverityLevel.HIGH })],
  });
  expect(await refusal(stack)).toContain('max-severity: its severity is High');
  await lists({
    cicd: [image({ severityLevel: SeverityLevel.HIGH })],
    registry: [registryImage(newer)],
  });
  expect(await stack.plan()).toMatchObject({ status: 0 });
});

test('a tag that is not pinned must mean the same in both lists, and be read lately', async () => {
  const synth = {
    props: { pinning: Pinning.NONE },
    limits: { requireDigest: false, maxSyncAgeHours: 24 },
  };
  const stack = await stackOf(synth, { cicd: [image()], registry: [registryImage()] });
  expect(await stack.plan()).toMatchObject({ status: 0 });
  await lists({ cicd: [image()], registry: [registryImage({ imageDigest: sha('c') })] });
  expect(await refusal(stack)).toContain(
    `shop/web:1.4 is ambiguous: the CI/CD images have it as ${sha('a')}, the registry images as ${sha('c')}`,
  );
  await lists({ registry: [registryImage({ latestSyncTime: Date.now() - 30 * HOUR })] });
  expect(await refusal(stack)).toMatch(/sync-fresh: HSS synchronized it 30(\.\d)? hours ago/);
});

describe('an index', () => {
  const limits = { imageSources: [ImageSource.REGISTRY] };
  const index = indexOf([sha('1'), sha('2')]);
  const rows = [index, platform('1'), platform('2')];

  test('is judged by its platforms, as HSS lists them now', async () => {
    const stack = await stackOf({ limits, images: [GOOD] }, { registry: rows });
    expect(await stack.apply()).toMatchObject({ status: 0 });
    for (const [changed, reason] of [
      [
        [index, platform('1'), platform('2', { severityLevel: SeverityLevel.HIGH })],
        `max-severity: platform ${sha('2')}: its severity is High; at most Low is allowed`,
      ],
      [[index, platform('1')], `image-listed: platform ${sha('2')}: HSS does not list it`],
      [
        [...rows, indexOf([sha('1'), sha('3')])],
        'image-listed: HSS names platforms that the synthesis did not judge: synthesize again',
      ],
      [[indexOf([]), ...rows.slice(1)], 'image-listed: HSS says that it is a multi-architecture'],
      [
        [index, platform('1'), platform('2', { associationImages: [{ imageDigest: sha('3') }] })],
        `image-listed: platform ${sha('2')}: it is an index itself`,
      ],
    ] as const) {
      await lists({ registry: changed });
      expect(await refusal(stack)).toContain(reason);
    }
    expect(await stack.destroy()).toMatchObject({ status: 0 });
  });

  test('can’t be judged by a token', async () => {
    const stack = await stackOf({ limits }, { registry: rows });
    const byToken = new Workspace(stack.dir, provider, {
      TF_VAR_hss_token: simulator.env.HW_AUTH_TOKEN,
    });
    const refused = await byToken.plan();
    expect(refused.status).toBe(1);
    const told = said(refused).split('Error: Resource precondition failed').slice(1);
    expect(told).toHaveLength(3);
    for (const text of told) {
      expect(text).toContain('an index can only be judged at plan through hss-gate exec');
    }
  });
});
