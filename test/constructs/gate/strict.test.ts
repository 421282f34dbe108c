import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformStack, Testing } from 'cdktf';
import { HssConnection } from '../../../src';
import { Deployment, GOOD, fixture, gate, gated } from '../support';

/** What would otherwise be silently without effect, or without a gate. */

test.each(['enforcment', 'polcy', 'Pinning'])('a gate has no prop %s', (prop) => {
  expect(() => gated({ props: { [prop]: 'WARN' } })).toThrow(
    `HSS_INVALID_ARGUMENT: unknown prop "${prop}"`,
  );
});

test.each(['regoin', 'project_id', 'sources'])('a connection has no prop %s', (prop) => {
  expect(() => new HssConnection(Testing.app(), 'hss', { [prop]: 'x' })).toThrow(
    `HSS_INVALID_ARGUMENT: unknown prop "${prop}"`,
  );
});

test('a stack in a gated stack needs a gate', () => {
  const { stack } = gated();
  const inner = new TerraformStack(stack, 'inner');
  new Deployment(inner, 'web', GOOD);
  expect(() => Testing.synth(stack)).toThrow(
    'HSS_INVALID_ARGUMENT: stack shop/inner is inside the scope of a gate, but has no gate',
  );
  gate(inner, {}, 'own');
  expect(Testing.synth(stack)).toContain('hss_gate');
});

test('an app that asks for HCL is refused', () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'hcl-')), hclOutput: true });
  const stack = new TerraformStack(app, 'shop');
  new HssConnection(stack, 'hss', { source: fixture() });
  gate(stack);
  expect(() => app.synth()).toThrow(/can't be synthesized as HCL/);
});
