import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import { HssConnection, HssImageGate, HssSource, ImagePolicy, SeverityLevel } from '../../src';
import { root } from './support';

/** What docs/security.md claims: the tests that it names exist, and what no other test shows. */

/** A test's name may be quoted in its file in any way, with either apostrophe. */
const withPlainApostrophes = (text: string): string =>
  text.replaceAll("\\'", "'").replaceAll('\u2019', "'");

test('every test that docs/security.md names exists', () => {
  const text = readFileSync(join(root, 'docs', 'security.md'), 'utf8').replace(/\s+/g, ' ');
  const notes = [...text.matchAll(/\[\^([\w-]+)\]: `(test\/[\w/.-]+)` "([^"]+)"/g)];
  expect(notes.length).toBeGreaterThan(20);
  const missing = notes.filter(([, , file, name]) => {
    const source = withPlainApostrophes(readFileSync(join(root, file), 'utf8'));
    return !["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`));
  });
  expect(missing.map(([, , file, name]) => `${file}: ${name}`)).toEqual([]);
  // The pattern above would miss a file without the name of a test.
  expect(notes).toHaveLength([...text.matchAll(/`test\//g)].length);
  const claims = [...text.matchAll(/\[\^([\w-]+)\](?!:)/g)].map(([, label]) => label);
  expect(claims).toEqual(notes.map(([, label]) => label));
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
