import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { checkQuery } from '../../src/contract/query';
import { renderSnapshot } from '../../src/lookup/snapshot';
import { Hss, startHss } from '../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  POLICY_HASH,
  TAGGED,
  digest,
  folderWith,
  gatedBy,
  hssGate,
  planOf,
} from '../support/gated-plans';

/** `hss-gate plan` as it is used: stdout, stderr and exit codes. */

let hss: Hss;
let env: { readonly [name: string]: string };
let folder: string;

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  env = {
    HSS_ENDPOINT: hss.endpoint,
    HW_PROJECT_ID: hss.options.projectId!,
    HW_AUTH_TOKEN: hss.options.credentials.token,
  };
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
  });
});

const plan = (args: readonly string[], input = '', more = env) =>
  hssGate(folder, ['plan', ...args], more, input);

const POLICY_LINE = `policy: image-policy.yaml (${POLICY_HASH})\n`;

test('allowed: the result is on stdout, the policy on stderr', async () => {
  const { exitCode, stdout, stderr } = await plan(['good.json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: POLICY_LINE });
  expect(stdout).toMatch(
    /^good\.json: allowed, 2 images judged\n\nregistry\.example\/shop\/web@sha256:a{64} \(kubernetes_pod\.p\[0\], kubernetes_pod\.p\[1\]\)\n {2}digest /,
  );
});

test('denied: each rule that is not met, and what is allowed besides', async () => {
  const { exitCode, stdout } = await plan(['bad.json']);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^bad\.json: 1 of 2 images denied\n/);
  expect(stdout).toContain(`${BAD} (kubernetes_pod.p[1])`);
  expect(stdout).toContain('✗ max-severity:');
  expect(stdout).toContain(`${GOOD} (kubernetes_pod.p[0])`);
});

test('a tag would be deployed, so it is denied', async () => {
  const { exitCode, stdout } = await plan(['tagged.json']);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('✗ reference-pinned:');
});

test('- is standard input', async () => {
  const { exitCode, stdout } = await plan(['-'], JSON.stringify(planOf([GOOD])));
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^standard input: allowed, 1 image judged\n/);
});

test.each(['none.json', 'destroy.json'])('%s is allowed without asking', async (file) => {
  const nowhere = { HSS_ENDPOINT: 'http://127.0.0.1:9' };
  expect(await plan([file], '', nowhere)).toEqual({
    exitCode: 0,
    stdout: `${file}: allowed, no image is deployed\n`,
    stderr: POLICY_LINE,
  });
});

test('what could not be asked is undecided', async () => {
  const broken = await startHss({ faults: [{ kind: 'status', status: 403 }] });
  const more = {
    HSS_ENDPOINT: broken.endpoint,
    HW_PROJECT_ID: broken.options.projectId!,
    HW_AUTH_TOKEN: broken.options.credentials.token,
  };
  const { exitCode, stdout } = await plan(['good.json'], '', more);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^good\.json: 2 of 2 images could not be decided\n/);
  expect(stdout).toContain('HSS_FORBIDDEN');
});

test.each([
  ['binary.bin', 'HSS_INVALID_ARGUMENT: binary.bin is a binary plan\n'],
  ['nothing.json', "HSS_INVALID_ARGUMENT: nothing.json can't be read (ENOENT)\n"],
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
      stderr: `policy: ../../image-policy.yaml (${POLICY_HASH})\n`,
    });
  });

  test('that is nowhere is asked for', async () => {
    const { exitCode, stderr } = await hssGate(
      folderWith({ 'good.json': planOf([GOOD]) }),
      ['plan', 'good.json'],
      env,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--policy');
  });
});

describe('--require-gate', () => {
  test.each([
    ['gated.json', 0, 'allowed'],
    ['gated-bad.json', 2, 'max-severity'],
    ['good.json', 2, 'the stack is without a gate'],
    ['warned.json', 2, 'their enforcement is "WARN"'],
  ])('%s: %i', async (file, code, told) => {
    const { exitCode, stdout } = await plan(['--require-gate', file]);
    expect(exitCode).toBe(code);
    expect(stdout).toContain(told);
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
      lookups: [
        {
          query: checkQuery(CICD_IMAGES, {}),
          // In the order in which a recorder has the fields: a snapshot's hash is over that, too.
          rows: [
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
          ],
        },
      ],
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

test('a synthesized directory: each stack is judged', async () => {
  for (const [stack, image] of Object.entries({ one: GOOD, two: BAD })) {
    mkdirSync(join(folder, 'cdktf.out', 'stacks', stack), { recursive: true });
    writeFileSync(
      join(folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json'),
      JSON.stringify({ resource: { kubernetes_pod: { p: { spec: { container: { image } } } } } }),
    );
  }
  const { exitCode, stdout } = await plan(['cdktf.out']);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^cdktf\.out\/stacks\/one\/cdk\.tf\.json: allowed/m);
  expect(stdout).toMatch(/^cdktf\.out\/stacks\/two\/cdk\.tf\.json: 1 of 1 images denied/m);
});
