import { Node, ScalarNode, TextNode, isAbsent, slotOf } from '../nodes/node';
import { Slot } from '../nodes/place';
import { readByLooks } from '../texts/reading';
import { carries } from './carrier';
import { foldKey, meaningOf } from './key';
import { TAG_ELSEWHERE, isPartInBlock } from './parts';
import { Scope, Task, Walk } from './scope';
import { guardText, lookAtToken } from './token';
import {
  ValueForm,
  formOf,
  hasHost,
  isScheme,
  isTemplateOfReference,
  isWholeReference,
} from './value';

/** Reasons why a value with an image key can't be evaluated, by its form. */
const REASONS: { readonly [form in ValueForm]?: string } = {
  scheme:
    'names an image with a scheme: write the reference alone if that is possible, or declare it',
  template: 'is a template that another program fills in: declare the possible images',
  url: 'is a URL, not an image reference: declare the image',
  other:
    'is not an image reference: write registry/path:tag or registry/path@digest, or declare it',
};
const SCHEME_ELSEWHERE =
  'has a form that only images have, but is not a reference: declare the image';
const SEVERAL = 'names several images in one text: declare each of them';
export const IN_COMMAND = 'names an image in a command: declare the image';
const VERSION_BESIDE =
  'has no tag, but a version beside or above it, so the image may not be latest: add the tag or digest';
const NO_TEXT = 'has a form that readers interpret differently: write the reference as plain text';
const EMPTY = 'is empty, so another program sets the image: declare it';

/**
 * Checks one text: it is an image, in doubt, or harmless.
 * @returns the content of the text, if it is JSON or YAML
 */
export function leaf(node: TextNode, scope: Scope, by: Walk): Task[] {
  const { found, given } = by;
  if (given.has(node.text)) {
    found.text(node);
    return [];
  }
  if (scope.map === 'labels' || scope.map === 'label') return [];
  if (scope.map === 'annotation' && APPLIED.has(scope.key)) return [];
  if (node.token) {
    const tasks = contentOf(node, scope, by);
    if (tasks.length === 0 && !found.isSettled(node)) lookAtToken(node, scope, by);
    else if (scope.text !== undefined) guardText(node, scope, by);
    return tasks;
  }
  if (isImageOfContainer(scope)) {
    lookAtContainerImage(node, by);
    return [];
  }
  const { meaning } = scope;
  if (meaning === 'image' || meaning === 'name') return imageLeaf(node, scope, by);
  if ((meaning === 'other' || scope.inImages !== undefined) && meaning !== 'setting') {
    const form = formOf(node.text);
    const isWord = form === 'word' && scope.inImages === 'directly' && !isPartInBlock(scope.key);
    const isNamed =
      form === 'whole' || (form === 'reference' && (!isTagless(node.text) || hasHost(node.text)));
    const isPath = form === 'reference' && meaning !== 'other' && scope.inImages === 'directly';
    if (isNamed || isPath || isWord) {
      found.text(node);
      return [];
    }
  }
  return anyLeaf(node, scope, by);
}

/** Annotations with a copy of the object, which are not deployed. */
const APPLIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'objectset.rio.cattle.io/applied',
]);

/** Checks a number or boolean in place of an image, which some readers convert to a text. */
export function scalar(node: ScalarNode, scope: Scope, { found }: Walk): void {
  if (isImageOfContainer(scope) && !isAbsent(node)) found.doubt(node, NO_TEXT);
}

function isImageOfContainer({ inContainer, key }: Scope): boolean {
  return inContainer === true && foldKey(key) === 'image';
}

/**
 * Texts that YAML 1.1 reads as numbers or booleans, and texts with surrounding white space, which
 * some readers remove.
 */
const ODD_TEXT = /^(?:[-+.\d_:]+|0[xob][\da-f_]+|y|n|yes|no|on|off|true|false|~|null)$|^\s|\s$/i;

/** Checks the image of a container, which is an image in any form. */
function lookAtContainerImage(node: TextNode, { found }: Walk): void {
  const form = formOf(node.text);
  if (form === 'empty') found.doubt(node, EMPTY);
  else if (form === 'template') found.doubt(node, REASONS.template!);
  else if (ODD_TEXT.test(node.text) && node.host !== undefined) found.doubt(node, NO_TEXT);
  else found.text(node);
}

function imageLeaf(node: TextNode, scope: Scope, by: Walk): Task[] {
  const { found } = by;
  const form = formOf(node.text);
  switch (form) {
    case 'empty':
    case 'harmless':
      return [];
    case 'whole':
    case 'reference':
    case 'word':
      // One word as the value of a variable may be anything about images.
      if (form === 'word' && scope.isPair === true && scope.meaning !== 'image') return [];
      if (isVariable(scope) && isPlace(scope.key) && form !== 'whole' && isTagless(node.text))
        return [];
      if (!isTagless(node.text)) found.text(node);
      else if (scope.hasVersion === true) found.doubt(node, VERSION_BESIDE);
      else if (scope.meaning === 'name' && /repo/i.test(scope.key))
        found.doubt(node, TAG_ELSEWHERE);
      else found.text(node);
      return [];
    default: {
      // A variable for a URL of images is about pictures, because no program pulls a container
      // image by HTTP.
      if (form === 'url' && isVariable(scope) && isPlace(scope.key)) return [];
      const tasks = form === 'other' ? contentOf(node, scope, by) : [];
      if (tasks.length === 0 && !found.isSettled(node)) found.doubt(node, REASONS[form]!);
      return tasks;
    }
  }
}

