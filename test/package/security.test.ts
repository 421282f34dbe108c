import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { HssConnection, HssImageGate, HssSource, ImagePolicy, SeverityLevel } from '../../src';
import { root } from './support';

/** What docs/security.md claims: that the tests that it names are there, and what no other test shows. */

test('every test that docs/security.md names exists', () => {
  const text = readFileSync(join(root, 'docs', 'security.md'), 'utf8').replace(/\s+/g, ' ');
  const named = [...text.matchAll(/`(test\/[\w/.-]+)` “([^”]+)”/g)];
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(
    ([, file, name]) => !readFileSync(join(root, file), 'utf8').includes(`'${name}'`),
  );
  expect(missing.map(([, file, name]) => `${file}: ${name}`)).toEqual([]);
  // A file that is named without a test of it would be passed over above.
  expect(named).toHaveLength([...text.matchAll(/`test\//g)].length);
});

test('hss_endpoint takes loopback alone', () => {
  const stack = new TerraformStack(Testing.app(), 'shop');
  new HssConnection(stack, 'hss', { source: HssSource.fixture({}), projectId: 'p' });
  const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW });
  new HssImageGate(stack, 'gate', { policy, atPlan: true });
  const { variable } = JSON.parse(Testing.synth(stack)) as {
    variable: { hss_endpoint: { validation: [{ condition: string }] } };
  };
  const { condition } = variable.hss_endpoint.validation[0];
  // In Terraform's text a backslash is two.
  const pattern = /regex\("(.*)", var\.hss_endpoint\)/.exec(condition)![1].replaceAll('\\\\', '\\');
  const takes = (address: string): boolean => new RegExp(pattern).test(address);
  expect(takes('http://127.0.0.1:4567/Ab-_9/gate')).toBe(true);
  for (const address of [
    'https://hss.example/x/gate',
    'http://hss.example:80/x/gate',
    'http://127.0.0.1.hss.example:80/x/gate',
    'http://127.0.0.1:80@hss.example/gate',
    'http://127.0.0.1:80/x/gate?to=hss.example',
    'http://127a0b0c1:80/x/gate',
    'http://127.0.0.1:80/x/y/gate',
    'http://127.0.0.1:80/gate',
    ' http://127.0.0.1:80/x/gate',
  ]) {
    expect([address, takes(address)]).toEqual([address, false]);
  }
});
