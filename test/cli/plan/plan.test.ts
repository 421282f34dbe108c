import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderSnapshot } from '../../../src/lookup/snapshot';
import { envOf, Hss, startHss } from '../../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  POLICY_HASH,
  POLICY_LINE,
  TAGGED,
  digest,
  folderWith,
  gatedBy,
  hssGate,
  planOf,
  wholeProject,
} from '../../support/gated-plans';

/** `hss-gate plan` as it is used: stdout, stderr and exit codes. */

let hss: Hss;
let env: { readonly [name: string]: string };
let folder: string;

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  env = envOf(hss);
  folder = folderWith({
    'image-policy.yaml': POLICY,
    'good.json': planOf([GOOD, GOOD]),
    'bad.json': planOf([GOOD, BAD]),
    'tagged.json': planOf([TAGGED]),
    'none.json': planOf([]),
    'destroy.json': planOf([BAD], {}, 'delete'),
    'gated.json': planOf([GOOD], gatedBy(POLICY_HASH)),
    'gated-bad.json': planOf([BAD], gatedBy(POLICY_HASH)),
    'warned.json': planOf([GOOD], gatedBy(POLICY_HASH, { enforcement: 'WARN' })),
    'binary.bin': 'PK\x03\x04',
    'main.tf': 'resource "kubernetes_pod" "p" {}\n',
    'app.tf.json': '{}',
  });
  mkdirSync(join(folder, 'empty'));
});

const plan = (args: readonly string[], input = '', more = env) =>
  hssGate(folder, ['plan', ...args], more, input);

/** What the tests look at of the result as JSON. */
interface Result {
  readonly parts: readonly {
    readonly stack: string;
    readonly images: readonly {
      readonly reference: string;
      readonly address: string;
      readonly decision: string;
      readonly findings: readonly { readonly ruleId: string }[];
    }[];
    readonly undecided: readonly { readonly code: string }[];
    readonly conflicts: readonly string[];
  }[];
}

/** What the result tells of each part: what became of each image, and by which rules. */
async function judged(args: readonly string[], input = '', more = env): Promise<object> {
  const { exitCode, stdout } = await plan(['-o', 'json', ...args], input, more);
  const { parts } = JSON.parse(stdout) as Result;
  return {
    exitCode,
    parts: parts.map(({ stack, images, undecided, conflicts }) => ({
      stack,
      images: images.map(({ reference, address, decision, findings }) => [
        decision,
        reference,
        address,
        ...findings.map(({ ruleId }) => ruleId),
      ]),
      undecided: undecided.map(({ code }) => code),
      conflicts,
    })),
  };
}

const part = (stack: string, images: object[], more: object = {}): object => ({
  stack,
  images,
  undecided: [],
  conflicts: [],
  ...more,
});
const [P0, P1] = ['kubernetes_pod.p[0]', 'kubernetes_pod.p[1]'];

test('a plan that is allowed prints its result on stdout, and the policy on stderr', async () => {
  const { exitCode, stdout, stderr } = await plan(['good.json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: POLICY_LINE });
  expect(stdout).toContain('1 image in 2 places: 1 allowed');
  expect(stdout).toContain(P1);
});

test('a denial names each rule that fails, and lists what is allowed besides', async () => {
  const { exitCode, stdout } = await plan(['bad.json']);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('1 denied, 1 allowed');
  expect(stdout).toContain('✗ max-severity:');
  expect(await judged(['bad.json'])).toEqual({
    exitCode: 2,
    parts: [
      part('bad.json', [
        ['ALLOW', GOOD, P0],
        ['DENY', BAD, P1, 'max-severity'],
      ]),
    ],
  });
});

test('a plan that would deploy a tag is denied', async () => {
  expect(await judged(['tagged.json'])).toEqual({
    exitCode: 2,
    parts: [part('tagged.json', [['DENY', TAGGED, P0, 'reference-pinned']])],
  });
});

test('- stands for standard input', async () => {
  expect(await judged(['-'], JSON.stringify(planOf([GOOD])))).toEqual({
    exitCode: 0,
    parts: [part('standard input', [['ALLOW', GOOD, P0]])],
  });
});

test.each(['none.json', 'destroy.json'])('%s is allowed without asking', async (file) => {
  const nowhere = { HSS_ENDPOINT: 'http://127.0.0.1:9' };
  const { exitCode, stdout, stderr } = await plan([file], '', nowhere);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: POLICY_LINE });
  expect(stdout).toContain('No image was found');
});

