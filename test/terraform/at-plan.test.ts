import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TerraformHclModule } from 'cdktf';
import { HssCicdImage, ScanStatus, SeverityLevel } from '../../src';
import { readSnapshot, renderSnapshot } from '../../src/lookup/snapshot';
import {
  GOOD,
  HOUR,
  PINNED,
  apiRow,
  badImage,
  image,
  sha,
  temporaryFolder,
  within,
} from '../constructs/support';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { HttpProvider, Workspace, httpProvider } from '../support/terraform';
import {
  Env,
  behindProxy,
  initialize,
  running,
  said,
  stateOf,
  synthesized,
  traces,
} from './gated-stack';

/**
 * A gated stack from synth to destroy in the real terraform, through `hss-gate exec`: what HSS says when Terraform plans
 * is what counts.
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
beforeEach(() => lists(image(), badImage()));
afterEach(() => simulator.reset());
// Whatever a run came to, behind the proxy no credential may be left anywhere.
afterEach(() => {
  const left = traces();
  const secrets = ['HW_AUTH_TOKEN', 'HW_ACCESS_KEY', 'HW_SECRET_KEY'].map(
    (name) => simulator.env[name],
  );
  const found = [...secrets, 'SDK-HMAC', 'Signature='].filter((secret) => left.includes(secret));
  expect(found).toEqual([]);
});

const lists = (...rows: object[]): Promise<void> =>
  simulator.data({
    cicd_images: rows.map((row) => ({ ...apiRow(row as HssCicdImage) })),
  });

async function initialized(
  dir: string,
  env: Env = {},
  options?: readonly string[],
): Promise<Workspace> {
  await initialize(dir, provider);
  return behindProxy(dir, provider, { ...simulator.env, ...env }, options);
}

test('a stack is planned, applied, denied when its image gets worse, and destroyed', async () => {
  const dir = synthesized(simulator);
  const stack = await initialized(dir);
  expect(await stack.validate()).toMatchObject({ status: 0 });
  expect(await stack.plan(['-detailed-exitcode'])).toMatchObject({ status: 2 });
  expect(await stack.apply()).toMatchObject({ status: 0 });
  expect(running(dir)).toEqual([PINNED]);
  // The proxy has another address each time, and nothing changes by it.
  expect(await stack.plan(['-detailed-exitcode'])).toMatchObject({ status: 0 });

  await lists(image({ severityLevel: SeverityLevel.HIGH, maliciousFileNum: 2 }));
  const refused = await stack.apply();
  expect(refused.status).toBe(1);
  expect(said(refused)).toContain(
    `${PINNED} is denied by the policy: max-severity: its severity is High; at most Low is allowed ` +
      'max-malicious-files: it has 2 malicious files; at most 0 are allowed',
  );
  // What a condition refers to is printed where it fails: the verdict, and not what HSS answered.
  expect(said(refused)).not.toContain('data_list');
  expect(running(dir)).toEqual([PINNED]);

  expect(await stack.destroy()).toMatchObject({ status: 0 });
  expect(running(dir)).toEqual([]);
});

/** What can be held against an image, by the name of the image that it is held against. */
const DENIALS: {
  readonly [name: string]: readonly [rows: Partial<HssCicdImage>[], reason: RegExp];
} = {
  gone: [[], /image-listed: HSS does not list shop\/gone@sha256:a/],
  moved: [[{ imageDigest: sha('c') }], /image-listed: HSS does not list shop\/moved@/],
  scanning: [[{ scanStatus: ScanStatus.SCANNING }], /scan-completed: .* the status is scanning/],
  stale: [
    [{ latestScanTime: Date.now() - 400 * HOUR }],
    /scan-fresh: its latest scan was 400(\.\d)? hours ago, at 20/,
  ],
  early: [
    [{ latestScanTime: Date.now() + 24 * HOUR }],
    /row-sound: .*latest_scan_time: in the future, 20/,
  ],
  silent: [[{ severityLevel: undefined }], /max-severity: its severity is unknown/],
  odd: [
    [{ severityLevel: 'Critical' as never }],
    /row-sound: .*severity_level.* max-severity: its severity is unknown/,
  ],
  text: [
    [{ maliciousFileNum: '0' as never }],
    /row-sound: .*malicious_file_num.* max-malicious-files: HSS does not say/,
  ],
  worse: [
    [{}, { latestUpdateTime: Date.now(), severityLevel: SeverityLevel.HIGH }],
    /max-severity: its severity is High/,
  ],
};

