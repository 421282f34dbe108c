import type * as cdktf from 'cdktf';
import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { FRAMEWORKS, FrameworkName, HttpBinding, load, loadHttpBinding } from './load';

export type {
  AnnotationMetadataEntryType,
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';

/** What this package uses of a framework. cdktn is a fork of cdktf, and has all of it under the same names. */
export type Framework = typeof cdktf;

/** By this jsii notes on a class which package it comes from. Subclasses inherit it, in other languages too. */
const ORIGIN = Symbol.for('jsii.rtti');

/** Stacks and apps say which framework synthesizes them. */
const SYNTHESIZED = /^(cdktf|cdktn)\.(TerraformStack|App)$/;

/** What was chosen last: it is loaded, so what depends on no stack need not load another. */
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
 * The bindings of the provider hashicorp/http that were generated for the framework of a construct, if they are installed.
 * @throws HSS_NO_FRAMEWORK
 */
export function httpBindingOf(construct: IConstruct): HttpBinding | undefined {
  return loadHttpBinding(choose(construct).name);
}

/**
 * Any framework, for what does not depend on a stack. Tokens don't: both write them alike, and keep them in one global map.
 * @throws HSS_NO_FRAMEWORK
 */
export function framework(): Framework {
  return any().framework;
}

function choose(construct: IConstruct): Chosen {
  for (const scope of [...construct.node.scopes].reverse()) {
    const name = synthesizing(scope);
    if (name === undefined) continue;
    if (chosen?.name === name) return chosen;
    const loaded = load(name);
    if (loaded !== undefined) return (chosen = { name, framework: loaded });
  }
  return any();
}

function any(): Chosen {
  for (const name of FRAMEWORKS) {
    if (chosen !== undefined) return chosen;
    const loaded = load(name);
    if (loaded !== undefined) chosen = { name, framework: loaded };
  }
  if (chosen !== undefined) return chosen;
  throw new HssError('HSS_NO_FRAMEWORK', 'neither cdktf nor cdktn can be loaded', {
    advice:
      'install cdktf or cdktn, the one that your stacks are written with, and import it first',
  });
}

/** Whether something is a stack, of either framework. */
export function isStack(construct: IConstruct): construct is cdktf.TerraformStack {
  return framework().TerraformStack.isStack(construct);
}

/** The framework of a stack or app, by the class that it extends. */
function synthesizing(scope: IConstruct): FrameworkName | undefined {
  let type: unknown = scope.constructor;
  while (typeof type === 'function') {
    const origin = Object.getOwnPropertyDescriptor(type, ORIGIN)?.value as unknown;
    const [, name] = SYNTHESIZED.exec(String((Object(origin) as { fqn?: unknown }).fqn)) ?? [];
    if (name !== undefined) return name as FrameworkName;
    type = Object.getPrototypeOf(type) as unknown;
  }
  return undefined;
}
