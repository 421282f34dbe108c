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

/** What this package uses of a framework. cdktn is a fork of cdktf, and has all of it under the same names. */
export type Framework = typeof cdktf;

/** By this jsii notes on a class which package it comes from. Subclasses inherit it, in other languages too. */
const ORIGIN = Symbol.for('jsii.rtti');

/** Stacks and apps say which framework synthesizes them. */
const SYNTHESIZED = /^(cdktf|cdktn)\.(TerraformStack|App)$/;

const MODULE = /^(cdktf|cdktn)\.TerraformModule$/;

/** The framework that was chosen last. Code that depends on no stack takes this one, because it is loaded already. */
let chosen: Chosen | undefined;

/** A framework that is loaded. */
interface Chosen {
  readonly name: FrameworkName;
  readonly framework: Framework;
}

/**
 * The framework that synthesizes a construct, by the nearest stack or app that it stands in. In an app that has both, each
 * stack has to be given elements of its own framework.
 * @throws HSS_NO_FRAMEWORK
 */
export function frameworkOf(construct: IConstruct): Framework {
  return choose(construct).framework;
}

/**
 * As `frameworkOf`, for elements that are put into a stack: those of another framework would fail when it is synthesized.
 * @throws HSS_NO_FRAMEWORK when the stack's own can't be loaded from this package
 */
export function elementsFor(construct: IConstruct): Framework {
  const name = synthesizing(construct);
  const { framework: found, name: foundName } = choose(construct);
  if (name === undefined || name === foundName) return found;
  throw new HssError(
    'HSS_NO_FRAMEWORK',
    `the stack is one of ${name}, which cdktf-hss can't load`,
    {
      constructPath: construct.node.path,
      advice: `install ${name} where cdktf-hss is installed: each app needs both among its own dependencies`,
    },
  );
}

/**
 * The bindings of the provider hashicorp/http that were generated for the framework of a construct, if they are installed.
 * @throws HSS_NO_FRAMEWORK
 */
export function httpBindingOf(construct: IConstruct): HttpBinding | undefined {
  elementsFor(construct);
  return loadHttpBinding(choose(construct).name);
}

/**
 * Any framework, for what does not depend on a stack. Tokens don't: both write them alike, and keep them in one global map.
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
    advice:
      'install cdktf or cdktn, the one that your stacks are written with, and import it first',
  });
}

/** Whether something is a module, also one that another copy of a framework made. */
export function isModule(construct: IConstruct): construct is cdktf.TerraformModule {
  return origins(construct).some((name) => MODULE.test(name));
}

/** The framework of the nearest stack or app, by the class that it extends. */
function synthesizing(construct: IConstruct): FrameworkName | undefined {
  for (const scope of [...construct.node.scopes].reverse()) {
    for (const origin of origins(scope)) {
      const [, name] = SYNTHESIZED.exec(origin) ?? [];
      if (name !== undefined) return name as FrameworkName;
    }
  }
  return undefined;
}

/** The classes of an object, as jsii names them, from its own up. */
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
