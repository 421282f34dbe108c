import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatorProcess } from '../support/simulator';
import { asInstalled, bin, blocks, project, root, run, textOf } from './reader';
import { ROWS } from './rows';

/** A plan that deploys nothing that HSS would have to be asked about. */
const PLAN = { format_version: '1.2', terraform_version: '1.11.4', resource_changes: [] };

const [STACK] = blocks('README.md', 'ts');
const [POLICY] = blocks('README.md', 'yaml');
const [DEMO, FIRST_DENIAL, INSTALL, PIPELINE, A_PLAN, RUN] = blocks('README.md', 'sh');

let simulator: SimulatorProcess;
let folder: string;
beforeAll(async () => {
  folder = project({
    'main.ts': STACK,
    'refused.ts': STACK.replace(':1.4.2', ':1.5.0'),
    'image-policy.yaml': POLICY,
    'plan.json': JSON.stringify(PLAN),
  });
  simulator = await SimulatorProcess.serving({
    cicd_images: ROWS,
    image_registries: [{ id: 'r-1', registry_name: 'prod-swr' }],
  });
});
afterAll(() => simulator.stop());

const shell = (commands: string, env: NodeJS.ProcessEnv = {}) =>
  run(folder, 'bash', ['-c', commands], env);
const synthesized = (outdir: string): string =>
  join(folder, outdir, 'stacks', 'shop', 'cdk.tf.json');

test('it is short', () => {
  expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

test('the stack compiles', () => {
  const { stdout, status } = run(folder, bin('tsc'), ['-p', '.']);
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});

test('the stack deploys the digest that was scanned', () => {
  const { status, stderr } = run(folder, bin('tsx'), ['main.ts'], {
    ...simulator.env,
    CDKTF_OUTDIR: 'shown',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readFileSync(synthesized('shown'), 'utf8')).toContain('shop/web@sha256:5e0c5e0c');
});

test('the stack is refused with another image, and nothing is written', () => {
  const { status, stderr } = run(folder, bin('tsx'), ['refused.ts'], {
    ...simulator.env,
    CDKTF_OUTDIR: 'refused',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^HSS_IMAGE_DENIED: /);
  expect(stderr).toContain('max-severity');
  expect(existsSync(synthesized('refused'))).toBe(false);
});

test('the commands of a clone are those of CI', () => {
  expect(DEMO).toBe('npm ci && npm run demo\n');
  expect(textOf('README.md')).toContain('`npm ci && npm test`');
  const ci = textOf('.ci/run');
  for (const command of ['npm ci', 'npm run demo', 'npm test']) {
    expect(ci).toContain(`\n${command}\n`);
  }
});

test('the first denial is explained, from the clone and without an account', () => {
  const script = `cd '${root}'\nshopt -s expand_aliases\n${FIRST_DENIAL}`;
  const { status, stdout } = shell(script, { HW_ACCESS_KEY: '', HW_SECRET_KEY: '' });
  expect(stdout).toContain('✗ max-severity: its severity is High; at most Low is allowed');
  expect(stdout).toContain('shop/web:1.5.0: denied');
  expect(status).toBe(0);
});

test('the package is installed under its name, with what it needs', () => {
  // test/package installs the packed tarball with these.
  expect(INSTALL).toBe('npm install cdktf-hss cdktf constructs @cdktf/provider-http\n');
});

test('the stack runs against the simulator as it says', () => {
  const [install, simulate] = RUN.trim().split('\n');
  expect(install).toBe('npm install --save-dev tsx @cdktf/provider-kubernetes');
  const { status, stderr } = shell(asInstalled(simulate), { CDKTF_OUTDIR: 'simulated' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readFileSync(synthesized('simulated'), 'utf8')).toContain('shop/web@sha256:5e0c5e0c');
});

test.each([
  ['pipeline', PIPELINE],
  ['plan', A_PLAN],
])('the command of a %s runs', (_name, command) => {
  const words = asInstalled(command).replace('terraform show -json plan.bin', 'cat plan.json');
  const { status, stdout } = shell(words, simulator.env);
  expect(status).toBe(0);
  expect(stdout).not.toBe('');
});

test('the table of commands has those that the command line has', () => {
  const shown = [...textOf('README.md').matchAll(/^\| `([a-z]+)/gm)].map(([, name]) => name);
  const { stdout } = shell(asInstalled('npx --no -- hss-gate --help'));
  for (const name of shown) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  expect(shown.length).toBeGreaterThan(8);
});
