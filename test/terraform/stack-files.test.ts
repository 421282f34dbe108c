import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignFiles } from '../../src/files/stack-files';
import { parsePolicy, policyHash } from '../../src/policy';
import { envOf, Hss, startHss } from '../support/hss';
import { DATA, POLICY, folderWith, hssGate } from '../support/gated-plans';

/** Files beside a stack, with the real terraform: what it reads, and what comes into the state. */

const terraform = process.env.TERRAFORM ?? 'terraform';

function run(cwd: string, ...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: '/nowhere', CHECKPOINT_DISABLE: '1' };
  return new Promise((resolve, reject) => {
    execFile(terraform, [...args, '-no-color'], { cwd, env }, (error, out, err) =>
      error === null ? resolve(out) : reject(new Error(`${out}${err}`)),
    );
  });
}

interface State {
  readonly resources: readonly { readonly name: string }[];
  readonly outputs: { readonly [name: string]: { readonly value: unknown } };
}

/** The names of the resources that are in the state; nothing where there is none. */
function deployed(folder: string): string[] | undefined {
  try {
    const text = readFileSync(join(folder, 'terraform.tfstate'), 'utf8');
    return (JSON.parse(text) as State).resources.map(({ name }) => name).sort();
  } catch {
    return undefined;
  }
}

const resource = (name: string): string => `resource "terraform_data" "${name}" { input = 1 }\n`;
const APPLY = ['apply', '-input=false', '-auto-approve'];

test('the gate names the configuration that terraform reads, and no other', async () => {
  const folder = folderWith({
    'cdk.tf.json': { resource: { terraform_data: { own: { input: 1 } } } },
    'more.tf': resource('more'),
    'own_override.tf.json': JSON.stringify({
      resource: { terraform_data: { own: { input: 'other' } } },
    }),
    '#hash.tf': resource('hash'),
    '.dot.tf': resource('dot'),
    'caps.TF': resource('caps'),
    'tilde.tf~': resource('tilde'),
    'source.txt': resource('link'),
  });
  symlinkSync('source.txt', join(folder, 'link.tf'));
  mkdirSync(join(folder, 'folder.tf'));
  await run(folder, 'init', '-input=false');
  await run(folder, ...APPLY);
  expect(deployed(folder)).toEqual(['hash', 'link', 'more', 'own']);
  const named = foreignFiles(folder, []).map(({ file }) => file.slice(folder.length + 1));
  expect(named).toEqual(['#hash.tf', 'link.tf', 'more.tf', 'own_override.tf.json']);
});

test.each([
  ['terraform.tfvars', 'hss_endpoint = "x"\n'],
  ['.zz.auto.tfvars', '/*\n# a */ hss_endpoint /* b\n*/ = "x"\n'],
  ['zz.auto.tfvars.json', '{"hss_\\u0065ndpoint": "x"}'],
])('the gate names %s, which terraform takes hss_endpoint from', async (name, text) => {
  const folder = folderWith({
    'cdk.tf.json': {
      variable: { hss_endpoint: { type: 'string' } },
      output: { told: { value: '${var.hss_endpoint}' } },
    },
    [name]: text,
  });
  await run(folder, 'init', '-input=false');
  await run(folder, ...APPLY);
  const state = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')) as State;
  expect(state.outputs.told.value).toBe('x');
  expect(foreignFiles(folder, [])).toHaveLength(1);
});

describe('terraform apply', () => {
  let hss: Hss;
  const value = { source: 'live', enforcement: 'DENY', decision_hash: 'd' };

  beforeAll(async () => {
    hss = await startHss({ data: DATA });
  });

  /** Plans a gated stack beside more.tf, and applies the plan, or what is given, through exec from another folder. */
  async function applied(stackFiles: string, ...args: string[]) {
    const text = `${POLICY}${stackFiles}`;
    const policy_hash = policyHash(parsePolicy(text, 'p', Date.now()));
    const folder = folderWith({ 'image-policy.yaml': text });
    const stack = join(folder, 'stack');
    mkdirSync(stack);
    const configuration = {
      output: { hss_gate: { value: { ...value, policy_hash } } },
      resource: { terraform_data: { own: { input: 1 } } },
    };
    writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(configuration));
    writeFileSync(join(stack, 'more.tf'), resource('more'));
    await run(stack, 'init', '-input=false');
    await run(stack, 'plan', '-input=false', '-out', 'plan.bin');
    const command = [terraform, '-chdir=stack', 'apply', '-input=false', ...args];
    const ended = await hssGate(folder, ['exec', '--', ...command], envOf(hss));
    return { ...ended, names: deployed(stack) };
  }

  test.each([
    ['of a saved plan', 'plan.bin'],
    ['that plans by itself', '-auto-approve'],
  ])('does not begin as %s where a file stands beside the stack', async (_, ...args) => {
    const { exitCode, stderr, names } = await applied('', ...args);
    expect({ exitCode, names }).toEqual({ exitCode: 125, names: undefined });
    expect(stderr).toContain('stack/more.tf: Terraform reads this file as a part of the stack');
    expect(stderr).toContain('list "more.tf" under stackFiles in the policy');
  });

  test.each([
    ['of a saved plan', 'plan.bin'],
    ['that plans by itself', '-auto-approve'],
  ])('deploys as %s where the policy lists the file', async (_, ...args) => {
    const { exitCode, names } = await applied('stackFiles: [more.tf]\n', ...args);
    expect({ exitCode, names }).toEqual({ exitCode: 0, names: ['more', 'own'] });
  });

  test('is never stopped where it destroys', async () => {
    expect(await applied('', '-destroy', '-auto-approve')).toMatchObject({ exitCode: 0 });
  });
});
