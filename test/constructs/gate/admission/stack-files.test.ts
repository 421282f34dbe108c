import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { HssImageGateProps } from '../../../../src';
import { Deployment, GOOD, gate, gated, policy, thrown } from '../../support';

/** A stack whose folder holds files that cdktf did not write. */
function beside(files: { readonly [name: string]: string }, props?: Partial<HssImageGateProps>) {
  const outdir = mkdtempSync(join(tmpdir(), 'beside-'));
  const folder = join(outdir, 'stacks', 'shop');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { app, stack } = gated({ app: new App({ outdir }), props });
  new Deployment(stack, 'web', GOOD);
  return { app, folder, stack, isWritten: () => existsSync(join(folder, 'cdk.tf.json')) };
}

const OUTPUT = 'output "more" { value = 1 }';

test.each([
  ['more.tf', OUTPUT],
  ['x_override.tf.json', '{}'],
  ['cdk.tofu', OUTPUT],
  ['cdk.tofu.json', '{}'],
])('a stack is not written beside %s, and the error says how to go on', (name, text) => {
  const { app, folder, isWritten } = beside({ [name]: text });
  const { code, message } = thrown(() => app.synth());
  expect(code).toBe('HSS_INVALID_ARGUMENT');
  expect(message).toContain(`${join(folder, name)}: Terraform reads this file as a part of`);
  expect(message).toContain(`list "${name}" under stackFiles in the policy`);
  expect(isWritten()).toBe(false);
  rmSync(join(folder, name));
  app.synth();
  expect(isWritten()).toBe(true);
});

test('all files are named at once', () => {
  const { app } = beside({ 'a.tf': '', 'b.tf': '', 'c.auto.tfvars': 'hss_token = "x"' });
  expect(thrown(() => app.synth()).message).toMatch(/a\.tf:.*b\.tf:.*c\.auto\.tfvars: .*TF_VAR_/s);
});

test.each(['terraform.tfvars', '.zz.auto.tfvars'])(
  '%s is taken unless it sets hss_endpoint',
  (name) => {
    const good = beside({ [name]: 'region = "x"\n' });
    good.app.synth();
    expect(good.isWritten()).toBe(true);
    const bad = beside({ [name]: 'hss_endpoint = "x"\n' });
    expect(thrown(() => bad.app.synth()).message).toContain('sets hss_endpoint');
    expect(bad.isWritten()).toBe(false);
  },
);

test('files that the policy lists, and those that Terraform does not read, are no matter', () => {
  const files = { 'backend_override.tf': '', 'terraform.tfstate': '{}', '.x.tf': OUTPUT, plan: '' };
  const props = { policy: policy({ stackFiles: ['backend_override.tf'] }) };
  const { app, isWritten } = beside(files, props);
  app.synth();
  expect(isWritten()).toBe(true);
});

test('with two gates both policies have to list the file', () => {
  const props = { policy: policy({ stackFiles: ['more.tf'] }) };
  const { app, stack } = beside({ 'more.tf': '' }, props);
  gate(stack, {}, 'second');
  expect(thrown(() => app.synth()).message).toContain('more.tf');
});

test('a stack without a gate is not checked', () => {
  const { app, folder } = beside({});
  new TerraformStack(app, 'other');
  const other = join(folder, '..', 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'more.tf'), OUTPUT);
  app.synth();
  expect(existsSync(join(other, 'cdk.tf.json'))).toBe(true);
});

test('what is synthesized to be destroyed could deploy by such a file, so it is refused too', () => {
  process.env.HSS_GATE_MODE = 'destroy';
  try {
    const { app, isWritten } = beside({ 'x_override.tf.json': '{}' });
    expect(thrown(() => app.synth()).message).toContain('x_override.tf.json');
    expect(isWritten()).toBe(false);
  } finally {
    delete process.env.HSS_GATE_MODE;
  }
});
