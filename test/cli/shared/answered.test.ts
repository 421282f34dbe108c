import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSnapshot } from '../../../src/lookup/snapshot';
import { Hss, envOf, startHss } from '../../support/hss';
import {
  DATA,
  GOOD,
  POLICY,
  folderWith,
  hssGate,
  planOf,
  wholeProject,
} from '../../support/gated-plans';
import { LIB } from '../../support/processes';
import { HSS_GATE } from '../../support/simulator';

/** Who answered: what reports, evidence and `--verbose` say of it, `--expect-endpoint` and `--no-snapshot`. */

type Variables = { readonly [name: string]: string };

const HOUR_MS = 3_600_000;
const PROXY = /127\.0\.0\.1:\d+\/[\w-]{20,}/;

let hss: Hss;
let env: Variables;
let folder: string;

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  env = envOf(hss);
});

beforeEach(() => {
  folder = folderWith({
    'image-policy.yaml': POLICY,
    'good.json': planOf([GOOD]),
    'empty.json': planOf([]),
    'hss.json': renderSnapshot({
      endpoint: 'https://hss.example',
      projectId: 'p-1',
      recordedAt: new Date(Date.now() - 3 * HOUR_MS).toISOString(),
      lookups: wholeProject([]),
    }),
  });
});

const gate = (args: readonly string[], variables: Variables = env) =>
  hssGate(folder, args, variables);

/** A command of hss-gate as the child of an exec. */
const below = (options: readonly string[], command: readonly string[]): string[] => [
  ...['exec', ...options, '--', process.execPath, HSS_GATE],
  ...command,
];

const answeredBy = (stdout: string): object[] =>
  (JSON.parse(stdout) as { answeredBy: object[] }).answeredBy;

const COMMANDS: [string, string[]][] = [
  ['check', ['check', GOOD]],
  ['plan', ['plan', 'good.json']],
];

describe.each(COMMANDS)('%s says who answered', (_, command) => {
  const json = [...command, '-o', 'json'];

  test('names HSS and the enterprise project', async () => {
    const { stdout } = await gate([...json, '--enterprise-project-id', 'e-1']);
    const { projectId } = hss.options;
    expect(answeredBy(stdout)).toEqual([
      { source: 'live', endpoint: hss.endpoint, projectId, enterpriseProjectId: 'e-1' },
    ]);
  });

  test('names a snapshot and its age', async () => {
    const { stdout } = await gate([...json, '--snapshot', 'hss.json'], {});
    expect(answeredBy(stdout)).toEqual([
      {
        source: 'replay',
        endpoint: 'https://hss.example',
        projectId: 'p-1',
        snapshotRecordedAt: expect.stringMatching(/Z$/),
        snapshotAgeHours: 3,
      },
    ]);
  });

  test('names the server behind the proxy of exec', async () => {
    const { stdout } = await gate(below(['--clean-env'], json));
    const { projectId } = hss.options;
    expect(answeredBy(stdout)).toEqual([{ source: 'live', endpoint: hss.endpoint, projectId }]);
  });

  test("names HSS where it can't be reached, too", async () => {
    const { stdout } = await gate(json, { ...env, HSS_ENDPOINT: 'http://127.0.0.1:9' });
    expect(answeredBy(stdout)).toMatchObject([{ endpoint: 'http://127.0.0.1:9' }]);
  });

  test('names it under --verbose', async () => {
    const [live, old] = await Promise.all([
      gate([...command, '--verbose']),
      gate([...command, '--verbose', '--snapshot', 'hss.json'], {}),
    ]);
    expect(live.stderr.split('\n')[1]).toBe(
      `source: local endpoint (simulator or proxy), ${hss.endpoint}, project ${hss.options.projectId}, default enterprise project`,
    );
    expect(old.stderr.split('\n')[1]).toBe(
      'source: snapshot (3 hours old), https://hss.example, project p-1, default enterprise project',
    );
  });
});

test('HSS was not asked where no image is deployed', async () => {
  const command = ['plan', 'empty.json'];
  const [table, json] = await Promise.all([gate(command), gate([...command, '-o', 'json'])]);
  expect(table.stdout).toContain('\nsource: none (HSS was not asked)\n');
  expect(answeredBy(json.stdout)).toEqual([]);
});

