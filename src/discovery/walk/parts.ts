import { MapNode, Node, TextNode, isAbsent } from '../nodes/node';
import { Findings } from '../findings';
import { flat } from '../nodes/follow';
import { foldKey, meaningOf, wordsOf } from './key';
import { Scope, Walk } from './scope';
import { formOf, hasHost } from './value';

/** The parts of an image's reference in separate attributes. */
interface Parts {
  readonly names: Node[];
  readonly registries: Node[];
  readonly tags: Node[];
  readonly digests: Node[];
}

type PartKind = keyof Parts;

type Names = ReadonlyMap<string, PartKind>;

/** Keys of parts in a block with an image key: `image: {repository: …, tag: …}`. */
const IN_BLOCK = named({
  names:
    'name repository repo image ref reference uri url path full fullname value default location',
  registries: 'registry hub domain server host registryurl registry_url',
  tags: 'tag version versiontag version_tag',
  digests: 'digest sha sha256',
});
/** Keys of parts beside an attribute with an image key. */
const BESIDE = named({
  registries: 'registry repository repo hub',
  tags: 'tag',
  digests: 'digest',
});
const BY_MEANING: ReadonlyMap<string, PartKind> = named({
  names: 'image name',
  tags: 'tag',
  digests: 'digest',
  registries: 'registry',
});

function named(keys: { readonly [kind in PartKind]?: string }): Names {
  return new Map(
    Object.entries(keys).flatMap(([kind, some]) =>
      some.split(' ').map((key): [string, PartKind] => [key, kind as PartKind]),
    ),
  );
}

const APART =
  'names its image in parts that cannot be joined reliably: write one reference, or declare the image';
const TAG_ALONE =
  'is the tag of an image whose name is elsewhere: write the whole reference, or declare the image';
export const TAG_ELSEWHERE =
  'names a repository without a tag, which is elsewhere or a default: add the tag or digest, or declare the image';
const TAG_IN_OTHER_ATTRIBUTE =
  'has its tag or version in another attribute, which its controller may interpret differently: add the tag or digest';
const COMPUTED = 'is computed by the reader of the text: write the image as plain text';

/**
 * Keys of maps that the reader of a template evaluates: CloudFormation's functions, and references
 * to other objects.
 */
const FUNCTION = /^(?:ref|fn::\w+|valuefrom|secretkeyref|configmapkeyref|fromfieldpath)$/;

/** Joins references whose parts are members of a map, and settles these members. */
export function lookAtParts(node: MapNode, scope: Scope, by: Walk): void {
  const { meaning } = scope;
  if (
    meaning === 'image' ||
    meaning === 'name' ||
    meaning === 'other' ||
    scope.inImages !== undefined
  ) {
    lookAtBlock(node, scope, by);
  }
  lookAtGroups(node, scope, by);
}

/** Returns whether a key in a block with an image key is for the image's name. */
export function isNameInBlock(key: string): boolean {
  return IN_BLOCK.get(foldKey(key)) === 'names';
}

/** Returns whether a key in such a block is for another part of the reference. */
export function isPartInBlock(key: string): boolean {
  return IN_BLOCK.has(foldKey(key));
}

/** Returns whether a key is that of a map of images, whose members have user-defined names. */
export function isMapOfImages(key: string): boolean {
  return /images$|override(?:s)?$/i.test(key);
}

function lookAtBlock(node: MapNode, scope: Scope, by: Walk): void {
  const { found } = by;
  const parts = partsOf(node, found, (key) => IN_BLOCK.get(key) ?? BY_MEANING.get(meaningOf(key)));
  // In a map of images, another map may have another purpose, so two parts are required.
  const isBlock = scope.meaning === 'image' || scope.meaning === 'name';
  const isRepository = node.keys.some((key) => foldKey(key) === 'repository');
  const isImage = isBlock || isRepository || parts.tags.length + parts.digests.length > 0;
  if (!isImage) return;
  // Azure's machine images
  if (node.keys.some((key) => /^(?:publisher|offer|sku)$/.test(foldKey(key)))) return;
  const isComputed = node.keys.some((key) => FUNCTION.test(foldKey(key)));
  if (isBlock && isComputed) return found.doubt(node, COMPUTED);
  if (isMapOfImages(scope.key) && parts.names.length > 1) return;
  const isApart = joinParts(parts, scope, by, { alone: isBlock });
  if (isApart) return;
  // A repository is a name without a tag, for which the reader has a default.
  const [repository] = partsOf(node, found, (key) =>
    /^repo(?:sitory)?$/.test(key) ? 'names' : undefined,
  ).names;
  if (repository?.kind === 'text' && !isNothing(repository) && !isComplete(repository.text)) {
    found.doubt(repository, TAG_ELSEWHERE);
  }
}

/**
 * Joins attributes of one map that belong together: `initImage` and `initImageTag`, or `image` and
 * `tag`.
 */
