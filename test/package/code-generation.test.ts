import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HSS_GATE } from '../support/simulator';
import { newFolder, root, run } from './support';

/** With this a process of Node's throws where a text becomes code: `eval`, `new Function`, a timer with a text. */
const NO_CODE = '--disallow-code-generation-from-strings';

/** Ways from a text to code. */
const GENERATES =
  /(?<![\w.$])eval\(|\bnew Function\b|(?<![\w.$])Function\(|['"](node:)?vm['"]|\brunIn(New|This)?Context\(|\b_?compile\(.*filename/;

/** What is published, dependencies included. */
const BUNDLES = join(root, 'lib', 'bundle');

/** These begin to work when they are loaded. */
const BEGINNING = ['command/client.js', 'command/end-command.js', 'command/hss-gate.js'];

function sources(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

test('Node obeys the flag against code generation', () => {
  expect(() => run(root, process.execPath, NO_CODE, '-e', 'new Function("1")')).toThrow(
    /Code generation from strings disallowed/,
  );
});

test('no source makes code of a text', () => {
  const files = sources(join(root, 'src'));
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => GENERATES.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('nothing that the package loads of what it bundles makes code of a text', () => {
  const bundles = (readdirSync(BUNDLES, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.js'),
  );
  expect(bundles).toEqual(expect.arrayContaining(['undici.js', 'yaml.js', ...BEGINNING]));
  const files = bundles.map((name) => join(BUNDLES, name));
  expect(files.filter((file) => GENERATES.test(readFileSync(file, 'utf8')))).toEqual([]);
  const loaded = bundles.filter((name) => !BEGINNING.includes(name));
  const script = loaded.map((name) => `require(${JSON.stringify(join(BUNDLES, name))});`).join('');
  run(root, process.execPath, NO_CODE, '-e', script);
});

const ROW = `{
  namespace: 'shop', imageName: 'web', imageVersion: '1', imageDigest: 'sha256:' + 'a'.repeat(64),
  scanStatus: 'success', severityLevel: 'Low', maliciousFileNum: 0,
  latestUpdateTime: Date.now(), latestScanTime: Date.now(),
}`;

test('a stack is gated, its policy read and a lookup asked where no text may become code', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'image-policy.yaml'), 'version: 1\nmaxSeverity: Low\n');
  writeFileSync(
    join(folder, 'main.cjs'),
    `const { App, TerraformOutput, TerraformStack } = require(${JSON.stringify(join(root, 'node_modules', 'cdktf'))});
     const hss = require(${JSON.stringify(join(BUNDLES, 'index.js'))});
     const app = new App({ outdir: 'out' });
     const stack = new TerraformStack(app, 'shop');
     const source = hss.HssSource.fixture({ cicdImages: [${ROW}] });
     new hss.HssConnection(stack, 'hss', { source });
     const policy = hss.ImagePolicy.fromFile('image-policy.yaml');
     const gate = new hss.HssImageGate(stack, 'gate', { policy });
     new TerraformOutput(stack, 'image', { value: gate.require('registry.example/shop/web:1') });
     app.synth();
     const other = new TerraformStack(new App({ outdir: 'other' }), 'other');
     new hss.HssConnection(other, 'hss', { endpoint: 'http://127.0.0.1:9', projectId: 'p', maxRetries: 0,
       credentials: hss.HssCredentials.token('t0ken') });
     try { new hss.DataHssImageRegistries(other, 'r').rows } catch (error) { console.log(error.code) }`,
  );
  expect(run(folder, process.execPath, NO_CODE, 'main.cjs').trim()).toBe('HSS_UNREACHABLE');
  expect(readFileSync(join(folder, 'out', 'stacks', 'shop', 'cdk.tf.json'), 'utf8')).toContain(
    `registry.example/shop/web@sha256:${'a'.repeat(64)}`,
  );
  const linted = run(folder, process.execPath, NO_CODE, HSS_GATE, 'policy', 'lint');
  expect(linted).toContain('image-policy.yaml');
});
