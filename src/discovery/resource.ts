import { Doubt, Findings, FoundImage, GuardedToken, reasonText } from './findings';
import { FinderContext } from './finders/finder';
import { MapNode, Node } from './nodes/node';
import { typeEntry } from './table';
import { Walk } from './walk/scope';
import { walk, walkGiven } from './walk/walk';

/** The outcome of discovery for a resource. */
export type ResourceOutcome =
  /** It deploys the found images, and no others. */
  | 'images'
  /** It deploys no image. */
  | 'none'
  /** It may deploy images that were not found. */
  | 'undeterminable';

/** The reason why everything else in a resource is harmless. */
export type Basis =
  /** In the table of types, the type runs nothing. */
  | 'runs-nothing'
  /** The table of types has the attributes of the type. */
  | 'known-type'
  /** The type is not in the table, and no rule matches. */
  | 'rules'
  /** It is a data source, which starts nothing. */
  | 'read';

/** The result of discovery for one resource. */
export interface Discovered {
  readonly outcome: ResourceOutcome;
  /** The found images. With `undeterminable`, the resource may deploy others. */
  readonly images: readonly FoundImage[];
  /** Doubts about other images, including those resolved by declared images. */
  readonly doubts: readonly Doubt[];
  /** Types and kinds that are not in the tables, for policies with `strictDiscovery`. */
  readonly unknowns: readonly Doubt[];
  /** The doubts in one sentence. Undefined without doubts, or if the images are declared. */
  readonly reason?: string;
  readonly basis: Basis;
  /** Remarks about the found images. */
  readonly notes: readonly string[];
  /** Expressions in texts with images, which Terraform must check. */
  readonly guards: readonly GuardedToken[];
}

/** Describes the entry or rule by which everything else in a resource is harmless. */
export function harmlessText(basis: Basis, type: string): string {
  switch (basis) {
    case 'runs-nothing':
      return `the table of types: ${type} runs no image by itself (provisioners are not checked)`;
    case 'known-type':
      return `the table of types: attributes of ${type}`;
    case 'read':
      return 'it is read, and starts nothing';
    default:
      return 'no rule matches';
  }
}

export interface LookOptions {
  /** Strings that a gate returned, which are images anywhere. */
  readonly given?: ReadonlySet<string>;
  /** Declared images that are not in the resource. */
  readonly declared?: readonly string[];
}

const NO_TEXTS: ReadonlySet<string> = new Set();
const UNKNOWN_TYPE = 'is an unsupported resource type: declare its images, or add an exception';

/** Checks a resource: known attributes by the table of types, and all others by the rules. */
export function lookAtResource(
  type: string,
  body: Node,
  around: FinderContext,
  { given = NO_TEXTS, declared = [] }: LookOptions,
): Discovered {
  const found = new Findings();
  const by: Walk = { found, given };
  const entry = typeEntry(type);
  if (entry === 'runs-nothing') walkGiven(body, by);
  else {
    if (entry !== undefined && entry.length > 0 && body.kind !== 'map') found.hidden(body);
    entry?.forEach((finder) => finder(body, found, around));
    if (entry === undefined) found.unknown(body, `(${type}) ${UNKNOWN_TYPE}`);
    found.settle(...metaArguments(body));
    found.isCertain = false;
    walk(body, by);
  }
  const basis = entry === undefined ? 'rules' : entry === 'runs-nothing' ? entry : 'known-type';
  return discovered(found, basis, declared, notesOf(body, found.images));
}

/** Checks the inputs of a module call. The resources of the module are only in a plan. */
export function lookAtModule(
  body: Node,
  { given = NO_TEXTS, declared = [] }: LookOptions,
): Discovered {
  const found = new Findings();
  found.settle(...valuesOf(body, MODULE_ARGUMENTS));
  found.isCertain = false;
  walk(body, { found, given });
  return discovered(found, 'rules', declared, []);
}

/**
 * Converts the result for an action (Terraform 1.14). Only its provider knows what it does with its
 * values, so images in them are doubts.
 */