function lookAtGroups(node: MapNode, scope: Scope, by: Walk): void {
  const groups = new Map<string, Parts>();
  node.keys.forEach((key, at) => {
    const kind = BY_MEANING.get(meaningOf(key));
    const value = node.values[at];
    if (kind === undefined || value.kind === 'map' || isAbsent(value)) return;
    if (by.found.isSettled(value)) return;
    const prefix = prefixOf(key);
    const group = groups.get(prefix) ?? emptyParts();
    groups.set(prefix, group);
    group[kind].push(value);
  });
  if (groups.size === 0) return lookAtHub(node, scope, by);
  const beside = partsOf(node, by.found, (key) => BESIDE.get(key));
  const named = [...groups.values()].filter(({ names }) => names.length > 0);
  for (const group of groups.values()) {
    const isOnly = named.length === 1 && named[0] === group;
    const text = group.names.find((name): name is TextNode => name.kind === 'text');
    const whole = text !== undefined && !text.token && isComplete(text.text);
    if (isOnly && !whole) {
      if (beside.registries.length > 0 && !(text !== undefined && hasHost(text.text))) {
        if (text !== undefined && !isNothing(text)) by.found.doubt(text, APART);
        continue;
      }
      group.tags.push(...beside.tags);
      group.digests.push(...beside.digests);
    }
    const apart = group.tags.length + group.digests.length + group.registries.length;
    if (apart > 0 && text !== undefined && scope.object?.isCustom === true && !isNothing(text)) {
      if (!whole) by.found.doubt(text, TAG_IN_OTHER_ATTRIBUTE);
    } else if (apart > 0) joinParts(group, scope, by, { alone: scope.object?.isCustom === true });
  }
}

/**
 * A controller may build references from a registry or repository and a tag or version beside each
 * other.
 */
function lookAtHub({ keys, values }: MapNode, { object }: Scope, { found }: Walk): void {
  if (object?.isCustom !== true) return;
  const folded = keys.map(foldKey);
  const alone = folded.indexOf('hub');
  if (alone >= 0 && !isNothing(values[alone])) return found.doubt(values[alone], APART);
  if (!folded.some((key) => key === 'tag' || key === 'version')) return;
  const hub = values.find((value, at) => {
    const isRepository = folded[at] === 'repository' && value.kind === 'text' && !value.token;
    return isRepository && ['reference', 'whole'].includes(formOf(value.text));
  });
  if (hub !== undefined) found.doubt(hub, APART);
}

/**
 * Returns the words of a key up to `image`, which are the same for `initImageTag` and `initImage`.
 */
function prefixOf(key: string): string {
  const words = wordsOf(key);
  const at = words.map((word) => /images?$/.test(word)).lastIndexOf(true);
  return words
    .slice(0, at + 1)
    .join('_')
    .replace(/s$/, '');
}

/**
 * @returns whether parts were joined, or are in doubt
 * @param options.alone whether a tag or registry without a name is in doubt, because the name is
 * elsewhere or a default
 */
function joinParts(
  { names, registries, tags, digests }: Parts,
  scope: Scope,
  { found }: Walk,
  { alone }: { readonly alone: boolean },
): boolean {
  const apart = [...registries, ...tags, ...digests].filter((part) => !isNothing(part));
  const named = names.filter((name) => !isNothing(name));
  if (named.length === 0) {
    // A version alone may be that of anything.
    const tag = tags.find((part) => !isNothing(part) && /tag$/i.test(keyOf(part)));
    if (alone && tag !== undefined && scope.map === undefined) found.doubt(tag, TAG_ALONE);
    return true;
  }
  // A name without other parts is checked like any value with an image key.
  if (apart.length === 0) return false;
  const [name] = named;
  if ([registries, tags, digests].some((some) => some.length > 1) || named.length > 1) {
    named.forEach((one) => found.doubt(one, APART));
    return true;
  }
  const parts = [name, ...apart];
  const hidden = parts.find((part) => !isKnown(part));
  if (hidden !== undefined) {
    found.hidden(hidden);
    found.settle(...parts);
    return true;
  }
  const reference = joined(name as TextNode, registries[0], tags[0], digests[0]);
  if (reference === undefined) found.doubt(name, APART);
  else found.add(reference, name);
  found.settle(...parts);
  return true;
}

function joined(
  name: TextNode,
  registry: Node | undefined,
  tag: Node | undefined,
  digest: Node | undefined,
): string | undefined {
  const [before, version, hash] = [registry, tag, digest].map(valueOf);
  const base =
    before === ''
      ? name.text
      : `${before.replace(/^https?:\/\//, '').replace(/\/+$/, '')}/${name.text}`;
  if (base.includes('@') || (before !== '' && hasHost(name.text))) return undefined;
  const algorithm = /^[0-9a-f]{64}$/.test(hash) ? 'sha256:' : '';
  const text = `${base}${version === '' ? '' : `:${version}`}${hash === '' ? '' : `@${algorithm}${hash}`}`;
  return ['whole', 'reference'].includes(formOf(text)) ? text : undefined;
}

function valueOf(node: Node | undefined): string {
  if (node?.kind === 'text') return node.text;
  return node?.kind === 'scalar' && !isAbsent(node) ? JSON.stringify(node.value) : '';
}

function isKnown(node: Node): boolean {
  return node.kind === 'scalar' || (node.kind === 'text' && !node.token);
}

/** Returns whether a text is empty or missing. */
function isNothing(node: Node): boolean {
  return isAbsent(node) || (node.kind === 'text' && !node.token && node.text === '');
}

function keyOf({ trail }: Node): string {
  return typeof trail?.step === 'string' ? trail.step : '';
}

/** Returns whether a reference has a tag or digest. */
function isComplete(text: string): boolean {
  return text.includes('@') || text.lastIndexOf(':') > text.lastIndexOf('/');
}

function partsOf(
  node: MapNode,
  found: Findings,
  kindOf: (key: string) => PartKind | undefined,
): Parts {
  const parts = emptyParts();
  node.keys.forEach((key, at) => {
    const kind = kindOf(foldKey(key));
    if (kind === undefined) return;
    const values = flat([node.values[at]]).filter((value) => value.kind !== 'map');
    parts[kind].push(...values.filter((value) => !found.isSettled(value)));
  });
  return parts;
}

function emptyParts(): Parts {
  return { names: [], registries: [], tags: [], digests: [] };
}
