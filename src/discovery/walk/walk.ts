import { KeyMeaning, foldKey, meaningOf } from './key';
import { leaf, scalar } from './leaf';
import { objectScope } from './object';
import { isMapOfImages, isNameInBlock, lookAtParts } from './parts';
import { Scope, Task, Walk } from './scope';
import { dottedBlocks, lookAtShapes, pairName } from './shapes';
import { lookAtHidden } from './token';
import { ListNode, MapNode, Node, isTokenKey } from '../nodes/node';
import { isContainerList } from '../texts/reading';

const TOP: Scope = { key: '', meaning: 'none' };

/**
 * Checks every leaf below a node once with one set of rules: each is an image, in doubt, or
 * harmless. Nodes that a finder of the resource's type has settled are skipped. It is not
 * recursive, because documents may be nested to any depth.
 */
export function walk(root: Node, by: Walk, scope: Scope = TOP): void {
  const seen = new Seen();
  const tasks: Task[] = [{ node: root, scope }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { node, scope: at } = task;
    if (by.found.isSettled(node)) continue;
    switch (node.kind) {
      case 'text':
        pushAll(tasks, leaf(node, at, by));
        break;
      case 'unknown':
        lookAtHidden(node, at, by);
        break;
      case 'scalar':
        scalar(node, at, by);
        break;
      default:
        if (!seen.add(node, at)) break;
        pushAll(tasks, node.kind === 'map' ? inMap(node, at, by) : inList(node, at, by));
    }
  }
}

/** Pushes tasks so that the first one is processed next. */
function pushAll(tasks: Task[], more: readonly Task[]): void {
  for (let at = more.length - 1; at >= 0; at--) tasks.push(more[at]);
}

/**
 * The checked nodes. A node with aliases is checked once per context, because its meaning depends
 * on the context.
 */
class Seen {
  private readonly contexts = new Map<Node, Set<string>>();

  public add(node: MapNode | ListNode, scope: Scope): boolean {
    // Aliases occur only in texts.
    if (node.host === undefined) return true;
    const context = contextOf(scope);
    let before = this.contexts.get(node);
    if (before === undefined) this.contexts.set(node, (before = new Set()));
    if (before.has(context)) return false;
    before.add(context);
    return true;
  }
}

/** Finds only strings that a gate returned, in a resource that runs nothing itself. */
export function walkGiven(root: Node, { found, given }: Walk): void {
  if (given.size === 0) return;
  const next: Node[] = [root];
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if (node.kind === 'text' && given.has(node.text)) found.text(node);
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    for (let at = node.values.length - 1; at >= 0; at--) next.push(node.values[at]);
  }
}

/** Returns the parts of a scope that affect the check of a node. */
function contextOf(scope: Scope): string {
  const { key, meaning, map, inContainer, inImages, isPair, hasVersion, isDisk } = scope;
  const isSpecial =
    meaning !== 'none' || isContainerList(key) || /^(?:from|source|artifacts?)$/i.test(key);
  return [isSpecial ? key : '', map, inContainer, inImages, isPair, hasVersion, isDisk].join();
}

function inList(list: ListNode, scope: Scope, by: Walk): Task[] {
  // In the `set` blocks of a chart, the parts of one image are in several blocks.
  for (const { key, block } of dottedBlocks(list)) {
    lookAtParts(block, { ...scope, key, meaning: meaningIn(scope, key) }, by);
  }
  return list.values.map((node, at) => ({ node, scope: itemScope(list.values[at - 1], scope) }));
}

const FLAG = /^--?[A-Za-z][\w-]*$/;

/**
 * Returns the scope of an item. In a list of arguments, the item after a flag is its value:
 * `--image`, `nginx:1`.
 */
function itemScope(before: Node | undefined, scope: Scope): Scope {
  if (before?.kind !== 'text' || !FLAG.test(before.text)) return scope;
  const meaning = meaningIn(scope, before.text);
  return meaning === 'image' ? { ...scope, key: before.text, meaning, isPair: true } : scope;
}

/** Keys of maps with user-defined names, where a member called `image` is a label. */
const LABELS = new Set([
  'labels',
  'matchlabels',
  'match_labels',
  'nodeselector',
  'node_selector',
  'commonlabels',
]);
/** Names of such maps in attributes of providers. */
const TAGS = new Set(['tags', 'tags_all', 'timeouts', '//']);
/** Keys of objects that have labels. Elsewhere, the key may be a user-defined name. */
const LABELLED = /^(?:metadata|.*template|.*selector|spec|pod|deploy)$/i;
const ANNOTATIONS = new Set(['annotations', 'commonannotations']);
/**
 * Keys of disks. KubeVirt's `containerDisk` is not included, because its image is a container
 * image.
 */