test('an older description of another proxy does not count', async () => {
  const stale = JSON.stringify({
    proxy: 'http://127.0.0.1:1',
    endpoint: 'https://hss.example',
    projectId: 'p',
    source: 'live',
  });
  const { stdout } = await gate(['check', GOOD, '-o', 'json'], {
    ...env,
    HSS_GATE_UPSTREAM: stale,
  });
  expect(answeredBy(stdout)).toMatchObject([{ endpoint: hss.endpoint }]);
});

test('a snapshot behind the proxy is one, though the child unsets HSS_SNAPSHOT', async () => {
  const script = `delete process.env.HSS_SNAPSHOT; delete process.env.HSS_SNAPSHOT_MODE;
    require('node:child_process').spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit' });`;
  const of = (command: readonly string[]) =>
    gate(
      [
        ...['exec', '--snapshot', 'hss.json', '--', process.execPath, '-e', script, HSS_GATE],
        ...command,
      ],
      {},
    );
  const [json, refused, recorded] = await Promise.all([
    of(['check', GOOD, '--output=json']),
    of(['check', GOOD, '--no-snapshot']),
    of(['snapshot', 'record', 'new.json', '--all-images']),
  ]);
  expect(answeredBy(json.stdout)).toMatchObject([{ source: 'replay', snapshotAgeHours: 3 }]);
  expect(refused.stderr).toMatch(
    /^HSS_INVALID_ARGUMENT: the hss-gate exec around this command serves a snapshot, but --no-snapshot /,
  );
  expect(recorded.stderr).toMatch(
    /^HSS_INVALID_ARGUMENT: nothing can be recorded from a snapshot\n/,
  );
});

test('the evidence of a synth below exec names the real server', async () => {
  const script = `
    const { App, TerraformStack } = require('cdktf');
    const { HssImageGate, ImagePolicy } = require(${JSON.stringify(LIB)});
    const app = new App({ outdir: ${JSON.stringify(join(folder, 'out'))} });
    const stack = new TerraformStack(app, 'shop');
    new HssImageGate(stack, 'gate', { policy: new ImagePolicy({ maxSeverity: 'Low' }) });
    stack.addOverride('resource.docker_container.web.image', ${JSON.stringify(GOOD)});
    app.synth();`;
  const { exitCode, stderr } = await hssGate(
    process.cwd(),
    ['exec', '--clean-env', '--', process.execPath, '-e', script],
    { ...env, HW_ENTERPRISE_PROJECT_ID: '0', HSS_GATE_SUMMARY: join(folder, 'summary.md') },
  );
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: '',
  });
  const file = readFileSync(join(folder, 'out/stacks/shop/hss-verdicts.json'), 'utf8');
  const { projectId } = hss.options;
  expect((JSON.parse(file) as { gates: object[] }).gates).toMatchObject([
    { source: 'live', endpoint: hss.endpoint, projectId, enterpriseProjectId: '0', asked: true },
  ]);
  const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
  expect(summary).toContain(`project <code>${projectId}</code>, enterprise project <code>0</code>`);
  expect(file + summary).not.toMatch(PROXY);
});

const NODE = ['--', process.execPath, '-e', 'console.log(process.env.HSS_GATE_UPSTREAM)'];

test('exec describes its upstream to its child, without a secret', async () => {
  const { stdout } = await gate(['exec', '--enterprise-project-id', 'e-1', ...NODE]);
  expect(JSON.parse(stdout)).toEqual({
    proxy: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    endpoint: hss.endpoint,
    projectId: hss.options.projectId,
    enterpriseProjectId: 'e-1',
    source: 'live',
  });
  expect(stdout).not.toContain(hss.options.credentials.token);
});

const RUNS: [string, number, string[]][] = [
  ['check', 1, ['check', GOOD]],
  ['plan', 1, ['plan', 'good.json']],
  ['plan of nothing', 1, ['plan', 'empty.json']],
  ['exec', 125, ['exec', ...NODE]],
];

/** A command with options before its arguments. */
const withOptions = ([name, ...args]: readonly string[], options: readonly string[]) => [
  name,
  ...options,
  ...args,
];

