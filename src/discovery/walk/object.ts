import { follow } from '../nodes/follow';
import { MapNode, Node, Trail } from '../nodes/node';
import { isBuiltIn, kindEntry } from '../kinds';
import { foldKey } from './key';
import { ObjectScope, Scope, Walk } from './scope';

const TWICE =
  'occurs twice (in any letter case, or by a merge key), and readers differ in which one they use: write it once';
const NOT_TEXT = 'is not plain text, so the kind of the object is unknown';
const UNKNOWN = 'is an unsupported kind: declare its images, or add an exception';

const KIND = 'kind';

/**
 * Returns the Kubernetes object that a map is, or undefined. Adds doubts about its kind, and
 * settles the paths in the table of kinds.
 */
export function objectScope(node: MapNode, scope: Scope, by: Walk): ObjectScope | undefined {
  // A fast check, because this is called for all maps, and nearly none is an object.
  if (!node.keys.some((key) => key.length === KIND.length && foldKey(key) === KIND)) {
    return objectWithoutKind(node, by);
  }
  const kinds = valuesOf(node, KIND);
  const versions = valuesOf(node, 'apiversion');
  if (kinds.length === 0 || versions.length === 0) return objectWithoutKind(node, by);
  const { found } = by;
  const isCarrier = scope.text === undefined || scope.text.isCarrier;
  for (const some of [kinds, versions]) {
    if (some.length > 1) found.doubtBeside(some[0], TWICE);
    const odd = some.find((value) => textOf(value) === undefined);
    // Only null is certainly not a kind. Any other value may become one.
    if (odd !== undefined && isCarrier) found.doubtBeside(odd, NOT_TEXT);
  }
  const custom: ObjectScope = { kind: '', isCustom: true };
  let object = custom;
  for (const version of versions.map(textOf)) {
    for (const kind of kinds.map(textOf)) {
      if (version === undefined || kind === undefined) continue;
      const entry = kindEntry(version, kind);
      object = { kind, isCustom: !isBuiltIn(version), ...(entry === undefined ? {} : { entry }) };
      // Fields such as `scaleTargetRef` and `ownerReferences` only refer to a kind.
      const isDeployed = ['spec', 'metadata'].some((key) => valuesOf(node, key).length > 0);
      if (entry?.doubt !== undefined && isDeployed)
        found.doubtBeside(node, `is a ${kind} (${version}), which ${entry.doubt}`);
      if (entry === undefined && isDeployed) {
        found.unknown(node, `(${kind}, ${version}) ${UNKNOWN}`);
      }
    }
  }
  const { entry } = object;
  for (const path of entry?.images ?? [])
    at(node, path).forEach((value) => found.reference(value, { emptyIsAbsent: true }));
  // With two kinds it is unknown which one applies, and one may run what the other only stores.
  if (kinds.length + versions.length > 2) return custom;
  const harmless = isDocument(node, by) ? (entry?.harmless ?? []) : [];
  for (const path of [...harmless, ...(entry?.keeps ?? [])])
    found.settle(...at(node, path, { whole: true }));
  return object;
}

/** Returns whether an object is the whole resource or text, or an item of a list that is. */
function isDocument(node: MapNode, { found }: Walk): boolean {
  if (found.isManifest(node)) return true;
  const { trail, host } = node;
  if (host === undefined) return false;
  const isDocumentStep = (at: Trail | undefined): boolean =>
    at === undefined || (at.up === undefined && typeof at.step === 'number');
  const isItem = typeof trail?.step === 'number' && trail.up?.step === 'items';
  return isDocumentStep(trail) || (isItem && isDocumentStep(trail.up?.up));
}

/** Handles an object whose kind is unknown yet, or is elsewhere. */
function objectWithoutKind(node: MapNode, { found }: Walk): ObjectScope | undefined {
  return found.isManifest(node) ? { kind: '', isCustom: false } : undefined;
}

function at(node: MapNode, path: string, { whole = false } = {}): readonly Node[] {
  const steps = path.split('.');
  if (!whole) return follow([node], steps).ends;
  const last = steps.pop()!;
  return follow([node], steps).ends.flatMap((parent) =>
    parent.kind === 'map' ? valuesOf(parent, last.toLowerCase()) : [],
  );
}

/** Returns the text of a kind or API version. Undefined for other values, such as a template. */
function textOf(node: Node): string | undefined {
  if (node.kind !== 'text' || node.token) return undefined;
  return /^[\w.-]+(?:\/[\w.-]+)?$/.test(node.text) ? node.text : undefined;
}

/** Returns the values of a key in any letter case. */
function valuesOf({ keys, values }: MapNode, wanted: string): Node[] {
  return values.filter((_, at) => foldKey(keys[at]) === wanted);
}
