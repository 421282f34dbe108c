import { Findings, FoundImage } from './findings';
import { Surroundings } from './finder';
import { lookAtModule } from './module';
import { Node, Trail, fromValue, isObject } from './node';
import { findersOf } from './table';
import { lookAtUnknown } from './unknown-type';

/** What discovery can say of a resource. */
export type Outcome =
  /** These images, and no others. */
  | 'images'
  /** No image. */
  | 'none'
  /** Some images may be found, but others may be deployed. */
  | 'undeterminable';

/** What one resource, data source or module call deploys. */
export interface ResourceImages {
  /** As Terraform writes it: `kubernetes_pod.web`, `data.aws_ami.base`, `module.shop`. */
  readonly address: string;
  /** The type; `module` for a module call. */
  readonly type: string;
  /** Path of the construct that made it, where cdktf wrote it down. */
  readonly constructPath?: string;
  readonly outcome: Outcome;
  /** What was found; with `undeterminable` maybe not all there is. */
  readonly images: readonly FoundImage[];
  /** Why it is undeterminable. */
  readonly reason?: string;
}

export interface DiscoverOptions {
  /** Texts that are known to be images wherever they stand, because a gate gave them out. */
  readonly given?: ReadonlySet<string>;
  /** Images that a resource deploys by someone's word, for what can't be seen here. By address. */
  readonly declared?: ReadonlyMap<string, readonly string[]>;
}

/** Every resource, data source and module call of a synthesized stack (cdk.tf.json), with its images. */
export function discover(document: unknown, options: DiscoverOptions = {}): ResourceImages[] {
  const around = surroundings(document);
  const found: ResourceImages[] = [];
  const add = (address: string, type: string, value: unknown, findings: Findings): void => {
    const declared = options.declared?.get(address) ?? [];
    found.push({ address, type, ...constructPath(value), ...outcome(findings, declared) });
  };
  for (const { type, name, value, trail } of blocks(document, 'resource')) {
    const body = fromValue(value, { template: true, trail });
    add(`${type}.${name}`, type, value, lookAt(type, body, around, options.given));
  }
  // A data source reads, and starts nothing.
  for (const { type, name, value } of blocks(document, 'data')) {
    add(`data.${type}.${name}`, type, value, new Findings());
  }
  for (const { key, value, trail } of members(root(document), 'module').flatMap(entries)) {
    for (const call of listed(value, trail).map(topmost)) {
      const findings = new Findings();
      lookAtModule(fromValue(call.value, { template: true, trail: call.trail }), findings);
      add(`module.${key}`, 'module', call.value, findings);
    }
  }
  return found;
}

export interface ValuesOptions {
  /** The plan's `after_unknown`: the same form, with true for what isn't known yet. */
  readonly unknown?: unknown;
  /** Images that the resource deploys by someone's word. */
  readonly declared?: readonly string[];
}

/** The images of one resource of a plan (`terraform show -json`), from its type and its values. */
export function discoverValues(
  type: string,
  values: unknown,
  options: ValuesOptions = {},
): Pick<ResourceImages, 'outcome' | 'images' | 'reason'> {
  const body = fromValue(values, { template: false, unknown: options.unknown });
  const findings = lookAt(type, body, { sibling: () => undefined });
  return outcome(findings, options.declared ?? []);
}

function lookAt(
  type: string,
  body: Node,
  around: Surroundings,
  given: ReadonlySet<string> = new Set(),
): Findings {
  const findings = new Findings();
  const finders = findersOf(type);
  if (finders === undefined) lookAtUnknown(body, findings, given);
  else if (finders.length > 0 && body.kind !== 'map') findings.hidden(body);
  else finders.forEach((finder) => finder(body, findings, around));
  return findings;
}

function outcome(
  findings: Findings,
  declared: readonly string[],
): Pick<ResourceImages, 'outcome' | 'images' | 'reason'> {
  const images = [...findings.images, ...declared.map((reference) => ({ reference }))];
  const { reason } = findings;
  if (reason !== undefined && declared.length === 0) {
    return { outcome: 'undeterminable', images, reason };
  }
  return { outcome: images.length > 0 ? 'images' : 'none', images };
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

function surroundings(document: unknown): Surroundings {
  let known: Map<string, Block> | undefined;
  return {
    sibling: (type, name) => {
      known ??= new Map(
        blocks(document, 'resource').map((block) => [`${block.type}.${block.name}`, block]),
      );
      const block = known.get(`${type}.${name}`);
      return block && fromValue(block.value, { template: true, trail: block.trail });
    },
  };
}
