import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { envOf, startHss } from '../support/hss';
import { BAD, DATA, GOOD, POLICY, POLICY_HASH, folderWith, hssGate } from '../support/gated-plans';

/** The ways in which a saved plan can be applied below `hss-gate exec`, with the real terraform, by what is in the state. */

const value = { policy_hash: POLICY_HASH, source: 'live', enforcement: 'DENY', decision_hash: 'd' };

let env: { readonly [name: string]: string };
let planned: { readonly good: string; readonly bad: string };

beforeAll(async () => {
  env = {
    ...envOf(await startHss({ data: DATA })),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  planned = { good: plan(GOOD), bad: plan(BAD) };
});

function pathOfTerraform(): string {
  const { TERRAFORM: given = 'terraform' } = process.env;
  if (given.includes('/')) return given;
  return execFileSync('/bin/sh', ['-c', `command -v ${given}`], { encoding: 'utf8' }).trim();
}

/** A folder with a saved plan of an image, under several names, and terraform on a PATH of its own. */
function plan(image: string): string {
  const folder = folderWith({
    'image-policy.yaml': POLICY,
    'cdk.tf.json': {
      output: { hss_gate: { value } },
      resource: { terraform_data: { release: { input: image } } },
    },
    'hss-verdicts.json': {
      version: 1,
      stack: 'shop',
      output: value,
      images: [{ address: 'terraform_data.release', path: 'shop/release', reference: image }],
    },
    Makefile: 'deploy:\n\tterraform apply -input=false plan.bin\n',
  });
  mkdirSync(join(folder, 'bin'));
  symlinkSync(pathOfTerraform(), join(folder, 'bin', 'terraform'));
  symlinkSync(pathOfTerraform(), join(folder, 'deployer'));
  const run = (...args: string[]): unknown =>
    execFileSync(pathOfTerraform(), args, { cwd: folder, env: { HOME: '/nowhere', ...env } });
  run('init', '-input=false');
  run('plan', '-input=false', '-out', 'plan.bin');
  copyFileSync(join(folder, 'plan.bin'), join(folder, '-plan.bin'));
  return folder;
}

interface Way {
  readonly command: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
}

const WAYS: { readonly [what: string]: Way } = {
  'the end of flags': { command: ['terraform', 'apply', '--', '-plan.bin'] },
  'a value that looks like a flag': {
    command: ['terraform', 'apply', '-backup', '-target', 'plan.bin'],
  },
  'a flag behind it': { command: ['terraform', 'apply', 'plan.bin', '-no-color'] },
  TF_CLI_ARGS_apply: {
    command: ['terraform', 'apply'],
    env: { TF_CLI_ARGS_apply: '"plan.bin"' },
  },
  TF_CLI_ARGS: {
    command: ['sh', '-c', 'terraform apply'],
    env: { TF_CLI_ARGS: String.raw`-input=false -- \-plan.bin` },
  },
  'sh -c': { command: ['sh', '-c', 'terraform apply -- -plan.bin'] },
  env: { command: ['env', 'OTHER=1', 'terraform', 'apply', 'plan.bin'] },
  timeout: { command: ['timeout', '60', 'terraform', 'apply', 'plan.bin'] },
  make: { command: ['make', 'deploy'] },
  xargs: { command: ['xargs', 'terraform', 'apply'], input: 'plan.bin' },
  'a link': { command: ['./deployer', 'apply', 'plan.bin'] },
};

function run(folder: string, { command, input, ...way }: Way) {
  const PATH = [join(folder, 'bin'), process.env.PATH!].join(delimiter);
  return hssGate(folder, ['exec', '--', ...command], { ...env, ...way.env, PATH }, input);
}

test.each(Object.entries(WAYS))('by %s a denied plan is not applied', async (_what, way) => {
  const { exitCode, stderr } = await run(planned.bad, way);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('HSS_IMAGE_DENIED');
  expect(stderr).toMatch(/\nhss-gate exec: 1 saved plan: -?plan\.bin \(refused\)\n$/);
  expect(existsSync(join(planned.bad, 'terraform.tfstate'))).toBe(false);
});

test.each(Object.entries(WAYS))('by %s an allowed plan is applied', async (_what, way) => {
  const folder = folderWith({});
  cpSync(planned.good, folder, { recursive: true, verbatimSymlinks: true });
  const { exitCode, stderr } = await run(folder, way);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(
      /^(?:.*\n)?hss-gate exec: 1 saved plan: -?plan\.bin \(allowed\)\n$/,
    ),
  });
  expect(existsSync(join(folder, 'terraform.tfstate'))).toBe(true);
});

test('an apply that plans by itself leaves no state with --require-saved-plan', async () => {
  const folder = folderWith({});
  cpSync(planned.good, folder, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(folder, 'deploy.sh'), 'terraform apply -auto-approve -input=false');
  const PATH = [join(folder, 'bin'), process.env.PATH!].join(delimiter);
  const args = ['exec', '--require-saved-plan', '--', 'sh', 'deploy.sh'];
  const { exitCode, stderr } = await hssGate(folder, args, { ...env, PATH });
  expect(exitCode).toBe(125);
  expect(stderr).toContain('--require-saved-plan requires one that was judged');
  expect(existsSync(join(folder, 'terraform.tfstate'))).toBe(false);
});

test.each([
  { command: ['terraform'], variable: 'TF_CLI_ARGS' },
  { command: ['sh', '-c', 'terraform -chdir=.'], variable: 'TF_CLI_ARGS' },
  { command: ['sh', '-c', 'terraform'], variable: 'TF_CLI_ARGS_' },
])('$command with its apply in $variable does not begin', async ({ command, variable }) => {
  const way = { command, env: { [variable]: 'apply plan.bin' } };
  const { exitCode, stderr } = await run(planned.bad, way);
  expect(exitCode).toBe(125);
  expect(stderr).toContain(`HSS_INVALID_ARGUMENT: the subcommand apply is in ${variable}`);
  expect(existsSync(join(planned.bad, 'terraform.tfstate'))).toBe(false);
});
