import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { envOf, Hss, startHss } from '../../../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  POLICY_HASH,
  TAGGED,
  folderWith,
  gatedBy,
  hssGate,
  planOf,
} from '../../../support/gated-plans';
import { HSS_GATE } from '../../../support/simulator';

/** `hss-gate exec -- terraform apply FILE`, with a terraform that shows a plan's file as it is, and notes what it applies. */
const TERRAFORM = `#!${process.execPath}
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const { resolve } = require('node:path');
let args = process.argv.slice(2);
const chdir = args.find((arg) => arg.startsWith('-chdir='));
if (chdir) process.chdir(chdir.slice(7));
args = args.filter((arg) => arg !== chdir);
const file = args.at(-1);
const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
if (args[0] === 'show') {
  if (text === 'broken') { console.error('Error: it is broken'); process.exit(1); }
  if (text === 'slow') { console.error('showing'); setInterval(() => undefined, 1000); }
  else process.stdout.write(text);
  // Somebody replaces the plan meanwhile.
  if (process.env.REPLACE) writeFileSync(process.env.REPLACE, process.env.REPLACE_BY);
} else {
  const { TF_VAR_hss_endpoint, HSS_ENDPOINT, HW_AUTH_TOKEN } = process.env;
  writeFileSync(process.env.MARKER, JSON.stringify({ args, text, cwd: process.cwd(), TF_VAR_hss_endpoint, HSS_ENDPOINT, HW_AUTH_TOKEN }));
  process.exitCode = 7;
}
`;

let hss: Hss;
let env: { readonly [name: string]: string };

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  env = envOf(hss);
});

type Json = { readonly [key: string]: unknown };

interface Setting {
  readonly plan: string | Json;
  readonly policy?: string | null;
  readonly options?: readonly string[];
  readonly command?: (terraform: string) => readonly string[];
  readonly env?: { readonly [name: string]: string };
}

interface Applied {
  readonly args: readonly string[];
  readonly text: string;
  readonly cwd: string;
  readonly TF_VAR_hss_endpoint?: string;
  readonly HSS_ENDPOINT?: string;
  readonly HW_AUTH_TOKEN?: string;
}

function setUp({ plan, policy = POLICY }: Setting) {
  const folder = folderWith({
    ...(policy === null ? {} : { 'image-policy.yaml': policy }),
    terraform: TERRAFORM,
    tofu: TERRAFORM,
    'plan.bin': plan,
  });
  for (const name of ['terraform', 'tofu']) chmodSync(join(folder, name), 0o755);
  // Where copies are made, so that what is left behind can be seen.
  mkdirSync(join(folder, 'tmp'));
  return { folder, marker: join(folder, 'marker') };
}

async function apply(setting: Setting) {
  const { folder, marker } = setUp(setting);
  const { options = [], command = (terraform) => [terraform, 'apply', 'plan.bin'] } = setting;
  const ended = await hssGate(
    folder,
    ['exec', ...options, '--', ...command(join(folder, 'terraform'))],
    { ...env, MARKER: marker, TMPDIR: join(folder, 'tmp'), ...setting.env },
  );
  const applied = existsSync(marker)
    ? (JSON.parse(readFileSync(marker, 'utf8')) as Applied)
    : undefined;
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  return { ...ended, applied, folder };
}

