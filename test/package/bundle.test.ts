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

test('it exports the same, under the same names, with what jsii knows of each class', () => {
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

test('an ES module finds every name', async () => {
  const script = `console.log(JSON.stringify(Object.keys(await import('cdktf-hss')).sort()))`;
  const { stdout } = await run([process.execPath, '--input-type=module', '-e', script], {});
  const names = Object.keys(compiled).filter((name) => name !== 'default');
  expect(JSON.parse(stdout)).toEqual(expect.arrayContaining(names));
});

test('an error that nobody catches is shown by its own name', async () => {
  const script = `new (require('cdktf-hss').ImagePolicy)({})`;
  const { stderr } = await run([process.execPath, '-e', script], {});
  expect(stderr).toMatch(/^HssError: HSS_/m);
});
