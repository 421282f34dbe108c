import { Node, TextNode, UnknownNode } from '../nodes/node';
import { isContainerList } from '../texts/reading';
import { MASK, masked, tokenSpans } from '../texts/template';
import { Findings } from '../findings';
import { meaningOf } from './key';
import { Scope, Walk } from './scope';
import { isWholeReference } from './value';

/** An expression that is only a machine image: an AMI, a google_compute_image. */
const OTHER_IMAGE =
  /^\$\{(data\.)?(aws_ami\w*|google_compute_image|azurerm_(platform|shared)_image\w*|\w+_images?_images?(_v2)?)\.[\w.[\]"-]+\}$/;

/** Keys of Kubernetes objects that define pods. An expression there may hide any image. */
const STRUCTURE =
  /^(?:spec|template|templates|jobTemplate|podTemplate|podSpec|podSpecPatch|items|objects|manifest|manifests|steps|sidecars|tasks|valuesObject|properties)$/i;

const IN_YAML =
  'is in a YAML text that could contain an image, and could add one: use Fn.jsonencode for the text';
const BARE = 'is outside of a string, where it could be a container: use Fn.jsonencode';

/** Checks a text with parts that only Terraform knows. */
export function lookAtToken(node: TextNode, scope: Scope, by: Walk): void {
  const { found } = by;
  const { meaning } = scope;
  if (meaning === 'image' || meaning === 'name' || isStructure(scope)) {
    if (!OTHER_IMAGE.test(node.raw)) found.hidden(node);
  } else if (hidesReference(node.raw)) {
    found.hidden(node);
  } else guardText(node, scope, by);
}

/**
 * Handles a token in a string of a text that could contain an image. In JSON, Terraform can check
 * that it adds none.
 */
export function guardText(node: TextNode, { text }: Scope, { found }: Walk): void {
  if (text?.isCarrier !== true) return;
  if (text.language === 'yaml') found.doubtBeside(node, IN_YAML);
  else if (text.language === 'json') guard(node, found);
}

/** Checks a value that only Terraform, or the reader of a text, knows. */
export function lookAtHidden(node: UnknownNode, scope: Scope, { found }: Walk): void {
  const { meaning, text, map } = scope;
  if (map === 'labels' || map === 'label') return;
  const isImage = (meaning === 'image' || meaning === 'name') && map !== 'annotation';
  if (isImage || isStructure(scope)) found.hidden(node);
  else if (text?.isCarrier === true && text.language !== 'encoded' && node.host?.token === true) {
    found.doubt(node, BARE);
  }
}

function isStructure({ key, object, text }: Scope): boolean {
  if (isContainerList(key)) return true;
  const isManifest = object !== undefined || text?.isCarrier === true;
  return isManifest && (STRUCTURE.test(key) || key === '');
}

/** Returns whether a text is a reference with an unknown part: `quay.io/shop/web:${var.tag}`. */
function hidesReference(raw: string): boolean {
  if (raw.length > 1500 || !raw.includes('/')) {
    return false;
  }
  const covered = raw.includes(MASK) ? raw : masked(raw);
  if (covered === undefined) return false;
  const shape = covered.replace(new RegExp(`${MASK}+`, 'g'), 'x');
  const [, key, value = shape] = /^(-{0,2}[A-Za-z][\w.-]*)=(\S+)$/.exec(shape) ?? [];
  return isWholeReference(value) || (key !== undefined && meaningOf(key) === 'image');
}

/**
 * The value of a token in a JSON string can end that string and add an image, if it contains a
 * quote. Terraform must check that it contains no character that is special in a string.
 */
function guard(node: TextNode, found: Findings): void {
  let inner: Node & TextNode = node;
  while (inner.host?.host !== undefined) inner = inner.host;
  const { host, span } = inner;
  if (host === undefined || span === undefined) return;
  for (const [start, end] of tokenSpans(host.raw) ?? []) {
    if (start < span[0] || end > span[1]) continue;
    found.guard(node, host.raw.slice(start + 2, end - 1).trim());
  }
}
