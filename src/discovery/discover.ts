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

/** What one resource, data source or module call deploys. */
export interface ResourceImages extends Discovered {
  /** As Terraform writes it: `kubernetes_pod.web`, `data.aws_ami.base`, `module.shop`. */
  readonly address: string;
  /** The type; `module` for a module call. */
  readonly type: string;
  /** Path of the construct that made it, where cdktf wrote it down. */
  readonly constructPath?: string;
}

export interface DiscoverOptions extends Omit<LookOptions, 'declared'> {
  /** Images that a resource deploys by someone's word, for what can't be seen here. By address. */
  readonly declared?: ReadonlyMap<string, readonly string[]>;
}

/** Every resource, data source and module call of a synthesized stack (cdk.tf.json), with its images. */
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

/** What a plan says of a resource: its values, and which of them are not known yet. */
export interface PlannedValues {
  readonly values: unknown;
  /** The plan's `after_unknown`: the same form, with true for what isn't known yet. */
  readonly unknown?: unknown;
}

export interface ValuesOptions extends Omit<LookOptions, 'given'> {
  /** The plan's `after_unknown`: the same form, with true for what isn't known yet. */
  readonly unknown?: unknown;
  /** Other resources of the same module, by type and name; several where they have a count. */
  readonly sibling?: (type: string, name: string) => readonly PlannedValues[];
  /** What an attribute's expression refers to, by the plan's configuration. */
  readonly references?: (path: readonly string[]) => readonly string[];
}

/** The images of one resource of a plan (`terraform show -json`), from its type and its values. */
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

/** The labelled blocks of a kind. Terraform takes a list of maps for a map at each level. */
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

/** Marks where a resource or module call begins. */
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