describe('a saved plan', () => {
  test('that passes is applied, and its exit code is passed on', async () => {
    const plan = planOf([GOOD], gatedBy(POLICY_HASH));
    const { exitCode, stderr, applied } = await apply({ plan });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 7,
      stderr: 'hss-gate exec: 1 saved plan: plan.bin (allowed)\n',
    });
    expect(applied!.text).toBe(JSON.stringify(plan));
    expect(applied!.HSS_ENDPOINT).toMatch(/^http:\/\/127/);
  });

  test('that is denied is refused with all that is wrong, and nothing runs', async () => {
    const { exitCode, stdout, stderr, applied } = await apply({
      plan: planOf([BAD, TAGGED], gatedBy(POLICY_HASH)),
    });
    expect({ exitCode, stdout, applied }).toEqual({
      exitCode: 125,
      stdout: '',
      applied: undefined,
    });
    expect(stderr).toMatch(
      /^HSS_IMAGE_DENIED: plan\.bin is not applied by policy image-policy\.yaml: 2 images denied\n/,
    );
    expect(stderr).toContain('✗ max-severity:');
    expect(stderr).toContain('✗ reference-pinned:');
    expect(stderr).toMatch(/\nhss-gate exec: 1 saved plan: plan\.bin \(refused\)\n$/);
  });

  test('that is not gated is judged where there is a policy', async () => {
    expect(await apply({ plan: planOf([BAD]) })).toMatchObject({
      exitCode: 125,
      applied: undefined,
    });
  });

  test('of a stack that only warns is applied with a warning where the command line says so too', async () => {
    const { exitCode, stderr, applied } = await apply({
      plan: planOf([BAD], gatedBy(POLICY_HASH, { enforcement: 'WARN' })),
      options: ['--enforcement', 'warn'],
    });
    expect({ exitCode, applied: applied !== undefined }).toEqual({ exitCode: 7, applied: true });
    expect(stderr).toContain('hss-gate exec warns:');
    expect(stderr).toContain('✗ max-severity:');
  });

  test.each<[string, Json, readonly string[]]>([
    ['its evidence alone', gatedBy(POLICY_HASH, { enforcement: 'WARN' }), []],
    ['the command line alone', gatedBy(POLICY_HASH), ['--enforcement', 'warn']],
    ['the command line, without a gate', {}, ['--enforcement', 'warn']],
  ])('is not softened by %s', async (_what, more, options) => {
    expect(await apply({ plan: planOf([BAD], more), options })).toMatchObject({
      exitCode: 125,
      applied: undefined,
    });
  });

  test('that could not be decided is refused, also where the stack only warns', async () => {
    const down = await startHss({ faults: [{ kind: 'status', status: 403 }] });
    const { exitCode, stderr, applied } = await apply({
      plan: planOf([GOOD], gatedBy(POLICY_HASH, { enforcement: 'WARN' })),
      options: ['--enforcement', 'warn'],
      env: {
        HSS_ENDPOINT: down.endpoint,
        HW_AUTH_TOKEN: down.options.credentials.token,
      },
    });
    expect({ exitCode, applied }).toEqual({ exitCode: 125, applied: undefined });
    expect(stderr).toMatch(/^HSS_FORBIDDEN: plan\.bin is not applied/);
  });

  test('of a stack that another policy gated is refused', async () => {
    const { exitCode, stderr, applied } = await apply({
      plan: planOf([GOOD], gatedBy('f'.repeat(64))),
    });
    expect({ exitCode, applied }).toEqual({ exitCode: 125, applied: undefined });
    expect(stderr).toContain('says that another policy than image-policy.yaml');
  });

  test('that terraform can’t show is refused in its words', async () => {
    const { exitCode, stderr, applied } = await apply({ plan: 'broken' });
    expect({ exitCode, applied }).toEqual({ exitCode: 125, applied: undefined });
    expect(stderr).toContain('Error: it is broken');
  });

  test('of a newer format is refused', async () => {
    expect(await apply({ plan: { format_version: '2.0', planned_values: {} } })).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('format_version "2.0"'),
      applied: undefined,
    });
  });
});

describe('without a policy', () => {
  test.each<{
    readonly given: string;
    readonly more: Json;
    readonly options: readonly string[];
    readonly words: string;
  }>([
    { given: 'of a gated stack', more: gatedBy(POLICY_HASH), options: [], words: '--policy' },
    {
      given: 'of a gated stack, whatever is allowed',
      more: gatedBy(POLICY_HASH),
      options: ['--allow-ungated'],
      words: '--policy',
    },
    { given: 'of any other', more: {}, options: [], words: '--allow-ungated' },
  ])('a plan $given is refused', async ({ more, options, words }) => {
    expect(await apply({ plan: planOf([GOOD], more), policy: null, options })).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining(words),
      applied: undefined,
    });
  });

  test('--allow-ungated applies one that is not gated, and says that it is not judged', async () => {
    const { exitCode, stderr, applied } = await apply({
      plan: planOf([BAD]),
      policy: null,
      options: ['--allow-ungated'],
    });
    expect({ exitCode, applied: applied !== undefined }).toEqual({ exitCode: 7, applied: true });
    expect(stderr).toContain('plan.bin is not judged');
    expect(stderr).toMatch(/1 saved plan: plan\.bin \(not judged: no policy\)\n$/);
  });
});

