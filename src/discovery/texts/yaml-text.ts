import {
  Alias,
  Composer,
  Document,
  Node as YamlNode,
  Parser,
  Scalar,
  YAMLError,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
} from 'yaml';
import { UnreadableText } from './json-text';
import { tooDeep } from '../../policy/files/document';
import { Node, TextNode, Trail } from '../nodes/node';
import { MASK, literal } from './template';

/** Tags that change nothing of what a node looks like. Behind any other of YAML's own (`!!binary`) an image could hide. */
const PLAIN_TAGS = new Set(
  ['str', 'map', 'seq', 'int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
).add('!');

/** `!!merge <<` is what `<<` is anyway. */
const MERGE_TAG = 'tag:yaml.org,2002:merge';

/** A key that is no text; it could mean anything, as one does that only Terraform knows. */
const STRANGE_KEY = MASK;

/** How many members merge keys may add to a text: maps that merge maps that merge maps double with each level. */
const MAX_MERGED = 10_000;

/**
 * Ends of lines for YAML 1.1, which Kubernetes and most of Go read, and for no reader of YAML 1.2: what is a comment for
 * one is a key for the other. JavaScript's `\s` and `.` treat them differently again.
 */
const ODD_LINE_END = /[\u0085\u2028\u2029]|\r(?!\n)/;

/** The documents of a YAML text as nodes, each string with its position. */
export function readYaml(host: TextNode, source: string): Node[] {
  if (ODD_LINE_END.test(source)) {
    throw new UnreadableText(
      'holds a line end (U+0085, U+2028, U+2029 or a lone carriage return) that YAML readers treat differently: remove it',
    );
  }
  // A directive can give tags another meaning, and documents another version of YAML.
  if (/^%/m.test(source)) throw unreadable('it has a directive');
  const documents = parse(source);
  return documents.flatMap((document, index) => {
    const problem = document.errors[0];
    if (problem !== undefined) throw unreadable(problemText(problem, source));
    if (document.contents === null) return [];
    const trail = documents.length > 1 ? { up: undefined, step: index } : undefined;
    return [convert(document, host, source, trail)];
  });
}

/** Deeper than any configuration; thousands of levels can bring the composer, and Node, down. */
const MAX_DEPTH = 250;

const OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

function parse(source: string): Document[] {
  try {
    const tokens = [...new Parser().parse(source)];
    if (tokens.some((token) => tooDeep(token, MAX_DEPTH) !== undefined)) {
      throw unreadable(`it is nested more than ${MAX_DEPTH} deep`);
    }
    return [...new Composer(OPTIONS).compose(tokens, false, source.length)];
  } catch (error) {
    if (error instanceof UnreadableText) throw error;
    throw unreadable(error instanceof RangeError ? 'it is nested too deep' : 'it is too odd');
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
  const budget = { left: MAX_MERGED };
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
      made = collectionNode(meant, host, trail, tasks, anchors, budget);
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
  anchors: Anchors,
  budget: { left: number },
): Node {
  if (node === null || node === undefined) return { kind: 'scalar', value: null, trail, host };
  const values: Node[] = [];
  const tagged = hasOwnTag(node) ? { tagged: true } : {};
  if (isSeq(node)) {
    node.items.forEach((item, index) => {
      tasks.push({ node: item, trail: { up: trail, step: index }, into: values, index });
    });
    return { kind: 'list', values, trail, host, ...tagged };
  }
  const keys = members(node, anchors, budget).map(({ key, value }, index) => {
    tasks.push({ node: value, trail: { up: trail, step: key }, into: values, index });
    return key;
  });
  return { kind: 'map', keys, values, trail, host, ...tagged };
}

interface Member {
  readonly key: string;
  readonly value: unknown;
}

/**
 * The members of a map with those of the maps that it merges (`<<`). Readers differ in which of two members of a name wins,
 * so both stand there, as those of a key that is written twice do.
 */
function members(root: unknown, anchors: Anchors, budget: { left: number }): Member[] {
  const found: Member[] = [];
  const seen = new Set<unknown>();
  const next: unknown[] = [root];
  for (let map = next.pop(); map !== undefined; map = next.pop()) {
    if (seen.has(map)) continue;
    seen.add(map);
    if (!isMap(map)) throw unreadable('it has a node of an unknown kind');
    if (map !== root) {
      budget.left -= map.items.length + 1;
      if (budget.left < 0) throw unreadable('it merges too many members');
    }
    for (const pair of map.items) {
      if (!isPair(pair)) throw unreadable('it has a node of an unknown kind');
      const meant = isAlias(pair.key) ? anchors(pair.key) : pair.key;
      const isMerge = isScalar(meant) && (meant as { tag?: string }).tag === MERGE_TAG;
      if (isScalar(meant) && !isMerge && hasOwnTag(meant))
        throw unreadable('it has a tag on a key');
      const key = isScalar(meant) ? String(meant.value) : STRANGE_KEY;
      if (isMerge || key === '<<') next.push(...merged(pair.value, anchors));
      else found.push({ key, value: pair.value });
    }
  }
  return found;
}

function merged(value: unknown, anchors: Anchors): unknown[] {
  const meant = isAlias(value) ? anchors(value) : value;
  const maps = isSeq(meant) ? meant.items : [meant];
  return maps.map((map) => (isAlias(map) ? anchors(map) : map));
}

type Anchors = (alias: Alias) => YamlNode;

/** @param stands what stands in the place: the scalar, or an alias of it */
function scalarNode(
  scalar: Scalar,
  stands: Scalar | Alias,
  host: TextNode,
  source: string,
  trail: Trail | undefined,
): Node {
  if (hasOwnTag(scalar)) return { kind: 'unknown', trail, host };
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
    // The header may have a comment, with the same text in it.
    const at = text.indexOf(inner, text.indexOf('\n') + 1);
    if (inner !== '' && at >= 0) return { span: [start + at, start + at + inner.length] };
  }
  return { span: [start, end], bare: true };
}

/**
 * What each alias stands for: a name can be used again, and means the last anchor before the alias. (The
 * library's own `resolve` walks through the whole document for each alias.)
 */
function anchorsOf(document: Document): Anchors {
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
    if (node === undefined) throw unreadable('it has an alias without an anchor');
    return node;
  };
}

/** Whether a tag is one that only the text's reader knows, such as CloudFormation's `!Sub`. */
function hasOwnTag(node: unknown): boolean {
  const { tag } = node as { tag?: string };
  // The library sets the tags that it knows itself.
  if (tag === undefined || PLAIN_TAGS.has(tag)) return false;
  if (/^![A-Za-z]/.test(tag)) return true;
  throw unreadable('it has a tag that readers treat differently');
}

/** Where it is wrong, and by which rule. The parser's own message quotes the text, which may be a secret. */
function problemText({ code, pos }: YAMLError, source: string): string {
  const line = source.slice(0, pos[0]).split('\n').length;
  return `line ${line} breaks its rules (${code.toLowerCase().replace(/_/g, ' ')})`;
}

function unreadable(what: string): UnreadableText {
  return new UnreadableText(`can't be read as YAML: ${what}`);
}
