import {
  Alias,
  Document,
  Node as YamlNode,
  Scalar,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
} from 'yaml';
import { UnreadableText } from './json-text';
import { Node, TextNode, Trail } from './node';
import { MASK, literal } from './template';

/** Tags that change nothing of what a node looks like. Behind any other (`!!binary`) an image could hide. */
const PLAIN_TAGS = new Set(
  ['str', 'map', 'seq', 'int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
).add('!');

/** A key that is no text; it could mean anything, as one does that only Terraform knows. */
const STRANGE_KEY = MASK;

/** The documents of a YAML text as nodes, each string with its position. */
export function readYaml(host: TextNode, source: string): Node[] {
  const documents = parse(source);
  return documents.flatMap((document, index) => {
    const problem = document.errors[0];
    if (problem !== undefined) throw unreadable(problem.message);
    if (document.contents === null) return [];
    const trail = documents.length > 1 ? { up: undefined, step: index } : undefined;
    return [convert(document, host, source, trail)];
  });
}

function parse(source: string): Document[] {
  try {
    const options = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
    const documents = parseAllDocuments(source, options);
    return Array.isArray(documents) ? (documents as Document[]) : [];
  } catch (error) {
    // The library recurses: a text that nests thousands deep overflows its stack.
    throw unreadable(error instanceof RangeError ? 'it is nested too deep' : String(error));
  }
}

interface Task {
  readonly node: unknown;
  readonly trail: Trail | undefined;
  readonly into: Node[];
  readonly index: number;
}

function convert(document: Document, host: TextNode, source: string, top?: Trail): Node {
  const anchors = anchorsOf(document);
  // An alias and its anchor become one node, so that a text of aliases of aliases stays as small as it is.
  const done = new Map<unknown, Node>();
  const root: Node[] = [];
  const tasks: Task[] = [{ node: document.contents, trail: top, into: root, index: 0 }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { node, trail, into, index } = task;
    const meant = isAlias(node) ? anchors(node) : node;
    if (isScalar(meant)) {
      into[index] = scalarNode(meant, isAlias(node) ? node : meant, host, source, trail);
      continue;
    }
    let made = done.get(meant);
    if (made === undefined) {
      made = collectionNode(meant, host, trail, tasks, anchors);
      done.set(meant, made);
    }
    into[index] = made;
  }
  return root[0];
}

function collectionNode(
  node: unknown,
  host: TextNode,
  trail: Trail | undefined,
  tasks: Task[],
  anchors: (alias: Alias) => YamlNode,
): Node {
  if (node === null || node === undefined) return { kind: 'scalar', value: null, trail, host };
  checkTag(node);
  const values: Node[] = [];
  if (isSeq(node)) {
    node.items.forEach((item, index) => {
      tasks.push({ node: item, trail: { up: trail, step: index }, into: values, index });
    });
    return { kind: 'list', values, trail, host };
  }
  if (!isMap(node)) throw unreadable('it has a node of an unknown kind');
  const keys = node.items.map((pair, index) => {
    if (!isPair(pair)) throw unreadable('it has a node of an unknown kind');
    const meant = isAlias(pair.key) ? anchors(pair.key) : pair.key;
    if (isScalar(meant)) checkTag(meant);
    const key = isScalar(meant) ? String(meant.value) : STRANGE_KEY;
    tasks.push({ node: pair.value, trail: { up: trail, step: key }, into: values, index });
    return key;
  });
  return { kind: 'map', keys, values, trail, host };
}

/** @param stands what stands in the place: the scalar, or an alias of it */
function scalarNode(
  scalar: Scalar,
  stands: Scalar | Alias,
  host: TextNode,
  source: string,
  trail: Trail | undefined,
): Node {
  checkTag(scalar);
  const { value } = scalar;
  if (typeof value !== 'string') return { kind: 'scalar', value, trail, host };
  const token = host.template && value.includes(MASK);
  const text = host.template && !token ? literal(value) : value;
  const place = span(scalar, stands, source);
  return { kind: 'text', text, raw: value, token, template: host.template, host, trail, ...place };
}

/** The characters to replace: those of the value itself where it stands unescaped, else all of the scalar. */
function span(
  scalar: Scalar,
  stands: Scalar | Alias,
  source: string,
): Pick<TextNode, 'span' | 'bare'> {
  const [start, end] = stands.range ?? [0, 0];
  const text = source.slice(start, end);
  const value = scalar.value as string;
  if (stands === scalar && /^QUOTE/.test(scalar.type ?? '') && text.slice(1, -1) === value) {
    return { span: [start + 1, end - 1] };
  }
  if (stands === scalar && /^BLOCK/.test(scalar.type ?? '')) {
    const inner = value.trim();
    const at = text.indexOf(inner);
    if (inner !== '' && at >= 0) return { span: [start + at, start + at + inner.length] };
  }
  return { span: [start, end], bare: true };
}

/**
 * What each alias stands for: a name can be used again, and means the last anchor before the alias. (The
 * library's own `resolve` walks through the whole document for each alias.)
 */
function anchorsOf(document: Document): (alias: Alias) => YamlNode {
  const anchors = new Map<string, YamlNode>();
  const meant = new Map<Alias, YamlNode>();
  const next: unknown[] = [document.contents];
  while (next.length > 0) {
    const node = next.pop();
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) meant.set(node, target);
    } else if (isPair(node)) {
      next.push(node.value, node.key);
    } else if (isScalar(node) || isCollection(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isCollection(node)) {
        for (let at = node.items.length - 1; at >= 0; at--) next.push(node.items[at]);
      }
    }
  }
  return (alias) => {
    const node = meant.get(alias);
    if (node === undefined) throw unreadable(`it has an alias without an anchor: ${alias.source}`);
    return node;
  };
}

function checkTag(node: unknown): void {
  const { tag } = node as { tag?: string };
  // The library sets the tags that it knows itself.
  if (tag !== undefined && !PLAIN_TAGS.has(tag)) throw unreadable(`it has the tag ${tag}`);
}

function unreadable(what: string): UnreadableText {
  return new UnreadableText(`it can’t be read as YAML: ${what.split('\n')[0]}`);
}