export function asAction(found: Discovered): Discovered {
  const { images, guards } = found;
  const doubts: readonly Doubt[] = [
    ...images.map(({ where = '' }) => ({ where, reason: NAMED_BY_ACTION })),
    ...guards.map(({ where }) => ({ where, reason: NAMED_BY_ACTION })),
    ...found.doubts,
  ];
  if (doubts.length === 0) return found;
  const reason = reasonText(doubts);
  return { ...found, outcome: 'undeterminable', images: [], guards: [], doubts, reason };
}

const NAMED_BY_ACTION =
  'names an image in the values of an action, whose use by the provider is unknown: declare it';

/** Returns the result for a data source, which starts nothing. */
export function readsOnly(): Discovered {
  return discovered(new Findings(), 'read', [], []);
}

function discovered(
  found: Findings,
  basis: Basis,
  declared: readonly string[],
  notes: readonly string[],
): Discovered {
  const images = [...found.images, ...declared.map((reference): FoundImage => ({ reference }))];
  const { allDoubts: doubts, guards, unknowns } = found;
  const reason = declared.length > 0 ? undefined : reasonText(doubts);
  const rest = { images, doubts, unknowns, basis, notes, guards };
  if (reason !== undefined) return { outcome: 'undeterminable', reason, ...rest };
  return { outcome: images.length > 0 ? 'images' : 'none', ...rest };
}

/** Terraform's meta-arguments of resources. Provisioners are programs, and are not checked. */
const META_ARGUMENTS = [
  '//',
  'connection',
  'count',
  'depends_on',
  'for_each',
  'lifecycle',
  'provider',
  'provisioner',
];
/** Terraform's meta-arguments of module calls. All others are inputs. */
const MODULE_ARGUMENTS = [
  '//',
  'count',
  'depends_on',
  'for_each',
  'providers',
  'source',
  'version',
];

/**
 * Returns the meta-arguments, which only a configuration has. All values of a plan belong to the
 * type.
 */
function metaArguments(body: Node): readonly Node[] {
  return isConfiguration(body) ? valuesOf(body, META_ARGUMENTS) : [];
}

function isConfiguration(body: Node): body is MapNode {
  return body.kind === 'map' && body.trail?.top === true;
}

function valuesOf(body: Node, keys: readonly string[]): Node[] {
  return body.kind === 'map' ? body.values.filter((_, at) => keys.includes(body.keys[at])) : [];
}

/** Returns remarks about images in `ignore_changes`: only the value at creation is evaluated. */
function notesOf(body: Node, images: readonly FoundImage[]): string[] {
  if (!isConfiguration(body) || images.length === 0) return [];
  const ignored = valuesOf(body, ['lifecycle'])
    .flatMap((node) => (node.kind === 'list' ? node.values : [node]))
    .flatMap((node) => valuesOf(node, ['ignore_changes']))
    .flatMap((node) => (node.kind === 'list' ? node.values : [node]))
    .flatMap((node) => (node.kind === 'text' ? [keysOf(node.raw)] : []));
  return images.flatMap(({ where, path }) => {
    if (where === undefined || path === undefined) return [];
    const depth = pathDepth(body);
    const keys = path.slice(depth).filter((step): step is string => typeof step === 'string');
    const isIgnored = ignored.some(
      (prefix) =>
        (prefix.length === 1 && prefix[0] === 'all') || prefix.every((key, at) => keys[at] === key),
    );
    return isIgnored
      ? [
          `${where}: lifecycle.ignore_changes ignores later values; only the value at creation is evaluated`,
        ]
      : [];
  });
}

/** Splits a path such as `spec[0].template[0].image` into keys. */
function keysOf(attribute: string): string[] {
  return attribute
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .filter((key) => key !== '');
}

function pathDepth(body: MapNode): number {
  let depth = 0;
  for (let at = body.trail; at !== undefined; at = at.up) depth += 1;
  return depth;
}
