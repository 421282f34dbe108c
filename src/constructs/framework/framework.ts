import type * as cdktf from 'cdktf';
import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { FRAMEWORKS, FrameworkName, HttpBinding, load, loadHttpBinding } from './load';

export type {
  AnnotationMetadataEntryType,
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformProvider,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';

/** The API of a framework. cdktn is a fork of cdktf with the same names. */
export type Framework = typeof cdktf;

/**
 * The key under which jsii stores the package of a class. Subclasses inherit it, in other languages
 * too.
 */
const ORIGIN = Symbol.for('jsii.rtti');

/** The classes whose package is the framework that synthesizes a construct. */
const SYNTHESIZED = /^(cdktf|cdktn)\.(TerraformStack|App)$/;

const MODULE = /^(cdktf|cdktn)\.TerraformModule$/;

/**
 * The framework that was selected last. Code that does not depend on a stack uses it, because it is
 * already loaded.
 */
let chosen: Chosen | undefined;

/** A loaded framework. */
interface Chosen {
  readonly name: FrameworkName;
  readonly framework: Framework;
}

/**
 * Returns the framework of the nearest stack or app above a construct. In an app with both
 * frameworks, a stack accepts only elements of its own framework.
 * @throws HSS_NO_FRAMEWORK
 */
export function frameworkOf(construct: IConstruct): Framework {
  return choose(construct).framework;
}

/**
 * Returns the framework for new elements of a stack, like `frameworkOf`. Elements of another
 * framework would fail when the stack is synthesized.
 * @throws HSS_NO_FRAMEWORK if this package can't load the framework of the stack
 */
export function elementsFor(construct: IConstruct): Framework {
  const name = synthesizing(construct);
  const { framework: found, name: foundName } = choose(construct);
  if (name === undefined || name === foundName) return found;
  throw new HssError(
    'HSS_NO_FRAMEWORK',
    `cdktf-hss can't load ${name}, the framework of the stack`,
    {
      constructPath: construct.node.path,
      advice: `add both ${name} and cdktf-hss to the dependencies of the app, so that they are installed side by side`,
    },
  );
}

/**
 * Returns the bindings of the provider hashicorp/http for the framework of a construct, if they are
 * installed.
 * @throws HSS_NO_FRAMEWORK
 */
export function httpBindingOf(construct: IConstruct): HttpBinding | undefined {
  elementsFor(construct);
  return loadHttpBinding(choose(construct).name);
}

/**
 * Returns any framework, for code that does not depend on a stack. Tokens don't, because both
 * frameworks use the same format and one global map.
 * @throws HSS_NO_FRAMEWORK
 */
export function framework(): Framework {
  return anyFramework().framework;
}

function choose(construct: IConstruct): Chosen {
  const name = synthesizing(construct);
  if (name === undefined || chosen?.name === name) return anyFramework();
  const loaded = load(name);
  return loaded === undefined ? anyFramework() : (chosen = { name, framework: loaded });
}

function anyFramework(): Chosen {
  if (chosen !== undefined) return chosen;
  for (const name of FRAMEWORKS) {
    const loaded = load(name);
    if (loaded !== undefined) return (chosen = { name, framework: loaded });
  }
  throw new HssError('HSS_NO_FRAMEWORK', 'neither cdktf nor cdktn can be loaded', {
    advice: 'install the framework of your stacks, cdktf or cdktn, and import it first',
  });
}

/** Returns whether a construct is a module, also of another copy of a framework. */
export function isModule(construct: IConstruct): construct is cdktf.TerraformModule {
  return origins(construct).some((name) => MODULE.test(name));
}

/** Returns the framework of the nearest stack or app, determined by its base class. */
function synthesizing(construct: IConstruct): FrameworkName | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    for (const origin of origins(scope)) {
      const [, name] = SYNTHESIZED.exec(origin) ?? [];
      if (name !== undefined) return name as FrameworkName;
    }
  }
  return undefined;
}

/** Returns the jsii names of an object's class and its base classes. */
function origins(object: object): string[] {
  const names: string[] = [];
  let type: unknown = object.constructor;
  while (typeof type === 'function') {
    const origin = Object(Object.getOwnPropertyDescriptor(type, ORIGIN)?.value) as {
      readonly fqn?: unknown;
    };
    if (typeof origin.fqn === 'string') names.push(origin.fqn);
    type = Object.getPrototypeOf(type) as unknown;
  }
  return names;
}