/** Returns whether a text is the value of a program's variable. */
function isVariable({ isPair, key }: Scope): boolean {
  return isPair === true || /^[A-Z][A-Z0-9_]*$/.test(key);
}

/** Returns whether a key is for a location of several images. */
function isPlace(key: string): boolean {
  return /(?:url|uri|path|location)s?$/i.test(key);
}

function isTagless(text: string): boolean {
  return !text.includes('@') && text.lastIndexOf(':') <= text.lastIndexOf('/');
}

/** Checks a text whose key does not suggest an image. */
function anyLeaf(node: TextNode, scope: Scope, by: Walk): Task[] {
  const { found } = by;
  const { text } = node;
  if (isScheme(text)) {
    found.doubt(node, SCHEME_ELSEWHERE);
    return [];
  }
  if (isWholeReference(text)) {
    found.text(node);
    return [];
  }
  if (isTemplateOfReference(text)) {
    found.doubt(node, REASONS.template!);
    return [];
  }
  if (lookAtAssignment(node, by) || lookAtSeveral(node, by) || lookAtCommand(node, scope, by))
    return [];
  return contentOf(node, scope, by);
}

const ASSIGNMENT = /^(-{0,2}[A-Za-z][\w.-]{0,127})=(\S+)$/;

/** Checks an argument or environment value: `--reloader=quay.io/…:v1`, `SIDECAR_IMAGE=nginx:1`. */
function lookAtAssignment(node: TextNode, { found }: Walk): boolean {
  const { text } = node;
  if (text.length > 1500 || !text.includes('=')) return false;
  const [, key, value] = ASSIGNMENT.exec(text) ?? [];
  if (key === undefined) return false;
  const form = formOf(value);
  const meaning = meaningOf(key);
  const isImage =
    form === 'whole' ||
    (form === 'reference' && ['image', 'name', 'other', 'machine'].includes(meaning)) ||
    (form === 'word' && meaning === 'image');
  if (isImage) {
    const slot = partOf(node, text.length - value.length);
    found.add(value, node, slot === undefined ? undefined : [slot]);
    return true;
  }
  const reason =
    form === 'scheme'
      ? SCHEME_ELSEWHERE
      : meaning === 'image' || meaning === 'name'
        ? REASONS[form]
        : undefined;
  if (reason !== undefined) found.doubt(node, reason);
  return reason !== undefined;
}

/**
 * Returns the slot of the end of a text. Undefined if the document contains it in other characters.
 */
function partOf(node: TextNode, start: number): Slot | undefined {
  const slot = slotOf(node);
  if (slot === undefined || slot.was !== node.text) return undefined;
  const from = (slot.span?.[0] ?? 0) + start;
  return {
    ...slot,
    bare: false,
    span: [from, from + node.text.length - start],
    was: node.text.slice(start),
  };
}

/**
 * Checks a text with several references: `3.7.0=quay.io/…:1 3.8.0=quay.io/…:2`,
 * `a.example/x:1,b.example/y:2`.
 */
function lookAtSeveral(node: TextNode, { found }: Walk): boolean {
  const { text } = node;
  if (text.length > 1 << 16 || !text.includes('/') || /[{["']/.test(text)) return false;
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const isWhole = (word: string): boolean =>
    isWholeReference(word.slice(word.lastIndexOf('=') + 1));
  const isList = /\s/.test(text.trim()) ? words.every(isWhole) : words.some(isWhole);
  if (!isList || !words.some((word) => word !== text || word.includes('='))) return false;
  found.doubt(node, SEVERAL);
  return true;
}

/**
 * Checks a command in one line: an image as its first word, or in an assignment among its words.
 */
function lookAtCommand(node: TextNode, scope: Scope, { found }: Walk): boolean {
  const { text } = node;
  if (!text.includes('/') || text.length > 1 << 16 || !/^\S.* /.test(text) || /\n./.test(text))
    return false;
  const words = text.trim().split(/\s+/);
  const isFirst = /^(?:cmd|command|run)$/i.test(scope.key) && isWholeReference(words[0]);
  const isAssigned = words.some((word) => {
    const [, key, value] = ASSIGNMENT.exec(word) ?? [];
    return key !== undefined && isWholeReference(value);
  });
  if (isFirst || isAssigned) found.doubt(node, IN_COMMAND);
  return isFirst || isAssigned;
}

/** Returns the content of a text that is JSON, YAML, or Base64 of them. */
function contentOf(node: TextNode, scope: Scope, by: Walk): Task[] {
  const { found } = by;
  const reading = found.reading(node, readByLooks);
  if (reading === undefined) return [];
  if ('problem' in reading) {
    if (!found.isSettled(node)) found.doubt(node, reading.problem);
    return [];
  }
  const { nodes, language } = reading;
  const isCarrier = scope.text?.isCarrier === true || found.isCarrier(node) || carries(nodes);
  const text = {
    language: scope.text?.language === 'yaml' ? ('yaml' as const) : language,
    isCarrier,
  };
  return nodes
    .filter((inner: Node) => inner.kind !== 'text')
    .map((inner) => ({
      node: inner,
      // An annotation or a variable may contain any text, whose keys are checked normally.
      scope: { ...scope, isPair: undefined, map: undefined, text },
    }));
}
