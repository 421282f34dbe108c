import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { envOf, Hss, startHss } from '../../support/hss';
import { DATA, GOOD, POLICY, folderWith, hssGate } from '../../support/gated-plans';

/** `hss-gate plan` of what cdktf wrote, where others wrote there too. */

let hss: Hss;

beforeAll(async () => {
  hss = await startHss({ data: DATA });
});

const STACK = JSON.stringify({
  resource: { kubernetes_pod: { p: { spec: [{ container: [{ image: GOOD }] }] } } },
});

/** A folder with two stacks, and more files. */
function project(files: { readonly [path: string]: string }, policy = POLICY): string {
  const folder = folderWith({ 'image-policy.yaml': policy });
  const stacks = {
    'cdktf.out/stacks/one/cdk.tf.json': STACK,
    'cdktf.out/stacks/two/cdk.tf.json': STACK,
  };
  for (const [path, text] of Object.entries({ ...stacks, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const plan = (folder: string, ...args: string[]) => hssGate(folder, ['plan', ...args], envOf(hss));

test('the command says on stderr which stacks it judged', async () => {
  const { exitCode, stderr } = await plan(project({}), 'cdktf.out');
  expect(exitCode).toBe(0);
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(/^policy: /),
    '2 stacks: cdktf.out/stacks/one, cdktf.out/stacks/two',
    '',
  ]);
  expect((await plan(project({}), 'cdktf.out/stacks/one')).stderr).toMatch(
    /^stack: cdktf\.out\/stacks\/one$/m,
  );
});

test.each([
  ['more.tf', '', 'Terraform reads this file as a part of the stack'],
  ['x_override.tf.json', '{}', 'list "x_override.tf.json" under stackFiles in the policy'],
  ['zz.auto.tfvars', 'hss_endpoint = "x"', 'sets hss_endpoint'],
])('%s beside a stack denies it, whichever way the stack is given', async (name, text, said) => {
  const file = `cdktf.out/stacks/two/${name}`;
  const folder = project({ [file]: text });
  const ways = ['cdktf.out', 'cdktf.out/stacks/two', 'cdktf.out/stacks/two/cdk.tf.json'];
  // Each start of the command takes its time.
  for (const given of name === 'more.tf' ? ways : ways.slice(0, 1)) {
    const { exitCode, stdout } = await plan(folder, '-o', 'json', given);
    const { parts } = JSON.parse(stdout) as { parts: { conflicts: string[] }[] };
    expect([given, exitCode]).toEqual([given, 2]);
    expect(parts.at(-1)!.conflicts).toEqual([expect.stringContaining(`${file}: `)]);
    expect(parts.at(-1)!.conflicts[0]).toContain(said);
  }
});

test('files that the policy lists are allowed', async () => {
  const policy = `${POLICY}stackFiles: ['*_override.tf']\n`;
  const folder = project({ 'cdktf.out/stacks/two/backend_override.tf': '' }, policy);
  expect((await plan(folder, 'cdktf.out')).exitCode).toBe(0);
});

test.each(['cdk.tf', 'main.tofu'])('a stack that is there as %s alone is refused', async (name) => {
  const file = `cdktf.out/stacks/two/${name}`;
  const folder = project({ [file]: '' });
  rmSync(join(folder, 'cdktf.out/stacks/two/cdk.tf.json'));
  const { exitCode, stdout, stderr } = await plan(folder, 'cdktf.out');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(
    `HSS_INVALID_ARGUMENT: ${file}: a stack can be judged only as cdk.tf.json`,
  );
  expect(stderr).toContain('SYNTH_HCL_OUTPUT');
  expect((await plan(folder, 'cdktf.out/stacks/two')).stderr).toContain(`${file}: a stack can be`);
});

test('a folder with no configuration, such as that of a stack that is gone, is passed over', async () => {
  const folder = project({ 'cdktf.out/stacks/three/terraform.three.tfstate': '{}' });
  const { exitCode, stderr } = await plan(folder, 'cdktf.out');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('2 stacks: ');
});

test.each(['cdktf.out/cdk.tf.json', 'cdktf.out/stacks/cdk.tf.json'])(
  'a stack at %s hides no other one',
  async (file) => {
    const folder = project({ [file]: '{"resource": {}}' });
    const { stderr } = await plan(folder, dirname(file));
    expect(stderr).toContain(
      `3 stacks: ${dirname(file)}, cdktf.out/stacks/one, cdktf.out/stacks/two`,
    );
  },
);
