import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { parse, stringify } from 'lossless-json';
import {
  DataHssRegistryImages,
  DataHssRegistryImagesAtPlan,
  DataHssRegistryImagesProps,
  HssConnection,
} from '../../src';
import { RunningProxy, openLive, startProxy } from '../../src/proxy';
import { SimulatorProcess } from '../support/simulator';
import { HttpProvider, Workspace, httpProvider } from '../support/terraform';

/** Registry images that the real terraform reads are those that a lookup finds, to the last digit of an ID. */

let provider: HttpProvider;
let simulator: SimulatorProcess;
let proxy: RunningProxy;
let ways: { readonly [way: string]: { readonly [name: string]: string } };

/** With what the contract does not allow, and what a lookup makes of it is in `anomalies`, which plans have not. */
const ODD = [
  { id: '9223372036854775806', image_digest: 'sha256:a', association_images: [{ id: '7' }, {}] },
  { id: '8', association_images: {}, vul_num: '5', registry_id: 'r-2', is_multiple_arch: true },
  { id: '9', association_images: 'none', scannable: false },
];

beforeAll(async () => {
  provider = await httpProvider();
  simulator = await SimulatorProcess.serving({}, ['--ignore-filter', 'is_multarch']);
  const { HW_PROJECT_ID: projectId, HW_AUTH_TOKEN: token } = simulator.env;
  const credentials = { kind: 'token', token } as const;
  const options = { endpoint: simulator.endpoint, projectId, credentials, maxRetries: 0 };
  proxy = await startProxy(await openLive(options, {}));
  ways = {
    token: { TF_VAR_hss_token: token },
    proxy: { TF_VAR_hss_endpoint: proxy.gateEndpoint },
  };
});
afterAll(async () => {
  await proxy.close();
  await Promise.all([simulator.stop(), provider.stop()]);
});

async function serve(rows: readonly object[]): Promise<void> {
  await simulator.reset();
  await fetch(`${simulator.endpoint}/__simulator/data`, {
    method: 'PUT',
    body: JSON.stringify({ registry_images: rows }).replace(/"id":"(\d+)"/g, '"id":$1'),
  });
}

/** What a lookup finds, without anomalies. */
function found(props: DataHssRegistryImagesProps): unknown {
  const stack = new TerraformStack(new App(), 'shop');
  const { HW_PROJECT_ID: projectId, HW_AUTH_TOKEN: token } = simulator.env;
  process.env.HW_AUTH_TOKEN = token;
  new HssConnection(stack, 'hss', { projectId, endpoint: simulator.endpoint });
  const rows = new DataHssRegistryImages(stack, 'list', props).rows;
  delete process.env.HW_AUTH_TOKEN;
  return rows.map((row) => ({ ...row, anomalies: undefined }));
}

test.each<{ way: string; props: DataHssRegistryImagesProps }>([
  { way: 'token', props: {} },
  { way: 'proxy', props: {} },
  { way: 'token', props: { isMultarch: true } },
  { way: 'proxy', props: { isMultarch: false } },
])('terraform reads what a lookup finds, by $way, with $props', async ({ way, props }) => {
  await serve(ODD);
  const stack = new TerraformStack(new App(), 'shop');
  const { HW_PROJECT_ID: projectId } = simulator.env;
  new HssConnection(stack, 'hss', { projectId, endpoint: simulator.endpoint });
  const list = new DataHssRegistryImagesAtPlan(stack, 'list', props);
  const first = list.rows.get(0);
  const outputs = {
    ids: list.ids,
    json: list.rowsJson,
    id: first.id,
    associated: first.associationImages,
  };
  for (const [name, value] of Object.entries(outputs)) {
    new TerraformOutput(stack, name, { value, staticId: true });
  }
  const made = Workspace.of(stack.toTerraform() as object, provider);
  expect(await made.init()).toMatchObject({ status: 0 });
  expect(await made.apply([], ways[way])).toMatchObject({ status: 0 });
  const { values } = parse((await made.show()).stdout) as {
    values: { outputs: { [name: string]: { value: unknown } } };
  };
  const expected = found(props) as { id: string; associationImages?: object[] }[];
  expect(expected.length).toBeGreaterThan(0);
  expect(JSON.parse(values.outputs.json.value as string)).toEqual(expected);
  expect(values.outputs.ids.value).toEqual(expected.map(({ id }) => id));
  expect(values.outputs.id.value).toBe(expected[0].id);
  const lists = stringify(values.outputs.associated.value);
  expect(lists === 'null' ? undefined : parse(lists!)).toEqual(
    expected[0].associationImages === undefined
      ? undefined
      : [
          expect.objectContaining({ id: '7', imageDigest: null }),
          expect.objectContaining({ id: null }),
        ],
  );
});
