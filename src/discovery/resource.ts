import { Doubt, Findings, FoundImage, GuardedToken, reasonText } from './findings';
import { FinderContext } from './finders/finder';
import { MapNode, Node } from './nodes/node';
import { typeEntry } from './table';
import { Walk } from './walk/scope';
import { walk, walkGiven } from './walk/walk';

/** What discovery can say of a resource. */
export type ResourceOutcome =
  /** These images, and no others. */
  | 'images'
  /** No image. */
  | 'none'
  /** Some images may be found, but others may be deployed. */
  | 'undeterminable';

/** What what is not found and not in doubt is harmless by. */
export type Basis =
  /** The table of types says that the type runs nothing, whatever it holds. */
  | 'runs-nothing'
  /** The table of types knows the type's attributes. */
  | 'known-type'
  /** The type is not in the table, and no rule matches. */
  | 'rules'
  /** It is read, and starts nothing. */
  | 'read';

/** What was found in one resource. */
export interface Discovered {
  readonly outcome: ResourceOutcome;
  /** What was found; with `undeterminable` maybe not all there is. */
  readonly images: readonly FoundImage[];
  /** What may deploy other images; also where someone declared which. */
  readonly doubts: readonly Doubt[];
  /** Types and kinds that the tables do not know, for policies with `strictDiscovery`. */
  readonly unknowns: readonly Doubt[];
  /** The doubts in a sentence; nothing where there are none, or someone declared the images. */
  readonly reason?: string;
  readonly basis: Basis;
  /** What a reader should know of images that were found. */
  readonly notes: readonly string[];
  /** Expressions that Terraform has to check before they are put into a text that names images. */
  readonly guards: readonly GuardedToken[];
}

/** By which entry or rule that is harmless which is neither found nor in doubt, in words. */
export function harmlessText(basis: Basis, type: string): string {
  switch (basis) {
    case 'runs-nothing':
      return `the table of types: ${type} runs no image by itself (provisioners are not looked at)`;
    case 'known-type':
      return `the table of types: attributes of ${type}`;
    case 'read':
      return 'it is read, and starts nothing';
    default:
      return 'no rule matches';
  }
}

export interface LookOptions {
  /** Texts that are known to be images wherever they stand, because a gate gave them out. */
  readonly given?: ReadonlySet<string>;
  /** Images that the resource deploys by someone's word, for what can't be seen here. */
  readonly declared?: readonly string[];
}

const NO_TEXTS: ReadonlySet<string> = new Set();
const UNKNOWN_TYPE = 'is not a type that is known here: declare its images, or except it';

/** Looks at a resource of a type: by the table what is certain, and by the rules all the rest. */
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

/** Looks at the inputs of a module call. What the module makes of them stands in its own files, which a plan has. */
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
 * What an action (Terraform 1.14) does with its values only its provider knows: one with values that name images is in doubt.
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
  'names an image in the values of an action, whose provider does with it what it likes: declare it';

/** A data source, which reads and starts nothing. */
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

/** Terraform's own arguments of every resource. Provisioners are programs, and are not looked at. */
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
/** Of a module call. Everything else is an input, whatever it is called. */
const MODULE_ARGUMENTS = [
  '//',
  'count',
  'depends_on',
  'for_each',
  'providers',
  'source',
  'version',
];

/** Only a configuration has them; of a plan's values all belong to the type. */
function metaArguments(body: Node): readonly Node[] {
  return isConfiguration(body) ? valuesOf(body, META_ARGUMENTS) : [];
}

function isConfiguration(body: Node): body is MapNode {
  return body.kind === 'map' && body.trail?.top === true;
}

function valuesOf(body: Node, keys: readonly string[]): Node[] {
  return body.kind === 'map' ? body.values.filter((_, at) => keys.includes(body.keys[at])) : [];
}

/** Says of images that Terraform is told to ignore changes of that only what is deployed at creation is judged. */
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
          `${where}: lifecycle.ignore_changes keeps later values of it out; only the value at creation is judged`,
        ]
      : [];
  });
}

/** The keys of `spec[0].template[0].image`. */
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
