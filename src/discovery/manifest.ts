import { embeddedYaml } from './embedded';
import { Finder, blocks, embedded } from './finder';
import { Findings, at } from './findings';
import { flat, get, textOf } from './follow';
import { likeness } from './likeness';
import { MapNode, Node, TextNode, isTokenKey, lastKeys } from './node';

/** The lists of containers in a pod's spec, wherever in a manifest that spec stands. */
const CONTAINERS = /^(containers|initContainers|ephemeralContainers)$/;
/** Keys below which pods are made. An expression there may hide any image. */
const STRUCTURE =
  /^(spec|template|templates|jobTemplate|podTemplate|podSpec|podSpecPatch|items|objects|manifest|manifests|steps|sidecars|container|tasks|valuesObject)$/;
/** Maps of texts that name nothing to run. What is called `image` there is a label. */
const LABELS = /^(annotations|labels|matchLabels|nodeSelector|commonLabels)$/;
/** Keys of a block `image` that name the image: volumes of OCI images, and charts' values in custom resources. */
const IN_IMAGE_BLOCK = /^(reference|ref|repository|uri|url)$/;
/** A text that looks like a manifest in the manifest, as Argo's `resource.manifest` is. */
const INNER_MANIFEST = /(?:^|[\n{,[])[ \t]*(?:- +)*["']?image["']?[ \t]*:/;

/** Objects that hold data or schemas: no controller of Kubernetes' own makes a pod of what is in them. */
const DATA_KINDS = new Set(['v1/ConfigMap', 'v1/Secret']);
const SCHEMA_KIND = /^apiextensions\.k8s\.io\/[^/]+\/CustomResourceDefinition$/;
/** Objects that deploy what a chart or a repository says. */
const CHART_KINDS =
  /^(helm\.toolkit\.fluxcd\.io\/[^/]+\/HelmRelease|kustomize\.toolkit\.fluxcd\.io\/[^/]+\/Kustomization|argoproj\.io\/[^/]+\/Application(Set)?|helm\.cattle\.io\/[^/]+\/HelmChart)$/;

/** An attribute that is one Kubernetes manifest, as a map: `kubernetes_manifest.manifest`. */
export function manifest(attribute: string): Finder {
  return blocks(attribute, (block, found) => lookAtManifest(block, found));
}

/** An attribute that is a YAML (or JSON) text of manifests: `kubectl_manifest.yaml_body`. */
export function manifestText(attribute: string): Finder {
  return embedded(attribute, embeddedYaml, (nodes, found) => {
    nodes.forEach((node) => lookAtManifest(node, found));
  });
}

interface Task {
  readonly node: Node;
  /** Whether the texts directly in this map are labels. */
  readonly labels: boolean;
}

/**
 * Every image in a manifest, whatever its kind: `image` is the name that Kubernetes and those who extend it
 * use, in pod templates, Tekton's steps, Argo's containers and operators' own objects alike.
 */
export function lookAtManifest(root: Node, found: Findings): void {
  if (root.kind !== 'map' && root.kind !== 'list') {
    if (root.kind !== 'scalar') found.hidden(root);
    return;
  }
  const seen = { plain: new Set<Node>(), labels: new Set<Node>() };
  const tasks: Task[] = [{ node: root, labels: false }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { node, labels } = task;
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    const been = labels ? seen.labels : seen.plain;
    if (been.has(node)) continue;
    been.add(node);
    if (node.kind === 'map') {
      if (holdsNoPods(node)) continue;
      checkKind(node, found);
    }
    for (let index = node.values.length - 1; index >= 0; index--) {
      const value = node.values[index];
      const key = node.kind === 'map' ? node.keys[index] : undefined;
      if (!labels) lookAtValue(key, value, found);
      tasks.push({
        node: value,
        labels: key === undefined ? labels : LABELS.test(key),
      });
    }
  }
}

function lookAtValue(key: string | undefined, value: Node, found: Findings): void {
  if (key !== undefined && CONTAINERS.test(key)) return lookAtContainers(value, found);
  if (key === 'image') return lookAtImage(value, found);
  if (key !== undefined && isTokenKey(key)) return found.hidden(value);
  if (value.kind !== 'text' && value.kind !== 'unknown') return;
  const like = likeness(value);
  if (value.kind === 'unknown' || value.token) {
    // In a list, the list's own key counts.
    const structure = STRUCTURE.test(key ?? lastKeys(value, 1)[0] ?? 'items');
    if (like !== 'no' || structure) found.hidden(value);
  } else if (like === 'image') {
    found.reference(value);
  } else if (like === 'unsure') {
    found.undeterminable(`${at(value)} may be an image`);
  } else if (looksLikeManifest(value)) {
    found.undeterminable(`${at(value)} is a text that looks like a manifest itself`);
  }
}

/** The images of the list are found with all others; this is about what is no container where one should be. */
function lookAtContainers(list: Node, found: Findings): void {
  for (const item of flat([list])) if (item.kind !== 'map') found.hidden(item);
}

function lookAtImage(value: Node, found: Findings): void {
  for (const item of flat([value])) {
    // A Ceph block device has an `image`, too.
    if (lastKeys(item, 2)[0] === 'rbd') continue;
    if (item.kind !== 'map') found.reference(item);
    else lookAtImageBlock(item, found);
  }
}

function lookAtImageBlock(block: MapNode, found: Findings): void {
  const apart = ['tag', 'digest', 'registry'].flatMap((key) => flat(get(block, key)));
  const names = block.values.filter((_, index) => IN_IMAGE_BLOCK.test(block.keys[index]));
  for (const name of flat(names)) {
    if (name.kind === 'map') continue;
    if (apart.length > 0) {
      found.undeterminable(`${at(name)} has its registry, tag or digest in other attributes`);
    } else found.reference(name);
  }
}

/** Only where every reading of the object agrees: a text can have a key twice. */
function holdsNoPods(node: MapNode): boolean {
  const kind = kindOf(node);
  return kind !== undefined && (DATA_KINDS.has(kind) || SCHEMA_KIND.test(kind));
}

function checkKind(node: MapNode, found: Findings): void {
  const kind = kindOf(node);
  if (kind !== undefined && CHART_KINDS.test(kind)) {
    found.undeterminable(
      `${at(node)} is a ${kind}, which deploys what a chart or repository says: declare its images`,
    );
  }
}

function kindOf(node: MapNode): string | undefined {
  if (get(node, 'kind').length !== 1 || get(node, 'apiVersion').length !== 1) return undefined;
  const [version, kind] = [textOf(node, 'apiVersion'), textOf(node, 'kind')];
  return version === undefined || kind === undefined ? undefined : `${version}/${kind}`;
}

function looksLikeManifest(node: TextNode): boolean {
  return /[\n{]/.test(node.raw) && INNER_MANIFEST.test(node.raw);
}