test('each kind of denial is reported, all of them in one plan', async () => {
  const names = Object.keys(DENIALS);
  await lists(...names.map((imageName) => image({ imageName })));
  const dir = synthesized(simulator, {
    images: names.map((name) => GOOD.replace('web', name)),
  });
  await lists(
    ...names.flatMap((imageName) =>
      DENIALS[imageName][0].map((row) => image({ imageName, ...row })),
    ),
  );
  const refused = await (await initialized(dir)).plan();
  expect(refused.status).toBe(1);
  const told = said(refused).split('Error: Resource precondition failed').slice(1);
  expect(told).toHaveLength(names.length);
  for (const name of names) {
    const one = told.find((text) => text.includes(`/shop/${name}@`));
    expect({ name, one }).toEqual({ name, one: expect.stringMatching(DENIALS[name][1]) });
  }
});

test('without a whole answer nothing is planned or changed, and a destroy goes through', async () => {
  const dir = synthesized(simulator);
  const stack = await initialized(dir);
  expect(await stack.apply()).toMatchObject({ status: 0 });
  for (const [fault, reason] of [
    [{ kind: 'html' }, /could not be decided: HSS_BAD_RESPONSE/],
    [{ kind: 'total', value: 7 }, /could not be decided: HSS_UNSTABLE_LIST/],
    [{ kind: 'status', status: 500 }, /could not be decided: HSS_SERVER_ERROR: .*HTTP 500/],
  ] as const) {
    await simulator.faults(fault);
    const undecided = await stack.apply();
    expect(undecided.status).toBe(1);
    expect(said(undecided)).toMatch(reason);
    expect(running(dir)).toEqual([PINNED]);
  }
  expect(await stack.destroy()).toMatchObject({ status: 0 });
});

test('a wrong token is reported, and one request is made with it', async () => {
  const dir = synthesized(simulator, { images: [GOOD] });
  const stack = await initialized(dir, { HW_AUTH_TOKEN: 'wrong-token' });
  await simulator.reset();
  const refused = await stack.plan();
  expect(refused.status).toBe(1);
  expect(said(refused)).toContain('could not be decided: HSS_AUTH_FAILED');
  expect(said(refused)).not.toContain('wrong-token');
  expect(await simulator.requests()).toHaveLength(1);
});

test('a plan without proxy and token says what to do, and a destroy goes through', async () => {
  const dir = synthesized(simulator);
  expect(await (await initialized(dir)).apply()).toMatchObject({ status: 0 });
  const bare = new Workspace(dir, provider);
  const refused = await bare.plan();
  expect(refused.status).toBe(1);
  expect(said(refused)).toContain(
    'HSS was not asked: run Terraform through hss-gate exec, or set the variable hss_token',
  );
  expect(await bare.destroy()).toMatchObject({ status: 0 });
});

test('-target does not bypass the gate, and neither does an unchanged resource', async () => {
  const dir = synthesized(simulator);
  const stack = await initialized(dir);
  expect(await stack.apply()).toMatchObject({ status: 0 });
  await lists(badImage());
  for (const args of [[], ['-target=terraform_data.release0'], ['-refresh=false']]) {
    expect(await stack.plan(args)).toMatchObject({ status: 1 });
  }
});

test('an exception lets through until it expires', async () => {
  const waiver = (expires: string): object => ({
    image: 'shop/web:1.*',
    rules: ['max-severity'],
    owner: 'payments',
    reason: 'fix ships in 1.5',
    expires,
    scope: 'shop/release0',
  });
  const tomorrow = new Date(Date.now() + 48 * HOUR).toISOString().slice(0, 10);
  const outcomes: (number | null)[] = [];
  for (const expires of [tomorrow, '2026-01-31']) {
    await lists(image());
    const dir = synthesized(simulator, { limits: { exceptions: [waiver(expires) as never] } });
    await lists(image({ severityLevel: SeverityLevel.HIGH }));
    const ran = await (await initialized(dir)).plan();
    outcomes.push(ran.status);
    if (expires !== tomorrow) {
      expect(said(ran)).toContain('(waived until 2026-01-31 by payments)');
    }
  }
  expect(outcomes).toEqual([0, 1]);
});

test('WARN warns at every plan without stopping it', async () => {
  const dir = synthesized(simulator, { props: { enforcement: 'WARN' as never } });
  await lists(image({ severityLevel: SeverityLevel.HIGH }));
  const stack = await initialized(dir);
  const warned = await stack.apply();
  expect(warned.status).toBe(0);
  expect(said(warned)).toMatch(/Warning: Check block assertion failed.*its severity is High/);
  expect(running(dir)).toEqual([PINNED]);
});

