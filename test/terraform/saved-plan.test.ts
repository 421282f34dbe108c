import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envOf, Hss, startHss } from '../support/hss';
import { BAD, DATA, POLICY, POLICY_HASH, folderWith, hssGate } from '../support/gated-plans';

/** `hss-gate exec -- terraform apply FILE` and `hss-gate plan` with the real terraform and its own provider. */

const terraform = process.env.TERRAFORM ?? 'terraform';

let hss: Hss;
let env: { readonly [name: string]: string };

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  env = {
    ...envOf(hss),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
});

type Json = { readonly [key: string]: unknown };

const value = { policy_hash: POLICY_HASH, source: 'live', enforcement: 'DENY', decision_hash: 'd' };

/** A stack with one resource, as cdktf-hss gates one. */
const stack = (input: unknown, more: Json = {}): Json => ({
  variable: { hss_endpoint: { type: 'string', default: null } },
  output: { hss_gate: { value } },
  resource: { terraform_data: { release: { input } } },
  ...more,
});

function run(cwd: string, args: readonly string[], more: Json = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const environment = { PATH: process.env.PATH, HOME: '/nowhere', ...env, ...more };
    execFile(terraform, args, { cwd, env: environment }, (error, out, err) =>
      error === null ? resolve(out) : reject(new Error(`${out}${err}`)),
    );
  });
}

/** A folder with a saved plan of a stack. */
async function planned(
  configuration: Json,
  args: readonly string[] = [],
  more: Json = {},
): Promise<string> {
  const folder = folderWith({ 'image-policy.yaml': POLICY, 'cdk.tf.json': configuration });
  await run(folder, ['init', '-input=false']);
  await run(folder, ['plan', '-input=false', '-out', 'plan.bin', ...args], more);
  return folder;
}

const apply = (folder: string, more: { readonly [name: string]: string } = {}) =>
  hssGate(folder, ['exec', '--', terraform, 'apply', '-input=false', 'plan.bin'], {
    ...env,
    ...more,
  });

const isApplied = (folder: string): boolean => existsSync(join(folder, 'terraform.tfstate'));

test('a plan without images is applied, whatever address it was planned with', async () => {
  const folder = await planned(stack('x'), [], {
    TF_VAR_hss_endpoint: 'http://127.0.0.1:9/x/gate',
  });
  const { exitCode, stdout, stderr } = await apply(folder, { TF_VAR_hss_endpoint: 'other' });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'hss-gate exec: 1 saved plan: plan.bin (allowed)\n',
  });
  expect(stdout).toContain('1 added');
  // Terraform would warn of another value than the plan's, and OpenTofu would stop.
  expect(stdout).not.toContain('hss_endpoint');
  expect(isApplied(folder)).toBe(true);
});

/** What a synthesis leaves that gave the image to a resource which runs nothing by itself. */
function writeVerdicts(folder: string, decisionHash = 'd'): void {
  const verdicts = {
    version: 1,
    stack: 'shop',
    output: { ...value, decision_hash: decisionHash },
    images: [{ address: 'terraform_data.release', path: 'shop/release', reference: BAD }],
  };
  writeFileSync(join(folder, 'hss-verdicts.json'), JSON.stringify(verdicts));
}

test('an image in a resource that runs nothing is judged by the verdicts beside the plan', async () => {
  const folder = await planned(stack({ image: BAD }));
  writeVerdicts(folder);
  const { exitCode, stderr } = await apply(folder);
  expect(exitCode).toBe(125);
  expect(stderr).toContain(`${BAD} (terraform_data.release)`);
  expect(isApplied(folder)).toBe(false);
});

test('verdicts of another synthesis beside the plan do not count', async () => {
  const folder = await planned(stack({ image: BAD }));
  writeVerdicts(folder, 'of another one');
  expect((await apply(folder)).exitCode).toBe(0);
});

test('a plan that destroys passes without HSS', async () => {
  const folder = await planned(stack({ image: BAD }));
  await run(folder, ['apply', '-input=false', 'plan.bin']);
  await run(folder, ['plan', '-input=false', '-destroy', '-out', 'plan.bin']);
  const down = { HSS_ENDPOINT: 'http://127.0.0.1:9', HW_AUTH_TOKEN: '' };
  const { exitCode, stdout } = await apply(folder, down);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 destroyed');
});

test('the JSON of a plan with -target has the evidence, and an unchanged one nothing to judge', async () => {
  const folder = await planned(stack({ image: BAD }), ['-target', 'terraform_data.release']);
  writeVerdicts(folder);
  const gated = async () => {
    writeFileSync(join(folder, 'plan.json'), await run(folder, ['show', '-json', 'plan.bin']));
    return hssGate(folder, ['plan', '--require-gate', 'plan.json'], env);
  };
  const targeted = await gated();
  expect(targeted).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('terraform_data.release'),
    stderr: expect.stringContaining('plans a part of the configuration'),
  });
  expect(targeted.stdout).not.toContain('hss_gate');
  await run(folder, ['apply', '-input=false', 'plan.bin']);
  await run(folder, ['apply', '-input=false', '-auto-approve']);
  await run(folder, ['plan', '-input=false', '-out', 'plan.bin']);
  expect(await gated()).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^ALLOWED {2}no images\n/),
  });
});