const DISK = /^(?:(?:boot|os|root|data|system)_?)?disks?$|^boot$/i;

/**
 * Returns whether a node describes a disk. In texts and objects, keys may be user-defined, so that
 * a service may be called `disk`. A Ceph device (`rbd`) is part of Kubernetes.
 */
function isDisk({ key, object, text }: Scope): boolean {
  if (object !== undefined) return key === 'rbd';
  return text === undefined && DISK.test(key);
}
const VERSION = /^(?:app_?|image_?)?(?:version|tag)$/;

function inMap(node: MapNode, scope: Scope, by: Walk): Task[] {
  if (node.tagged === true && (scope.meaning === 'image' || scope.meaning === 'name')) {
    by.found.doubt(node, 'is composed by the reader of the text: write the image as plain text');
    return [];
  }
  const isNames = scope.map === 'labels' || scope.map === 'annotations';
  const object = isNames ? undefined : objectScope(node, scope, by);
  // The controller of a custom object may read a version far above the image.
  const isAbove =
    object === undefined && scope.hasVersion === true && scope.object?.isCustom === true;
  const here: Scope = {
    ...scope,
    object: object ?? scope.object,
    hasVersion: isAbove || holdsVersion(node),
  };
  if (!isNames) {
    lookAtShapes(node, here, by);
    lookAtParts(node, here, by);
  }
  const around: Around = {
    scope: here,
    isContainer: isContainerList(scope.key),
    isBlock: scope.meaning === 'image' || scope.meaning === 'name',
    isDisk: scope.isDisk === true || isDisk(scope),
    pair: isNames ? undefined : pairName(node),
  };
  const tasks: Task[] = [];
  node.keys.forEach((key, at) => {
    const value = node.values[at];
    if (isTokenKey(key)) hiddenKey(value, here, by);
    tasks.push({ node: value, scope: childScope(key, around) });
  });
  return tasks;
}

/** The common context of the members of a map. */
interface Around {
  readonly scope: Scope;
  readonly isContainer: boolean;
  readonly isBlock: boolean;
  readonly isDisk: boolean;
  readonly pair: ReturnType<typeof pairName>;
}

/** All scopes have the same shape, because each leaf of a plan has one. */
function childScope(key: string, around: Around): Scope {
  const { scope, isBlock, isDisk, pair } = around;
  const folded = foldKey(key);
  const own = pair?.values.has(folded) === true ? pair.name : key;
  const map = mapOf(folded, scope);
  const said = isBlock && isNameInBlock(own) ? 'image' : meaningIn(scope, own);
  const meaning = isDisk && said === 'image' ? 'other' : said;
  const below = isBlock || scope.inImages !== undefined ? 'below' : undefined;
  return {
    key: own,
    meaning,
    isPair: own !== key,
    map,
    inContainer: around.isContainer,
    isService: scope.text !== undefined && scope.key === 'services',
    inImages: isBlock && isMapOfImages(scope.key) ? 'directly' : below,
    isDisk,
    object: scope.object,
    hasVersion: scope.hasVersion,
    text: scope.text,
  };
}

/** Returns the meaning of a key in its scope. */
function meaningIn({ key: parent, object }: Scope, key: string): KeyMeaning {
  // Knative's map of images by container name
  if (/^overrides?$/i.test(key) && foldKey(parent) === 'registry') return 'image';
  const meaning = meaningOf(key);
  if (meaning !== 'machine') return meaning;
  return object === undefined ? 'other' : 'image';
}

/**
 * Returns the kind of user-defined names of a member. Only strings are labels; deeper values are
 * checked normally.
 */
function mapOf(folded: string, { key, map, object, text }: Scope): Scope['map'] {
  if (map === 'labels') return 'label';
  if (map === 'annotations') return 'annotation';
  if (text === undefined && object === undefined) {
    if (LABELS.has(folded) || TAGS.has(folded)) return 'labels';
  } else if (LABELS.has(folded) && LABELLED.test(key)) return 'labels';
  return ANNOTATIONS.has(folded) ? 'annotations' : undefined;
}

function holdsVersion({ keys, values }: MapNode): boolean {
  return keys.some(
    (key, at) =>
      VERSION.test(foldKey(key)) &&
      (values[at].kind === 'unknown' ||
        (values[at].kind === 'text' && values[at].raw !== '') ||
        (values[at].kind === 'scalar' &&
          typeof (values[at] as { value?: unknown }).value === 'number')),
  );
}

/** An unknown key could be `image` or `containers`. */
function hiddenKey(value: Node, { text, object }: Scope, { found }: Walk): void {
  if (text?.isCarrier === true || object !== undefined) {
    found.doubt(value, 'has a key that is not plain text, and could be an image');
  }
}
