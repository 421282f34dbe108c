import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/processes';

/** What an app loads is one file, made of all those that were compiled. */

const LIB = join(__dirname, '..', '..', 'lib');
const RTTI = Symbol.for('jsii.rtti');

type Class = (new () => object) & { readonly [RTTI]?: object };
type Exports = { readonly [name: string]: Class | object } & { readonly HssImageGate: Class };

/* eslint-disable @typescript-eslint/no-require-imports -- As an app loads it. */
const [compiled, bundled] = ['index.js', 'bundle/index.js'].map(
  (file) => require(join(LIB, file)) as Exports,
);
/* eslint-enable @typescript-eslint/no-require-imports */

test('the bundle exports the same names, with what jsii knows of each class', () => {
  const described = (exports: Exports): object =>
    Object.fromEntries(
      Object.entries(exports).map(([key, value]) => [
        key,
        typeof value === 'function' ? [value.name, (value as Class)[RTTI]] : value,
      ]),
    );
  expect(described(bundled)).toEqual(described(compiled));
  expect(bundled.HssImageGate[RTTI]).toMatchObject({ fqn: 'cdktf-hss.HssImageGate' });
});

test('an ES module finds every name of the bundle', async () => {
  const script = `console.log(JSON.stringify(Object.keys(await import('cdktf-hss')).sort()))`;
  const { stdout } = await run([process.execPath, '--input-type=module', '-e', script], {});
  const names = Object.keys(compiled).filter((name) => name !== 'default');
  expect(JSON.parse(stdout)).toEqual(expect.arrayContaining(names));
});

test.each([
  { by: 'a policy', throwing: `new ImagePolicy({})` },
  { by: 'a constructor', throwing: `new HssConnection(stack, 'hss', { source, regoin: 'a' })` },
  {
    by: 'a method',
    throwing: `new HssConnection(stack, 'hss', { source });
      new DataHssImageRegistries(stack, 'list').byName('a')`,
  },
  {
    by: 'a getter',
    throwing: `new HssConnection(stack, 'hss', { source: HssSource.replay('/nowhere.json') });
      new DataHssImageRegistries(stack, 'list').rows`,
  },
])('an error of $by that nobody catches is shown by its code', async ({ throwing }) => {
  const script = `
    const { Testing, TerraformStack } = require('cdktf');
    const { DataHssImageRegistries, HssConnection, HssSource, ImagePolicy } = require('cdktf-hss');
    const stack = new TerraformStack(Testing.app(), 'shop');
    const source = HssSource.fixture({ imageRegistries: [] });
    ${throwing}`;
  const { stderr } = await run([process.execPath, '-e', script], {});
  // Node shows the line that throws first.
  expect(stderr).toMatch(/^HSS_/m);
  expect(stderr).not.toMatch(/Error: HSS_/);
});

test('the parts of undici are all that is used of it', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- As the command loads it.
  const parts = Object.keys(require(join(LIB, 'bundle', 'undici.js')) as object);
  const used = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !file.startsWith('bundle'))
    .flatMap((file) => [...readFileSync(join(LIB, file), 'utf8').matchAll(/\bundici_1\.(\w+)/g)])
    .map(([, name]) => name);
  expect([...new Set(used)].sort()).toEqual(parts.sort());
});