test('a recorded snapshot serves when HSS is down, until it is too old', async () => {
  const file = join(temporaryFolder(), 'hss.json');
  const recording = { HSS_SNAPSHOT: file, HSS_SNAPSHOT_MODE: 'record' };
  const dir = within(recording, () => synthesized(simulator));
  await simulator.faults({ kind: 'status', status: 500 });
  const snapshot = (hours: number): string[] => {
    const recordedAt = new Date(Date.now() - hours * HOUR).toISOString();
    writeFileSync(
      file,
      renderSnapshot({ ...readSnapshot(readFileSync(file, 'utf8'), file), recordedAt }),
    );
    return ['--snapshot', file];
  };
  expect(await (await initialized(dir, {}, snapshot(1))).plan()).toMatchObject({ status: 0 });
  const old = await (await initialized(dir, {}, snapshot(30))).plan();
  expect(old.status).toBe(1);
  expect(said(old)).toMatch(/snapshot-fresh: the snapshot was recorded 30(\.1)? hours ago/);
});

test('one image of many versions adds less than 10 kB to the state', async () => {
  const versions = Array.from({ length: 600 }, (_, n) =>
    image({ imageVersion: `0.${n}`, imageDigest: sha('c'), cicdName: 'x'.repeat(100) }),
  );
  await lists(image(), ...versions);
  const dir = synthesized(simulator, { images: [GOOD, GOOD.replace('swr', 'mirror')] });
  expect(await (await initialized(dir)).apply()).toMatchObject({ status: 0 });
  const answers = stateOf(dir).resources.filter(({ type }) => type === 'http');
  // Both resources' image is one question to CI/CD images, and two to registry images, which list none.
  expect(answers.flatMap(({ instances }) => instances)).toHaveLength(3);
  expect(JSON.stringify(answers, undefined, 2).length).toBeLessThan(10_000);
});