describe.each<[string, number, string[]]>([
  ...RUNS,
  ['snapshot record', 1, ['snapshot', 'record', 'new.json', '--all-images']],
])('the option --expect-endpoint of %s', (_, exitCode, command) => {
  const expecting = (url: string): string[] =>
    command[0] === 'snapshot'
      ? [...command, '--expect-endpoint', url]
      : withOptions(command, ['--expect-endpoint', url]);

  test('names both when they differ, and asks nothing', async () => {
    const other = await startHss({ data: DATA });
    const ended = await gate(expecting('https://hss.example/'), envOf(other));
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: '' });
    expect(ended.stderr).toContain(
      `HSS_INVALID_ARGUMENT: the endpoint is ${other.endpoint}, but https://hss.example is expected`,
    );
    expect(await other.requests()).toEqual([]);
    expect(existsSync(join(folder, 'new.json'))).toBe(false);
  });

  test('goes on when they are the same, however they are written', async () => {
    const written = `${hss.endpoint.replace('http', 'HTTP')}/`;
    expect(await gate(expecting(written))).toMatchObject({ exitCode: 0 });
  });
});

test('the option --expect-endpoint below exec compares with the server behind the proxy', async () => {
  const inner = (url: string) => gate(below([], ['check', '--expect-endpoint', url, GOOD]));
  const [same, ended] = await Promise.all([inner(hss.endpoint), inner('https://hss.example')]);
  expect(same).toMatchObject({ exitCode: 0 });
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain(`the endpoint is ${hss.endpoint}, but https://hss.example`);
  expect(ended.stderr).not.toMatch(PROXY);
});

test('--expect-endpoint must be an endpoint', async () => {
  const { exitCode, stderr } = await gate(['exec', '--expect-endpoint', 'hss.example', ...NODE]);
  expect(exitCode).toBe(125);
  expect(stderr).toContain('endpoint is not allowed: it is not a URL');
});

test('--expect-endpoint compares with the endpoint of a region', async () => {
  const region = { HW_REGION_NAME: 'cn-north-4', HW_AUTH_TOKEN: 't', HW_PROJECT_ID: 'p' };
  const { stderr } = await gate(['check', '--expect-endpoint', hss.endpoint, GOOD], region);
  expect(stderr).toContain('the endpoint is https://hss.cn-north-4.myhuaweicloud.com, but http://');
});

test('--expect-endpoint applies to a snapshot, too', async () => {
  const check = (url: string) =>
    gate(['check', '--snapshot', 'hss.json', '--expect-endpoint', url, GOOD], {});
  expect((await check('https://HSS.example:443/')).stdout).toContain('DENIED');
  const { exitCode, stderr } = await check('https://other.example');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('the endpoint is https://hss.example, but https://other.example is');
});

describe.each(RUNS.filter(([name]) => name !== 'plan of nothing'))(
  'the option --no-snapshot of %s',
  (_, exitCode, command) => {
    const live = (options: readonly string[] = []): string[] =>
      withOptions(command, ['--no-snapshot', ...options]);

    test('goes on with live answers', async () => {
      expect(await gate(live())).toMatchObject({ exitCode: 0 });
    });

    test('names HSS_SNAPSHOT, whatever its mode', async () => {
      const mode = command[0] === 'check' ? 'record' : 'replay';
      const set = { ...env, HSS_SNAPSHOT: 'hss.json', HSS_SNAPSHOT_MODE: mode };
      const ended = await gate(live(), set);
      expect(ended).toMatchObject({ exitCode, stdout: '' });
      expect(ended.stderr).toMatch(
        /^HSS_INVALID_ARGUMENT: HSS_SNAPSHOT is set to hss\.json, but --no-snapshot requires live /,
      );
    });

    test('can’t stand beside --snapshot, in either order', async () => {
      const orders = [
        live(['--snapshot', 'hss.json']),
        withOptions(command, ['--snapshot', 'hss.json', '--no-snapshot']),
      ];
      for (const ended of await Promise.all(orders.map((options) => gate(options)))) {
        expect(ended).toMatchObject({ exitCode, stdout: '' });
        expect(ended.stderr).toMatch(
          /'--no-snapshot' cannot be used with option '--snapshot <file>'/,
        );
      }
    });
  },
);
