import { App, TerraformHclModule, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type * as chosenAtRunTime from '../../../src/constructs/framework/framework';

type Room = typeof chosenAtRunTime;

/** A substitute for cdktn: a class that jsii marks as part of it. */
class CdktnStack extends Construct {}
Object.defineProperty(CdktnStack, Symbol.for('jsii.rtti'), {
  value: { fqn: 'cdktn.TerraformStack', version: '0.24.0' },
});
const CDKTN = { TerraformStack: CdktnStack };

function notFound(name: string): Error {
  return Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- /app/main.js`), {
    code: 'MODULE_NOT_FOUND',
  });
}

/**
 * Loads the module anew with these packages installed. An error in place of a package is thrown
 * when it is loaded.
 */
function room(installed: { readonly cdktf?: unknown; readonly cdktn?: unknown }): Room {
  jest.resetModules();
  for (const name of ['cdktf', 'cdktn'] as const) {
    const found = name in installed ? installed[name] : notFound(name);
    jest.doMock(
      name,
      () => {
        if (found instanceof Error) throw found;
        return found;
      },
      { virtual: true },
    );
  }
  return jest.requireActual<Room>('../../../src/constructs/framework/framework');
}

const CDKTF = jest.requireActual<object>('cdktf');
const stack = new TerraformStack(new App(), 'stack');
const cdktnStack = new CdktnStack(new Construct(undefined as never, ''), 'stack');

test('with both installed, each stack is served by its own framework, in any order', () => {
  const { frameworkOf } = room({ cdktf: CDKTF, cdktn: CDKTN });
  expect(frameworkOf(cdktnStack)).toBe(CDKTN);
  expect(frameworkOf(new Construct(stack, 'under-cdktf'))).toBe(CDKTF);
  expect(frameworkOf(new Construct(cdktnStack, 'under-cdktn'))).toBe(CDKTN);
});

test('a subclass of a stack belongs to the framework of the stack', () => {
  class Own extends CdktnStack {}
  const { frameworkOf } = room({ cdktf: CDKTF, cdktn: CDKTN });
  expect(frameworkOf(new Own(new Construct(undefined as never, ''), 'own'))).toBe(CDKTN);
});

test('a construct outside of stacks belongs to the framework of its app', () => {
  const { frameworkOf } = room({ cdktf: CDKTF, cdktn: CDKTN });
  expect(frameworkOf(new App())).toBe(CDKTF);
});

test.each([
  ['cdktf alone', { cdktf: CDKTF }, CDKTF],
  ['cdktn alone', { cdktn: CDKTN }, CDKTN],
])('without a stack, the installed framework is used: %s', (_, installed, expected) => {
  const { framework } = room(installed);
  expect(framework()).toBe(expected);
});

test('without a stack, the framework used before is used again, and the other is not loaded', () => {
  const { framework, frameworkOf } = room({ cdktf: new Error('loaded'), cdktn: CDKTN });
  frameworkOf(cdktnStack);
  expect(framework()).toBe(CDKTN);
});

test('elements are created by the framework of the stack or not at all', () => {
  const { elementsFor, frameworkOf } = room({ cdktf: CDKTF });
  expect(elementsFor(stack)).toBe(CDKTF);
  expect(frameworkOf(cdktnStack)).toBe(CDKTF);
  expect(() => elementsFor(cdktnStack)).toThrow(
    /^HSS_NO_FRAMEWORK: cdktf-hss can't load cdktn, .*add both cdktn and cdktf-hss/s,
  );
});

test('a module of any copy of any framework is recognized', () => {
  class OtherModule extends Construct {}
  Object.defineProperty(OtherModule, Symbol.for('jsii.rtti'), {
    value: { fqn: 'cdktn.TerraformModule', version: '0.24.0' },
  });
  class Vpc extends OtherModule {}
  const { isModule } = room({ cdktf: CDKTF });
  expect(isModule(new Vpc(stack, 'vpc'))).toBe(true);
  expect(isModule(new TerraformHclModule(stack, 'own', { source: 'acme/vpc/aws' }))).toBe(true);
  expect(isModule(stack)).toBe(false);
});

test('an error says what to install if neither is installed', () => {
  const { framework } = room({});
  expect(() => framework()).toThrow(
    /^HSS_NO_FRAMEWORK: .*install the framework of your stacks, cdktf or cdktn/s,
  );
});

test.each([
  ['a fault of its own', new Error('cdktf needs a newer Node')],
  ['something that it requires and that is missing', notFound('json-stable-stringify')],
])('an installed framework that fails to load is an error: %s', (_, error) => {
  const { framework } = room({ cdktf: error, cdktn: CDKTN });
  expect(() => framework()).toThrow(error);
});
