import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { parse, stringify } from 'lossless-json';
import { DataResource } from 'cdktf/lib/terraform-data-resource';
import {
  DataHssCicdImagesAtPlan,
  DataHssImageRegistriesAtPlan,
  DataHssImageSyncTaskRegistriesAtPlan,
  HssConnection,
  ScanStatus,
} from '../../src';
import { RunningProxy, openLive, startProxy } from '../../src/proxy';
import type { Fault, SimulatorData } from '../../src/simulator';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { HttpProvider, Ran, Workspace, httpProvider } from '../support/terraform';

/** Lists that the real terraform reads, from a simulator with a token or through a proxy without one. */

const PAST_2_53 = '9007199254740993';
const TASK = 'task.1';

let provider: HttpProvider;
let simulator: SimulatorProcess;
let proxy: RunningProxy;
let ways: { readonly [way: string]: { readonly [name: string]: string } };

const images = (count: number): NonNullable<SimulatorData['cicd_images']> =>
  Array.from({ length: count }, (_, index) => ({
    image_id: `id-${index}`,
    namespace: 'shop',
    image_name: 'web',
    image_version: `${index}`,
    image_digest: `sha256:${index}`,
    image_size: index,
    latest_version: index === 0,
    scan_status: 'success',
  }));

const registries = [
  {
    id: 'r1',
    registry_name: 'one',
    registry_addr: 'a.example',
    images_num: '5',
    status: 'success',
  },
  { id: 'r2', registry_name: 'two', images_num: 7, status: 'fail', from_the_future: {} },
];

const tasks = {
  [TASK]: [{ registry_id: 'r1', registry_name: 'one', sync_status: 'finished' }],
};

async function serve(cicdImages: readonly object[], ...faults: Fault[]): Promise<void> {
  await simulator.reset();
  const data = {
    cicd_images: cicdImages,
    image_registries: registries,
    image_sync_task_registries: tasks,
  };
  await fetch(`${simulator.endpoint}/__simulator/data`, {
    method: 'PUT',
    body: JSON.stringify(data).replaceAll(`"${PAST_2_53}"`, PAST_2_53),
  });
  await simulator.faults(...faults);
}