test('a plan without an image says how many resources were looked at', async () => {
  const change = { actions: ['create'], before: null, after: { input: BAD }, after_unknown: {} };
  const address = 'terraform_data.web';
  const resource = { address, mode: 'managed', type: 'terraform_data', name: 'web', change };
  const { stdout } = await plan(
    ['-'],
    JSON.stringify({ ...planOf([]), resource_changes: [resource] }),
  );
  expect(stdout).toContain(
    'No image was found in 1 resource. Scripts and provisioners are not searched. --coverage lists the resources.',
  );
});

test('a plan is undecided where HSS could not be asked', async () => {
  const broken = await startHss({ faults: [{ kind: 'status', status: 403 }] });
  const more = envOf(broken);
  expect(await judged(['good.json'], '', more)).toEqual({
    exitCode: 1,
    parts: [part('good.json', [], { undecided: ['HSS_FORBIDDEN', 'HSS_FORBIDDEN'] })],
  });
});

test.each([
  ['binary.bin', 'HSS_INVALID_ARGUMENT: binary.bin is a binary plan\n'],
  ['nothing.json', "HSS_INVALID_ARGUMENT: nothing.json can't be read (ENOENT)\n"],
  ['main.tf', 'HSS_INVALID_ARGUMENT: main.tf is Terraform source, not a plan\n'],
  ['app.tf.json', 'HSS_INVALID_ARGUMENT: app.tf.json is Terraform source, not a plan\n'],
  ['.', 'HSS_INVALID_ARGUMENT: . holds Terraform source, not a plan\n'],
  ['empty', 'HSS_INVALID_ARGUMENT: empty has no cdk.tf.json\n'],
])('%s is refused with nothing on stdout', async (file, told) => {
  const { exitCode, stdout, stderr } = await plan([file]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr.startsWith(told)).toBe(true);
});

