import { ListNode, MapNode, Node, TextNode, isAbsent } from '../nodes/node';
import { CHART_TYPES, DEPLOYS_ELSEWHERE } from '../table/deploys-elsewhere';
import { foldKey } from './key';
import { Scope, Walk } from './scope';

/** Keys for the name in a name/value pair, each with the keys for its value. */
const PAIRS: readonly (readonly [name: string, values: ReadonlySet<string>])[] = [
  ['name', new Set(['value', 'values', 'default'])],
  ['key', new Set(['value'])],
  ['parameterkey', new Set(['parametervalue'])],
  ['parameter_key', new Set(['parameter_value'])],
  // A patch: {op: replace, path: /spec/containers/0/image, value: …}
  ['path', new Set(['value'])],
];

/** Returns the name in a name/value pair, and the keys of its values. */
export function pairName(
  node: MapNode,
): { readonly name: string; readonly values: ReadonlySet<string> } | undefined {
  for (const [nameKey, values] of PAIRS) {
    const name = textAt(node, nameKey)?.text;
    if (name === undefined || name.length > 256) continue;
    if (node.keys.some((key) => values.has(foldKey(key)))) return { name, values };
  }
  return undefined;
}

/**
 * Joins name/value pairs with dotted names to blocks: `image.repository` and `image.tag` become
 * members of a block `image`.
 */
export function dottedBlocks(list: ListNode): { readonly key: string; readonly block: MapNode }[] {
  const blocks = new Map<string, MapNode>();
  for (const item of list.values) {
    const name = item.kind === 'map' ? pairName(item)?.name : undefined;
    const dot = name?.lastIndexOf('.') ?? -1;
    if (item.kind !== 'map' || name === undefined || dot <= 0 || name.includes('/')) continue;
    const value = valueAt(item, 'value');
    if (value === undefined) continue;
    const path = name.slice(0, dot);
    const { trail, host } = list;
    const block: MapNode = blocks.get(path) ?? { kind: 'map', keys: [], values: [], trail, host };
    block.keys.push(name.slice(dot + 1));
    block.values.push(value);
    blocks.set(path, block);
  }
  return [...blocks].map(([path, block]) => ({
    key: path.slice(path.lastIndexOf('.') + 1),
    block,
  }));
}

const STREAM =
  'uses the image of an image stream, whose content is unknown: name the image itself, or declare it';
const REWRITES = 'rewrites the images of other objects: declare the new images';
const TEMPLATE =
  'deploys a template or manifest from a URL: declare its images, or include it here';
const BUILDS = 'builds an image, which is not scanned: push it first';
const BUNDLE = 'runs the content of a Tekton bundle or repository: declare its images';

/** Keys for the URL of a template or manifest. */
const REMOTE =
  /^(?:templateurl|template_url|templateuri|template_uri|templatelink|extramanifests)$/;

/** Types that deploy content from elsewhere. */
const CHARTS_AND_OTHERS = new Set([...CHART_TYPES, ...DEPLOYS_ELSEWHERE.map(([type]) => type)]);

/** Checks maps that name an image by several keys together. */
export function lookAtShapes(node: MapNode, scope: Scope, { found }: Walk): void {
  const kind = textAt(node, 'kind')?.text.toLowerCase();
  const key = foldKey(scope.key);
  // OpenShift's builds, deployments and image streams: {kind: DockerImage, name: …}
  if (key === 'from' && kind !== undefined) {
    const name = valueAt(node, 'name');
    if (kind === 'dockerimage' && name !== undefined) found.reference(name);
    const isAlias = scope.object?.kind === 'ImageStream';
    if (/^imagestream(?:tag|image)$/.test(kind) && !isAlias) found.doubt(node, STREAM);
  }
  // Huawei Cloud's CAE and ServiceStage: {type: image, url: …}
  if (/^(?:source|artifacts?)$/.test(key) || (key === '' && scope.text !== undefined)) {
    const type = textAt(node, 'type')?.text.toLowerCase() ?? kind;
    const url = valueAt(node, 'url') ?? valueAt(node, 'image_url');
    if (type === 'image' && url !== undefined) found.reference(url, { emptyIsAbsent: true });
  }
  // Gatekeeper's mutations
  const location = textAt(node, 'location')?.text;
  if (
    location !== undefined &&
    /(?:^|[.\]])(?:image|containers)\b[^.]*(?:\.image)?$/i.test(location)
  ) {
    found.doubtBeside(node, REWRITES);
  }
  // Templates and manifests that deploy others
  node.keys.forEach((each, at) => {
    if (!REMOTE.test(foldKey(each)) || scope.text === undefined) return;
    const value = node.values[at];
    if (!isAbsent(value)) found.doubtBeside(value, TEMPLATE);
  });
  // A Terraform configuration in JSON
  if (key === 'resource' && scope.text !== undefined) {
    node.keys.forEach((type, at) => {
      if (CHARTS_AND_OTHERS.has(type)) found.doubtBeside(node.values[at], TEMPLATE);
    });
  }
  // Compose
  if (scope.isService === true) {
    const build = valueAt(node, 'build');
    if (build !== undefined && !isAbsent(build)) found.doubtBeside(build, BUILDS);
  }
  // Tekton's remote tasks and pipelines. Those of the resolver `cluster` are deployed separately.
  const resolver = textAt(node, 'resolver')?.text;
  if (resolver !== undefined && /^(?:bundles|git|hub|http)$/.test(resolver)) {
    found.doubtBeside(node, BUNDLE);
  }
  if (/^(?:task|pipeline)ref$/.test(key)) {
    const bundle = valueAt(node, 'bundle');
    if (bundle !== undefined) {
      found.doubtBeside(node, BUNDLE);
      found.reference(bundle, { emptyIsAbsent: true });
    }
  }
}

function valueAt({ keys, values }: MapNode, wanted: string): Node | undefined {
  const at = keys.findIndex((key) => foldKey(key) === wanted);
  return at < 0 ? undefined : values[at];
}

function textAt(node: MapNode, wanted: string): TextNode | undefined {
  const value = valueAt(node, wanted);
  return value?.kind === 'text' && !value.token ? value : undefined;
}
