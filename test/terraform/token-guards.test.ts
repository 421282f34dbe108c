import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, LocalBackend, TerraformHclModule, TerraformStack, TerraformVariable } from 'cdktf';
import { DataResource } from 'cdktf/lib/terraform-data-resource';
import { GOOD, fixture, ROWS, gate } from '../constructs/support';
import { HssConnection } from '../../src';

/** The real terraform stops a value that would end its string in a JSON text that names images. */

const terraform = process.env.TERRAFORM ?? 'terraform';
const BREAK_OUT = 'x"}],"image":"evil.example/x:1';

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function run(cwd: string, args: readonly string[], value: string): Ran {
  const { status, stdout, stderr } = spawnSync(terraform, [`-chdir=${cwd}`, ...args, '-no-color'], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_VAR_v: value },
  });
  return { status, output: `${stdout}${stderr}` };
}

/** A stack with a module that is given a JSON text with a token, initialized. */
function stackWith(token: (stack: TerraformStack) => string, sensitive = false): string {
  const outdir = mkdtempSync(join(tmpdir(), 'terraform-'));
  const module = join(outdir, 'module');
  spawnSync('mkdir', ['-p', module]);
  writeFileSync(
    join(module, 'main.tf'),
    'variable "body" {\n  type = string\n}\nresource "terraform_data" "x" {\n  input = jsondecode(var.body)\n}\n',
  );
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'shop');
  new LocalBackend(stack, { path: join(outdir, 'shop.tfstate') });
  new HssConnection(stack, 'hss', { source: fixture(ROWS) });
  gate(stack);
  new TerraformVariable(stack, 'v', { type: 'string', sensitive }).overrideLogicalId('v');
  new TerraformHclModule(stack, 'web', {
    source: module,
    variables: {
      body: JSON.stringify([{ image: GOOD, env: [{ name: 'A', value: token(stack) }] }]),
    },
  });
  app.synth();
  const cwd = join(outdir, 'stacks', 'shop');
  expect(run(cwd, ['init', '-input=false'], '')).toMatchObject({ status: 0 });
  return cwd;
}

test('a value that ends its string does not get past the plan, any other does', () => {
  const cwd = stackWith(() => '${var.v}');
  const refused = run(cwd, ['plan', '-input=false'], BREAK_OUT);
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('could add an image that was not evaluated');
  for (const odd of ['a\\', 'a\nb', '"']) {
    expect(run(cwd, ['plan', '-input=false'], odd).status).toBe(1);
  }
  const ran = run(cwd, ['apply', '-input=false', '-auto-approve'], 'üñí: {a}, [b]');
  expect(ran.output).toContain('Apply complete');
});

test('a sensitive value is not printed', () => {
  const cwd = stackWith(() => '${var.v}', true);
  const { status, output } = run(cwd, ['plan', '-input=false'], `${BREAK_OUT}-hunter2`);
  expect(status).toBe(1);
  expect(output).toContain('could add an image that was not evaluated');
  expect(output).not.toContain('hunter2');
});

test('a value that is known only at apply is stopped there', () => {
  const cwd = stackWith((stack) => {
    const made = new DataResource(stack, 'made', { input: { value: '${var.v}' } });
    return `\${${made.fqn}.output.value}`;
  });
  expect(run(cwd, ['plan', '-input=false'], BREAK_OUT).status).toBe(0);
  const { status, output } = run(cwd, ['apply', '-input=false', '-auto-approve'], BREAK_OUT);
  expect(status).toBe(1);
  expect(output).toContain('could add an image that was not evaluated');
  expect(run(cwd, ['state', 'list'], '').output).not.toContain('module.web');
});