describe('the option --require-saved-plan', () => {
  const required = (args: readonly string[], more: Partial<Setting> = {}) =>
    apply({
      plan: planOf([GOOD]),
      ...more,
      options: ['--require-saved-plan', ...(more.options ?? [])],
      command: (terraform) => [terraform, ...args],
    });

  test.each<[string, readonly string[], Partial<Setting>]>([
    ['that plans by itself', ['apply', '-auto-approve'], {}],
    ['that does not destroy after all', ['apply', '-destroy', '-destroy=false'], {}],
    ['that nobody judged', ['apply', 'plan.bin'], { policy: null, options: ['--allow-ungated'] }],
  ])('refuses an apply %s', async (_what, args, more) => {
    expect(await required(args, more)).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('--require-saved-plan'),
      applied: undefined,
    });
  });

  test.each([
    [['apply', 'plan.bin']],
    [['apply', '-destroy', '-auto-approve']],
    [['destroy']],
    [['plan', '-out', 'x']],
  ])('lets %j begin', async (args) => {
    expect((await required(args)).exitCode).toBe(7);
  });
});

test('a plan that only destroys needs no HSS, credential or policy', async () => {
  const { exitCode, stderr, applied } = await apply({
    plan: planOf([BAD], gatedBy('f'.repeat(64)), 'delete'),
    policy: null,
    options: ['--policy', 'nowhere.yaml'],
    env: { HSS_ENDPOINT: 'http://127.0.0.1:9', HW_AUTH_TOKEN: '' },
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 7,
    stderr: 'hss-gate exec: 1 saved plan: plan.bin (deploys nothing)\n',
  });
  expect(applied).toBeDefined();
});

test('what is judged is applied, whatever becomes of the file meanwhile', async () => {
  const plan = JSON.stringify(planOf([GOOD]));
  const { applied, folder } = await apply({
    plan,
    env: { REPLACE: 'plan.bin', REPLACE_BY: 'another plan' },
  });
  expect(readFileSync(join(folder, 'plan.bin'), 'utf8')).toBe('another plan');
  expect(applied!.text).toBe(plan);
});

test('a saved plan has its own hss_endpoint', async () => {
  const { applied } = await apply({
    plan: planOf([GOOD]),
    env: { TF_VAR_hss_endpoint: 'http://127.0.0.1:9/x/gate' },
  });
  expect(applied!.TF_VAR_hss_endpoint).toBeUndefined();
});

test.each<[string, Setting['command']]>([
  [
    'flags before the file',
    (t) => [t, 'apply', '-auto-approve', '-lock-timeout', '3s', 'plan.bin'],
  ],
  ['a directory', (t) => [t, '-chdir=..', 'apply', '__FOLDER__/plan.bin']],
  ['tofu', (t) => [t.replace(/terraform$/, 'tofu'), 'apply', 'plan.bin']],
  ['a value that looks like a flag', (t) => [t, 'apply', '-backup', '-target', 'plan.bin']],
  ['the end of flags', (t) => [t, 'apply', '--', 'plan.bin']],
  ['an absolute path', (t) => [t, 'apply', t.replace(/terraform$/, 'plan.bin')]],
])('a saved plan is found behind %s', async (_what, command) => {
  const named = (terraform: string) =>
    command!(terraform).map((arg) => arg.replace('__FOLDER__', terraform.split('/').at(-2)!));
  const { exitCode, applied } = await apply({ plan: planOf([BAD]), command: named });
  expect({ exitCode, applied }).toEqual({ exitCode: 125, applied: undefined });
  const good = await apply({ plan: planOf([GOOD]), command: named });
  expect(good.applied!.args.slice(0, -1)).toEqual(
    named('/x/terraform')
      .slice(1, -1)
      .filter((arg) => !arg.startsWith('-chdir=')),
  );
});