test('a killed hss-gate exec applies nothing and leaves nothing running', async () => {
  const dir = synthesized(simulator);
  await initialized(dir);
  await simulator.reset();
  await simulator.faults({ kind: 'hang' });
  const command = [process.env.TERRAFORM ?? 'terraform', 'apply', '-input=false', '-auto-approve'];
  const gate = spawn(process.execPath, [HSS_GATE, 'exec', '--', ...command], {
    cwd: dir,
    env: { ...process.env, ...simulator.env, ...provider.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said: string[] = [];
  gate.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
  while ((await simulator.requests()).length === 0) await delay(20);
  gate.kill('SIGKILL');
  // When terraform and its providers have ended: they have its output open.
  await once(gate, 'close');
  expect(said.join('')).not.toContain('Apply complete');
  expect(existsSync(join(dir, '..', '..', 'shop.tfstate'))).toBe(false);
});

test('a saved plan, its apply and terraform’s trace hold no credential either, with an access key', async () => {
  const outdir = temporaryFolder();
  const dir = synthesized(simulator, { outdir });
  const { HW_AUTH_TOKEN, ...env } = simulator.env;
  expect(HW_AUTH_TOKEN).toBeDefined();
  // By it a saved plan is judged again before it is applied.
  writeFileSync(join(outdir, 'image-policy.yaml'), 'version: 1\nmaxSeverity: Low\n');
  const log = { TF_LOG: 'TRACE', TF_LOG_PATH: join(outdir, 'trace.log') };
  const verdicts = ['--verdicts', join(dir, 'hss-verdicts.json')];
  const stack = behindProxy(dir, provider, { ...env, ...log }, verdicts);
  const ran = [
    await stack.init(),
    await stack.plan(['-out=planned']),
    await stack.show(['planned']),
    await stack.apply(['planned']),
  ];
  expect(ran.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(readFileSync(join(outdir, 'trace.log'), 'utf8').length).toBeGreaterThan(100_000);
});

describe('with a token, for those who can’t run Terraform through hss-gate exec', () => {
  const token = (): Env => ({ TF_VAR_hss_token: simulator.env.HW_AUTH_TOKEN });

  async function withToken(dir: string, env: Env = token()): Promise<Workspace> {
    const workspace = new Workspace(dir, provider, env);
    expect(await workspace.init()).toMatchObject({ status: 0 });
    return workspace;
  }

  test('the gate decides the same; the token is in the state, and never in a URL', async () => {
    const dir = synthesized(simulator);
    const stack = await withToken(dir);
    const applied = await stack.apply();
    expect(applied).toMatchObject({ status: 0 });
    expect(applied.stdout + applied.stderr).not.toContain(simulator.env.HW_AUTH_TOKEN);
    const [{ instances }] = stateOf(dir).resources.filter(({ type }) => type === 'http');
    const { url, request_headers: headers } = instances[0].attributes;
    expect(url).not.toContain(simulator.env.HW_AUTH_TOKEN);
    expect(headers).toEqual({ 'X-Auth-Token': simulator.env.HW_AUTH_TOKEN });
    expect(await stack.plan(['-detailed-exitcode'])).toMatchObject({ status: 0 });
    await lists(image({ severityLevel: SeverityLevel.HIGH }));
    const refused = await stack.plan();
    expect(refused.status).toBe(1);
    expect(said(refused)).toContain('max-severity: its severity is High');
    expect(await stack.destroy()).toMatchObject({ status: 0 });
  });

  test('an incomplete answer is undecided, and a destroy goes through', async () => {
    await lists(image(), image({ registryName: 'other', latestUpdateTime: 1 }));
    const dir = synthesized(simulator);
    const stack = await withToken(dir);
    expect(await stack.apply()).toMatchObject({ status: 0 });
    for (const [fault, reason] of [
      [{ kind: 'page-cap', rows: 1 }, /the list is incomplete: 1 rows arrived, but total_num is 2/],
      [{ kind: 'html' }, /the answer is not a JSON object/],
      [
        // With commands for the pipeline that runs Terraform, whose output wraps anywhere.
        { kind: 'status', status: 403, errorCode: 'HSS.0013', errorMsg: 'no ::error::x ##vso[y]' },
        /HSS answered with HTTP 403 \(HSS\.0013: no : :error::x # #vso\[y\]\): check hss_token/,
      ],
      [
        {
          kind: 'status',
          status: 403,
          errorCode: 'HSS.0013',
          errorMsg: 'a\u202eb\u0085c\u2028\u200bd',
        },
        /HSS answered with HTTP 403 \(HSS\.0013: a b c d\): check hss_token/,
      ],
    ] as const) {
      await simulator.faults(fault);
      const undecided = await stack.plan();
      expect(undecided.status).toBe(1);
      expect(said(undecided)).toMatch(reason);
    }
    expect(await stack.destroy()).toMatchObject({ status: 0 });
  });

  test('a wrong token is undecided', async () => {
    const stack = await withToken(synthesized(simulator), { TF_VAR_hss_token: 'wrong-token' });
    const undecided = await stack.plan();
    expect(undecided.status).toBe(1);
    expect(said(undecided)).toMatch(/HSS answered with HTTP 401 .*check hss_token/);
    expect(undecided.stderr).not.toContain('wrong-token');
  });

  test('where HSS gives no answer, -refresh=false destroys', async () => {
    const dir = synthesized(simulator);
    const stack = await withToken(dir);
    expect(await stack.apply()).toMatchObject({ status: 0 });
    // Terraform can't reach it: the address that was written down is nobody's any more.
    const file = join(dir, 'cdk.tf.json');
    const nowhere = readFileSync(file, 'utf8').replaceAll(simulator.endpoint, 'http://127.0.0.1:1');
    const json = JSON.parse(nowhere) as { data: { http: { hss_gate: { retry: object } } } };
    json.data.http.hss_gate.retry = { attempts: 0 };
    writeFileSync(file, JSON.stringify(json));
    expect(await stack.destroy()).toMatchObject({ status: 1 });
    expect(await stack.destroy(['-refresh=false'])).toMatchObject({ status: 0 });
  });
});

test('what was synthesized to be destroyed can be destroyed, and nothing else', async () => {
  const outdir = temporaryFolder();
  const dir = synthesized(simulator, { outdir });
  expect(await (await initialized(dir)).apply()).toMatchObject({ status: 0 });
  await simulator.faults({ kind: 'status', status: 500 });
  within({ HSS_GATE_MODE: 'destroy' }, () => synthesized(simulator, { outdir }));
  const bare = new Workspace(dir, provider);
  const refused = await bare.apply();
  expect(refused.status).toBe(1);
  expect(said(refused)).toContain('This stack was synthesized with HSS_GATE_MODE=destroy');
  expect(await bare.destroy()).toMatchObject({ status: 0 });
  expect(running(dir)).toEqual([]);
});

test('a module call is held back too, and its destroy is not', async () => {
  const outdir = temporaryFolder();
  mkdirSync(join(outdir, 'shop-module'));
  const body = {
    resource: { terraform_data: { web: { input: { image: '${var.image}' } } } },
    variable: { image: {} },
  };
  writeFileSync(join(outdir, 'shop-module', 'main.tf.json'), JSON.stringify(body));
  const dir = synthesized(simulator, {
    outdir,
    images: [],
    also: (stack, gate) => {
      new TerraformHclModule(stack, 'web', {
        source: join(outdir, 'shop-module'),
        skipAssetCreationFromLocalModules: true,
        variables: { image: gate.require(GOOD) },
      });
      gate.declareImages(stack.node.findChild('web'), [PINNED]);
    },
  });
  const stack = await initialized(dir);
  expect(await stack.apply()).toMatchObject({ status: 0 });
  expect(await stack.plan(['-detailed-exitcode'])).toMatchObject({ status: 0 });
  await lists(badImage());
  for (const args of [[], ['-target=module.web']]) {
    const refused = await stack.plan(args);
    expect(refused.status).toBe(1);
    expect(said(refused)).toContain('image-listed: HSS does not list shop/web@');
  }
  expect(await stack.destroy()).toMatchObject({ status: 0 });
});
