import { FinderContext } from './finders/finder';
import { Node, Trail, fromValue, isObject } from './nodes/node';
import {
  Discovered,
  LookOptions,
  asAction,
  lookAtModule,
  lookAtResource,
  readsOnly,
} from './resource';

/** The images of one resource, data source or module call. */
export interface ResourceImages extends Discovered {
  /** Terraform address: `kubernetes_pod.web`, `data.aws_ami.base`, `module.shop`. */
  readonly address: string;
  /** The type; `module` for a module call. */
  readonly type: string;
  /** Path of the construct, if cdktf wrote it into the JSON. */
  readonly constructPath?: string;
}

export interface DiscoverOptions extends Omit<LookOptions, 'declared'> {
  /** Declared images, by address. */
  readonly declared?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Returns all resources, data sources and module calls of a synthesized stack (cdk.tf.json) with
 * their images.
 */
export function discover(document: unknown, options: DiscoverOptions = {}): ResourceImages[] {
  const around = surroundings(document);
  const found: ResourceImages[] = [];
  const add = (
    address: string,
    type: string,
    value: unknown,
    look: (options: LookOptions) => Discovered,
  ): void => {
    const declared = options.declared?.get(address) ?? [];
    found.push({ address, type, ...constructPath(value), ...look({ ...options, declared }) });
  };
  for (const { type, name, value, trail } of blocks(document, 'resource')) {
    const body = fromValue(value, { template: true, trail });
    add(`${type}.${name}`, type, value, (how) => lookAtResource(type, body, around, how));
  }
  for (const { type, name, value, trail } of blocks(document, 'action')) {
    const body = fromValue(value, { template: true, trail });
    add(`action.${type}.${name}`, type, value, (how) =>
      asAction(lookAtResource(type, body, around, how)),
    );
  }
  for (const { type, name, value } of blocks(document, 'data')) {
    add(`data.${type}.${name}`, type, value, readsOnly);
  }
  for (const { key, value, trail } of members(root(document), 'module').flatMap(entries)) {
    for (const call of listed(value, trail).map(topmost)) {
      const body = fromValue(call.value, { template: true, trail: call.trail });
      add(`module.${key}`, 'module', call.value, (how) => lookAtModule(body, how));
    }
  }
  return found;
}

/** A resource of a plan: its values, and which of them are unknown. */
export interface PlannedValues {
  readonly values: unknown;
  /** The plan's `after_unknown`: a tree of the same form in which true marks unknown values. */
  readonly unknown?: unknown;
}

export interface ValuesOptions extends Omit<LookOptions, 'given'> {
  /** The plan's `after_unknown`: a tree of the same form in which true marks unknown values. */
  readonly unknown?: unknown;
  /**
   * Returns other resources of the same module, by type and name. There are several if the resource
   * has a count.
   */
  readonly sibling?: (type: string, name: string) => readonly PlannedValues[];
  /** Returns the reference in the expression of an attribute, from the plan's configuration. */
  readonly references?: (path: readonly string[]) => readonly string[];
}

/** Returns the images of one resource of a plan (`terraform show -json`). */
export function discoverValues(
  type: string,
  values: unknown,
  options: ValuesOptions = {},
): Discovered {
  const { unknown, sibling, references, ...how } = options;
  const asNode = (planned: PlannedValues): Node =>
    fromValue(planned.values, { template: false, unknown: planned.unknown });
  const around: FinderContext = {
    sibling: (ofType, name) => (sibling?.(ofType, name) ?? []).map(asNode),
    ...(references === undefined ? {} : { references }),
  };
  return lookAtResource(type, asNode({ values, unknown }), around, how);
}

function constructPath(value: unknown): Pick<ResourceImages, 'constructPath'> {
  const comment = isObject(value) ? value['//'] : undefined;
  const metadata = isObject(comment) ? comment.metadata : undefined;
  const path = isObject(metadata) ? metadata.path : undefined;
  return typeof path === 'string' ? { constructPath: path } : {};
}

interface Member {
  readonly value: unknown;
  readonly trail: Trail | undefined;
}

interface Block extends Member {
  readonly type: string;
  readonly name: string;
}

/**
 * Returns the labelled blocks of a kind. Terraform accepts a list of maps in place of a map at each
 * level.
 */
function blocks(document: unknown, kind: string): Block[] {
  const found: Block[] = [];
  for (const { key: type, ...ofType } of members(root(document), kind).flatMap(entries)) {
    for (const { key: name, ...named } of listed(ofType.value, ofType.trail).flatMap(entries)) {
      const bodies = listed(named.value, named.trail).map(topmost);
      for (const body of bodies) found.push({ type, name, ...body });
    }
  }
  return found;
}

/** Marks the root of a resource or module call. */
function topmost({ value, trail }: Member): Member {
  return { value, trail: trail && { ...trail, top: true } };
}

function root(document: unknown): Member[] {
  return listed(document, undefined);
}

function members(parents: readonly Member[], key: string): Member[] {
  return parents.flatMap(({ value, trail }) =>
    isObject(value) && Object.hasOwn(value, key)
      ? listed(value[key], { up: trail, step: key })
      : [],
  );
}

function entries({ value, trail }: Member): ({ readonly key: string } & Member)[] {
  if (!isObject(value)) return [];
  return Object.keys(value)
    .filter((key) => key !== '//')
    .map((key) => ({ key, value: value[key], trail: { up: trail, step: key } }));
}

function listed(value: unknown, trail: Trail | undefined): Member[] {
  if (!Array.isArray(value)) return [{ value, trail }];
  return value.map((item: unknown, step) => ({ value: item, trail: { up: trail, step } }));
}

function surroundings(document: unknown): FinderContext {
  let known: Map<string, Block[]> | undefined;
  return {
    sibling: (type, name) => {
      known ??= byAddress(document);
      return (known.get(`${type}.${name}`) ?? []).map(({ value, trail }) =>
        fromValue(value, { template: true, trail }),
      );
    },
  };
}

function byAddress(document: unknown): Map<string, Block[]> {
  const known = new Map<string, Block[]>();
  for (const block of blocks(document, 'resource')) {
    const address = `${block.type}.${block.name}`;
    known.set(address, [...(known.get(address) ?? []), block]);
  }
  return known;
}