beforeAll(async () => {
  provider = await httpProvider();
  simulator = await SimulatorProcess.serving({}, ['--ignore-filter', 'scan_status']);
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

type Outputs = { readonly [name: string]: unknown };

/** With the text that cdktf writes: terraform shows the line in which a condition stands. */
async function initialized(stack: TerraformStack): Promise<Workspace> {
  const made = Workspace.of({}, provider);
  writeFileSync(join(made.dir, 'cdk.tf.json'), Testing.synth(stack));
  expect(await made.init()).toMatchObject({ status: 0 });
  return made;
}

/** A workspace with a stack and what it gives out. */
async function workspace(outputs: (stack: TerraformStack) => Outputs): Promise<Workspace> {
  const stack = new TerraformStack(new App(), 'shop');
  const { HW_PROJECT_ID: projectId } = simulator.env;
  new HssConnection(stack, 'hss', { projectId, endpoint: simulator.endpoint });
  for (const [name, value] of Object.entries(outputs(stack))) {
    new TerraformOutput(stack, name, { value, staticId: true });
  }
  return initialized(stack);
}

const firstImage = (stack: TerraformStack): Outputs => {
  const list = new DataHssCicdImagesAtPlan(stack, 'list');
  return { digest: list.rows.get(0).imageDigest, total: list.totalNum };
};

/** The outputs as JSON, in which every digit of a number is kept. */
async function outputsOf(made: Workspace): Promise<{ readonly [name: string]: string }> {
  const { values } = parse((await made.show()).stdout) as {
    values: { outputs: { [name: string]: { value: unknown } } };
  };
  return Object.fromEntries(
    Object.entries(values.outputs).map(([name, { value }]) => [name, stringify(value)!]),
  );
}

/** What a run said went wrong, without line breaks. */
function said({ status, stderr }: Ran): string {
  expect(status).toBe(1);
  return stderr.replace(/\s+/g, ' ');
}

describe.each(['token', 'proxy'])('the lists at plan, by %s', (way) => {
  test('are read whole with 450 rows, in order and exactly', async () => {
    const last = { image_id: 'last', latest_update_time: PAST_2_53, vul_num: '5' };
    await serve([...images(449), last]);
    const made = await workspace((stack) => {
      const list = new DataHssCicdImagesAtPlan(stack, 'list');
      const [first, other] = [list.rows.get(0), list.rows.get(449)];
      return {
        ids: list.ids,
        total: list.totalNum,
        digest: first.imageDigest,
        size: first.imageSize,
        latest: first.latestVersion,
        time: other.latestUpdateTime,
        missing: [other.imageName, other.vulNum],
        json: list.rowsJson,
      };
    });
    expect(await made.apply([], ways[way])).toMatchObject({ status: 0 });
    const { ids, json, ...outputs } = await outputsOf(made);
    expect(JSON.parse(ids)).toEqual([...images(449).map((row) => row.image_id), 'last']);
    expect(outputs).toEqual({
      total: '450',
      digest: '"sha256:0"',
      size: '0',
      latest: 'true',
      time: PAST_2_53,
      missing: '[null,null]',
    });
    const rows = parse(JSON.parse(json) as string) as object[];
    expect(stringify(rows[449])).toBe(`{"imageId":"last","latestUpdateTime":${PAST_2_53}}`);
    const offsets = (await simulator.requests()).map(({ query }) => query!.offset);
    expect(offsets.sort()).toEqual(['0', '199', '398']);
    expect(await made.plan(['-detailed-exitcode'], ways[way])).toMatchObject({ status: 0 });
  });

  test('include the other two lists', async () => {
    await serve([]);
    const made = await workspace((stack) => {
      const list = new DataHssImageRegistriesAtPlan(stack, 'registries');
      const task = new DataHssImageSyncTaskRegistriesAtPlan(stack, 'task-list', { taskId: TASK });
      return {
        ids: list.ids,
        names: list.names,
        addresses: list.addresses,
        images: [list.rows.get(0).imagesNum, list.rows.get(1).imagesNum],
        finished: task.allFinished,
        synced: task.rows.get(0).registryName,
      };
    });
    expect(await made.apply([], ways[way])).toMatchObject({ status: 0 });
    expect(await outputsOf(made)).toEqual({
      ids: '["r1","r2"]',
      names: '["one","two"]',
      addresses: '["a.example"]',
      images: '[null,7]',
      finished: 'true',
      synced: '"one"',
    });
  });

  /** A value that Terraform knows when it applies, of each type that a prop has. */
  const tokens = (stack: TerraformStack): Outputs => {
    const late = (value: unknown, index: number): DataResource =>
      new DataResource(stack, `late${index}`, { input: Token.asAny(value) });
    const [name, flag, time, status, types, task, nothing] = [
      'sh op+&/é',
      true,
      1700000000001,
      'success',
      ['Harbor', 'SwrShared'],
      TASK,
      '',
    ].map(late);
    const list = new DataHssCicdImagesAtPlan(stack, 'list', {
      namespace: Token.asString(name.output),
      imageName: `\${${nothing.fqn}.output == "" ? null : "x"}`,
      hasVul: flag.output,
      startLatestScanTime: Token.asNumber(time.output),
      scanStatus: status.output,
    });
    const kinds = new DataHssImageRegistriesAtPlan(stack, 'kind-list', {
      registryTypes: types.output,
    });
    const tasks = new DataHssImageSyncTaskRegistriesAtPlan(stack, 'task-list', {
      taskId: Token.asString(task.output),
    });
    return { ids: list.ids, kinds: kinds.totalNum, synced: tasks.ids };
  };

  test('are read at the apply for tokens that are unknown at plan', async () => {
    const row = { namespace: 'sh op+&/é', vul_num: 1, latest_scan_time: 1700000000001 };
    const good = { ...row, image_id: 'good', scan_status: 'success' };
    // The simulator does not filter by the status: the rows are filtered again.
    await serve([{ ...good, image_id: 'bad', scan_status: 'failed' }, good]);
    const made = await workspace(tokens);
    expect(await made.plan([], ways[way])).toMatchObject({ status: 0 });
    expect(await simulator.requests()).toEqual([]);
    expect(await made.apply([], ways[way])).toMatchObject({ status: 0 });
    expect(await outputsOf(made)).toEqual({ ids: '["good"]', kinds: '0', synced: '["r1"]' });
    const queries = (await simulator.requests()).map(({ query }) => query);
    const page = { limit: '200', offset: '0' };
    expect(queries).toHaveLength(3);
    expect(queries).toEqual(
      expect.arrayContaining([
        {
          ...page,
          namespace: 'sh op+&/é',
          scan_status: 'success',
          start_latest_scan_time: '1700000000001',
          has_vul: 'true',
        },
        { ...page, registry_type: 'Harbor,SwrShared' },
        page,
      ]),
    );
  });

  describe('an answer that is wrong', () => {
    let applied: Workspace;
    beforeAll(async () => {
      await serve(images(1));
      applied = await workspace(firstImage);
      expect(await applied.apply([], ways[way])).toMatchObject({ status: 0 });
    });

    test.each<[string, Fault, RegExp]>([
      ['a web page', { kind: 'html' }, /HSS_BAD_RESPONSE: .*\(construct: shop\/list\)/],
      ['a total too small', { kind: 'total', delta: -1 }, /HSS_(UNSTABLE_LIST|BAD_RESPONSE)/],
      [
        'a total too large',
        { kind: 'total', delta: 1 },
        /HSS_UNSTABLE_LIST: .* 3 rows, expected 4 of 4/,
      ],
      [
        'a total that is a text',
        { kind: 'total', value: '3' },
        /HSS_BAD_RESPONSE: .*total_num is "3"/,
      ],
      ['no total', { kind: 'total', omit: true }, /HSS_BAD_RESPONSE: .*total_num is missing/],
      ['no list', { kind: 'data-list', omit: true }, /HSS_BAD_RESPONSE: .*data_list is/],
      ['short pages', { kind: 'page-cap', rows: 2 }, /HSS_UNSTABLE_LIST: .* 2 rows, expected 3/],
      [
        'another total later',
        { kind: 'total', delta: 3, page: 'middle' },
        /total_num changed from 450 to 453/,
      ],
      ['a refusal', { kind: 'status', status: 400, errorMsg: 'no' }, /HSS_INVALID_ARGUMENT: .*no/],
    ])('%s stops the plan, and no destroy', async (_, fault, message) => {
      await serve(images(fault.page === undefined ? 3 : 450), fault);
      const ran = said(await applied.plan([], ways[way]));
      expect(ran).toMatch(message);
      // What a condition refers to is shown, and that must not be a body.
      expect(ran.length).toBeLessThan(4000);
      expect(await applied.plan(['-destroy'], ways[way])).toMatchObject({ status: 0 });
    });
  });

  test('a list of more rows than a page fails where a prop is a token', async () => {
    await serve(images(201));
    const made = await workspace((stack) => {
      const namespace = new TerraformVariable(stack, 'namespace', { default: 'shop' }).stringValue;
      return { total: new DataHssCicdImagesAtPlan(stack, 'list', { namespace }).totalNum };
    });
    expect(said(await made.plan([], ways[way]))).toMatch(
      /HSS_TOO_MANY_ROWS: 201 rows match, but at most 200 .* plain values instead of tokens/,
    );
    await serve(images(200));
    expect(await made.apply([], ways[way])).toMatchObject({ status: 0 });
    expect(await outputsOf(made)).toEqual({ total: '200' });
  });

  test('a missing row stops the plan, and no destroy', async () => {
    await serve(images(1));
    const made = await workspace((stack) => {
      const list = new DataHssCicdImagesAtPlan(stack, 'list', {
        scanStatus: ScanStatus.SUCCESS,
      });
      return { digest: list.rows.get(0).imageDigest };
    });
    expect(await made.apply([], ways[way])).toMatchObject({ status: 0 });
    await serve([{ image_id: 'x', scan_status: 'failed' }]);
    expect(said(await made.plan([], ways[way]))).toMatch(
      /HSS_NOT_FOUND: the stack reads rows.get\(0\), but 0 rows match/,
    );
    expect(await made.destroy([], ways[way])).toMatchObject({ status: 0 });
  });

  test("a task ID can't leave its place in the path", async () => {
    const made = await workspace((stack) => {
      const taskId = new TerraformVariable(stack, 'task', { default: '..' }).stringValue;
      return { ids: new DataHssImageSyncTaskRegistriesAtPlan(stack, 'task-list', { taskId }).ids };
    });
    for (const task of ['..', '.', 'a/b', 'a?b', '', 'a b']) {
      await simulator.reset();
      expect(said(await made.plan([], { ...ways[way], TF_VAR_task: task }))).toMatch(
        /HSS_INVALID_ARGUMENT: the value of taskId is not allowed in a path/,
      );
      expect(await simulator.requests()).toEqual([]);
    }
  });
});

test('a plan without variables says what to do, and a destroy sends no request', async () => {
  await serve(images(450));
  const made = await workspace(firstImage);
  expect(await made.apply([], ways.proxy)).toMatchObject({ status: 0 });
  await simulator.reset();
  expect(said(await made.plan())).toMatch(
    /HSS_NO_CREDENTIALS: .*run Terraform through hss-gate exec, or set the variable hss_token/,
  );
  expect(await made.destroy()).toMatchObject({ status: 0 });
  expect(await simulator.requests()).toEqual([]);
});

test('a list that moves without a change of its length is not known, and can’t be applied', async () => {
  await serve(images(450));
  const made = await workspace(firstImage);
  await simulator.faults({ kind: 'drift', removeAt: 10, insertAt: 440, skip: 1, times: 1 });
  expect(said(await made.apply([], ways.token))).toMatch(
    /HSS_UNSTABLE_LIST: no complete list was read/,
  );
});

test('a row that stands twice in place of another makes the list incomplete', async () => {
  await serve(images(450));
  const made = await workspace(firstImage);
  await simulator.faults({ kind: 'repeat', keepSize: true, page: 'last', times: 1 });
  expect(said(await made.apply([], ways.token))).toMatch(
    /HSS_UNSTABLE_LIST: no complete list was read/,
  );
  expect(await made.apply([], ways.token)).toMatchObject({ status: 0 });
});

test('a token that HSS does not accept is an error', async () => {
  await serve(images(1));
  const made = await workspace(firstImage);
  const ran = said(await made.plan([], { TF_VAR_hss_token: 'not-this-one' }));
  expect(ran).toMatch(/HSS_AUTH_FAILED: .*HTTP 401, .*or run Terraform through hss-gate exec/);
  expect(ran).not.toContain('not-this-one');
});

test('a token alone requires a known endpoint', async () => {
  const stack = new TerraformStack(new App(), 'shop');
  const { HW_PROJECT_ID: projectId } = simulator.env;
  new HssConnection(stack, 'hss', { projectId });
  new DataHssCicdImagesAtPlan(stack, 'list');
  const made = await initialized(stack);
  expect(said(await made.plan([], ways.token))).toMatch(
    /HSS_INVALID_ARGUMENT: the endpoint of HSS/,
  );
  expect(await made.destroy([], ways.token)).toMatchObject({ status: 0 });
});

test('hss-gate exec is all that a plan needs', async () => {
  await serve(images(1));
  const made = await workspace(firstImage);
  const env = { ...process.env, ...provider.env, ...simulator.env, TF_IN_AUTOMATION: '1' };
  const command = ['exec', '--', process.env.TERRAFORM ?? 'terraform', 'plan', '-input=false'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [HSS_GATE, ...command, '-no-color'],
    { cwd: made.dir, env },
  );
  expect(stdout).toMatch(/total += 1/);
});