test('without a credential nothing is decided', async () => {
  const { exitCode, stderr } = await plan(['good.json'], '', { HW_REGION_NAME: 'cn-north-4' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('HSS_NO_CREDENTIALS');
});

describe('the policy', () => {
  test('is found upwards', async () => {
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    const { exitCode, stderr } = await hssGate(
      join(folder, 'a', 'b'),
      ['plan', join(folder, 'good.json')],
      env,
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: POLICY_LINE.replace('image-policy', '../../image-policy'),
    });
  });

  test('that is nowhere is required', async () => {
    const { exitCode, stderr } = await hssGate(
      folderWith({ 'good.json': planOf([GOOD]) }),
      ['plan', 'good.json'],
      env,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--policy');
  });

  test('that is named twice is refused', async () => {
    const { exitCode, stderr } = await plan(['--policy', 'a', '--policy', 'a', 'good.json']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('It may be given only once.');
  });
});

describe('the option --require-gate', () => {
  test.each([
    ['gated.json', 0, 'ALLOW'],
    ['gated-bad.json', 2, 'max-severity'],
    ['good.json', 2, 'the stack has no gate'],
    ['warned.json', 2, 'their enforcement is \\"WARN\\"'],
  ])('ends %s with exit code %i', async (file, code, told) => {
    const { exitCode, stdout } = await plan(['-o', 'json', '--require-gate', file]);
    expect(exitCode).toBe(code);
    expect(stdout).toContain(told);
  });

  test.each([
    ['a simulator', { endpoint: 'http://127.0.0.1:4000' }, 2],
    ['a simulator, but not about images', { endpoint: 'http://127.0.0.1:4000', asked: false }, 0],
    ['HSS', { endpoint: 'https://hss.cn-north-4.myhuaweicloud.com' }, 0],
    ['a snapshot of a simulator', { source: 'replay', endpoint: 'http://127.0.0.1:4000' }, 0],
  ])('warns of a simulator if a gate was answered by %s', async (_, answered, warnings) => {
    const path = 'shop/gate';
    const gate = { source: 'live', asked: true, ...answered };
    const verdicts = { version: 1, stack: 'shop', images: [], output: { decision_hash: 'd' } };
    const content = {
      ...verdicts,
      gates: [
        { path, ...gate },
        { path: 'other', ...gate },
      ],
    };
    const beside = folderWith({
      'image-policy.yaml': POLICY,
      'gated.json': JSON.stringify(planOf([GOOD], gatedBy(POLICY_HASH))),
      'hss-verdicts.json': JSON.stringify(content),
    });
    const run = (...args: string[]) => hssGate(beside, ['plan', ...args, 'gated.json'], envOf(hss));
    const found = await run('--require-gate');
    const named = await run('--require-gate', '--verdicts', 'hss-verdicts.json');
    const told = `${found.stderr}${named.stderr}`;
    expect([found.exitCode, named.exitCode]).toEqual([0, 0]);
    const warning =
      'gated.json was answered by http://127.0.0.1:4000 on the machine of the synth, which may be a simulator and not Huawei Cloud;';
    expect(told.split(warning)).toHaveLength(warnings + 1);
    expect((await run()).stderr).not.toContain('was answered by');
  });

  test('names a few of the endpoints in a forged file, without their passwords', async () => {
    const gates = Array.from({ length: 5000 }, (_, at) => ({
      source: 'live',
      asked: true,
      endpoint: `http://user:secret@127.0.0.${at}${'a'.repeat(200)}/secret`,
    }));
    const verdicts = { version: 1, stack: 'shop', images: [], output: { decision_hash: 'd' } };
    const beside = folderWith({
      'image-policy.yaml': POLICY,
      'gated.json': JSON.stringify(planOf([GOOD], gatedBy(POLICY_HASH))),
      'hss-verdicts.json': JSON.stringify({ ...verdicts, gates }),
    });
    const { stderr } = await hssGate(beside, ['plan', '--require-gate', 'gated.json'], envOf(hss));
    expect(stderr).toMatch(
      /was answered by http:\/\/127\.0\.0\.0a+….* and 4997 more on the machine/,
    );
    expect(stderr).not.toContain('secret');
    expect(stderr.length).toBeLessThan(2000);
  });

  test('says that the evidence is not signed', async () => {
    expect((await plan(['--help'])).stdout).toContain('it is not signed');
  });
});

describe('a snapshot', () => {
  const snapshot = (recordedAt: string): string =>
    renderSnapshot({
      endpoint: 'https://hss.example',
      projectId: 'p-1',
      recordedAt,
      // In the order in which a recorder has the fields: a snapshot's hash is over that, too.
      lookups: wholeProject([
        {
          namespace: 'shop',
          imageName: 'web',
          imageDigest: digest('a'),
          imageVersion: '1',
          scanStatus: 'success',
          latestUpdateTime: Date.now() - 1000,
          latestScanTime: Date.now() - 1000,
          maliciousFileNum: 0,
          severityLevel: 'Low',
        },
      ]),
    });

  test('answers in place of HSS', async () => {
    writeFileSync(join(folder, 'fresh'), snapshot(new Date().toISOString()));
    expect(await plan(['--snapshot', 'fresh', 'good.json'], '', {})).toMatchObject({ exitCode: 0 });
  });

  test('has an age, also where the environment names it', async () => {
    writeFileSync(join(folder, 'old'), snapshot('2020-11-22T06:00:00.000Z'));
    const old = { HSS_SNAPSHOT: 'old', HSS_SNAPSHOT_MODE: 'replay' };
    const { exitCode, stdout } = await plan(['good.json'], '', old);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('✗ snapshot-fresh:');
  });
});

describe('the option --coverage', () => {
  const [pod, worker] = ['kubernetes_pod', 'acme_worker'];
  const change = (address: string, after: object, actions = ['create']): object => ({
    address,
    mode: 'managed',
    type: address.split('.')[0],
    change: { actions, after, after_unknown: {} },
  });
  const waiver = `{resource: helm_release.mesh, rules: [images-determinable], owner: mesh, reason: on the list, expires: ${new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)}}`;
  const declaration = `{resource: helm_release.db, images: ['${GOOD}'], owner: platform, reason: chart 4 deploys nothing else}`;

  beforeAll(() => {
    writeFileSync(
      join(folder, 'ways-out.yaml'),
      `${POLICY}exceptions:\n  - ${waiver}\ndeclarations:\n  - ${declaration}\n`,
    );
    const resource_changes = [
      change('acme_queue.jobs', { size: 3 }),
      change(`${pod}.web`, { spec: [{ container: [{ image: GOOD }] }] }),
      change('helm_release.db', { chart: 'db' }),
      change('helm_release.mesh', { chart: 'mesh' }),
      change(`${worker}.odd`, { image: 'docker:grafana/loki:3.0', sidecar_image: GOOD }),
      change(`${pod}.old`, {}, ['no-op']),
    ];
    writeFileSync(join(folder, 'all.json'), JSON.stringify(planOf([], { resource_changes })));
    const allowed = resource_changes.filter((_, at) => at !== 4);
    writeFileSync(
      join(folder, 'ways-out.json'),
      JSON.stringify(planOf([], { resource_changes: allowed })),
    );
  });

  const covered = (args: readonly string[]) =>
    plan(['--policy', 'ways-out.yaml', '--coverage', ...args]);

  test('lists every resource in the table, the worst first', async () => {
    const { exitCode, stdout } = await covered(['all.json']);
    expect(exitCode).toBe(2);
    const list = stdout.slice(stdout.indexOf('\n6 resources: ') + 1);
    const [sentence, ...groups] = list.split('\n\n');
    expect(sentence).toBe(
      '6 resources: 2 in doubt (1 denied, 1 waived), 1 with declared images, 1 with images, 2 harmless',
    );
    const inOrder = [
      /^In doubt: denied \(1\)\n {2}acme_worker\.odd\n {4}✗ image [^]*\n {4}sidecar_image: registry/,
      /^In doubt: waived \(1\)\n {2}helm_release\.mesh\n {4}– [^]*\n {4}waived by owner mesh until /,
      /^Images declared \(1\)\n {2}helm_release\.db\n[^]*declared by platform: chart 4 deploys nothing/,
      /^Images found \(1\)\n {2}kubernetes_pod\.web\n {4}spec\[0\]\.container\[0\]\.image: registry/,
      /^Harmless \(2\)\n {2}acme_queue\.jobs\n {4}no rule matches\n {2}kubernetes_pod\.old\n {4}\S/,
    ];
    inOrder.forEach((expected, at) => expect(groups[at]).toMatch(expected));
    expect(groups[inOrder.length]).toMatch(/^DENIED/);
  });

  test('lists them in Markdown, and changes no verdict', async () => {
    const { exitCode, stdout } = await covered(['-o', 'markdown', 'ways-out.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 resource undeterminable (1 waived)');
    expect(stdout).toContain('#### ⚠️ In doubt: waived (1)');
    expect(stdout).toContain('<code>kubernetes\\_pod.web</code>');
  });

  test('is not needed for JSON', async () => {
    const bare = await plan(['--policy', 'ways-out.yaml', '-o', 'json', 'all.json']);
    const [part] = JSON.parse(bare.stdout).parts;
    type Shown = { readonly address: string; readonly outcome: string };
    expect(
      (part.resources as Shown[]).map(({ address, outcome }) => `${outcome} ${address}`),
    ).toEqual([
      'none acme_queue.jobs',
      'images kubernetes_pod.web',
      'images helm_release.db',
      'undeterminable helm_release.mesh',
      'undeterminable acme_worker.odd',
      'none kubernetes_pod.old',
    ]);
    expect(part.resources[2]).toMatchObject({
      found: [{ reference: GOOD }],
      declaredBy: 'platform: chart 4 deploys nothing else',
    });
    expect(part.resources[3].waivedBy).toContain('owner mesh until');
    expect(part.resources[4]).toMatchObject({
      found: [{ reference: GOOD, path: 'sidecar_image' }],
      doubts: [{ path: 'image' }],
    });
  });

  test('is in the help, with an example', async () => {
    const { stdout } = await plan(['--help']);
    expect(stdout).toContain('--coverage lists every resource');
    expect(stdout).toContain('$ hss-gate plan --coverage plan.json');
  });
});

test('each stack of a synthesized directory is judged', async () => {
  for (const [stack, image] of Object.entries({ one: GOOD, two: BAD })) {
    mkdirSync(join(folder, 'cdktf.out', 'stacks', stack), { recursive: true });
    writeFileSync(
      join(folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json'),
      JSON.stringify({ resource: { kubernetes_pod: { p: { spec: { container: { image } } } } } }),
    );
  }
  expect(await judged(['cdktf.out'])).toEqual({
    exitCode: 2,
    parts: [
      part('cdktf.out/stacks/one/cdk.tf.json', [['ALLOW', GOOD, 'kubernetes_pod.p']]),
      part('cdktf.out/stacks/two/cdk.tf.json', [['DENY', BAD, 'kubernetes_pod.p', 'max-severity']]),
    ],
  });
});

test.each([
  ['plan', 'bad.json'],
  ['check', BAD],
])('an exception that ends soon is reported by %s', async (command, given) => {
  const expires = new Date(Date.now() + 5 * 24 * 3_600_000).toISOString().slice(0, 10);
  const exception = `{image: 'shop/web:*', rules: [max-severity], owner: payments, reason: fixed soon, expires: ${expires}}`;
  writeFileSync(join(folder, 'soon.yaml'), `${POLICY}exceptions:\n  - ${exception}\n`);
  const args = [command, '--policy', 'soon.yaml', given];
  const { exitCode, stderr } = await hssGate(folder, args, env);
  expect(exitCode).toBe(0);
  const warning = `warning: the exception for shop/web:* expires at the end of ${expires} (owner payments, soon.yaml:4)`;
  expect(stderr.split('\n').filter((line) => line === warning)).toHaveLength(1);
  expect((await hssGate(folder, [...args, '--quiet'], env)).stderr).not.toContain('warning');
});