test.each<[string, readonly string[]]>([
  ['an apply that plans by itself', ['apply', '-auto-approve']],
  ['an apply with a file of variables', ['apply', '-var-file', 'plan.bin']],
  ['a plan', ['plan', '-out', 'plan.bin']],
])('the call %s runs unchanged', async (_what, args) => {
  const { exitCode, applied } = await apply({
    plan: planOf([BAD]),
    command: (terraform) => [terraform, ...args],
  });
  expect(exitCode).toBe(7);
  expect(applied!.args).toEqual(args);
  expect(applied!.TF_VAR_hss_endpoint).toMatch(/\/gate$/);
});

test('a plan that the environment names is judged, and its words are passed on as arguments', async () => {
  const setting = (plan: Json): Setting => ({
    plan,
    command: (terraform) => [terraform, 'apply', '-input=false'],
    env: { TF_CLI_ARGS: '-lock=false', TF_CLI_ARGS_apply: `-var 'a=b c' "plan.bin"` },
  });
  expect(await apply(setting(planOf([BAD])))).toMatchObject({ exitCode: 125, applied: undefined });
  const { applied } = await apply(setting(planOf([GOOD])));
  expect(applied!.args).toEqual([
    'apply',
    '-var',
    'a=b c',
    expect.stringMatching(/\/plan-1\/plan\.bin$/),
    '-lock=false',
    '-input=false',
  ]);
});

test.each([
  ['an open quote', { TF_CLI_ARGS_apply: '"plan.bin' }, []],
  ['shell syntax', { TF_CLI_ARGS: 'plan.bin;' }, []],
  ['words that versions read differently', {}, ['-backup', '-no-color', 'plan.bin', '-input']],
])('an apply with %s is refused', async (_what, variables, args) => {
  const { exitCode, stderr, applied } = await apply({
    plan: planOf([GOOD]),
    command: (terraform) => [terraform, 'apply', ...args],
    env: variables,
  });
  expect({ exitCode, applied }).toEqual({ exitCode: 125, applied: undefined });
  expect(stderr).toMatch(/^HSS_INVALID_ARGUMENT/);
});

test('a plan file that does not exist is reported', async () => {
  const command = (terraform: string) => [terraform, 'apply', 'nowhere.bin'];
  expect(await apply({ plan: '', command })).toMatchObject({
    exitCode: 125,
    stderr: expect.stringContaining("nowhere.bin can't be read (ENOENT)"),
  });
});

test('a missing terraform is an error', async () => {
  const command = () => ['nowhere/terraform', 'apply', 'plan.bin'];
  expect(await apply({ plan: '', command })).toMatchObject({ exitCode: 127 });
});

test('--clean-env holds for terraform show too', async () => {
  const { applied } = await apply({ plan: planOf([GOOD]), options: ['--clean-env'] });
  expect(applied!.HW_AUTH_TOKEN).toBeUndefined();
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a %s while a plan is judged leaves no copy of it', async (signal, code) => {
  const { folder, marker } = setUp({ plan: 'slow' });
  const tmp = join(folder, 'tmp');
  const child = spawn(
    process.execPath,
    [HSS_GATE, 'exec', '--', join(folder, 'terraform'), 'apply', 'plan.bin'],
    {
      cwd: folder,
      env: { ...env, PATH: process.env.PATH!, HOME: '/nowhere', MARKER: marker, TMPDIR: tmp },
    },
  );
  const exit = once(child, 'exit');
  while (readdirSync(tmp).length === 0) await delay(10);
  child.kill(signal);
  expect(await exit).toEqual([code, null]);
  expect(readdirSync(tmp)).toEqual([]);
});
