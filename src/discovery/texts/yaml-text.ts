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

/** Tags that don't change a node. Any other tag of YAML (`!!binary`) could hide an image. */
const PLAIN_TAGS = new Set(
  ['str', 'map', 'seq', 'int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
).add('!');

/** `!!merge <<` is equivalent to `<<`. */
const MERGE_TAG = 'tag:yaml.org,2002:merge';

/** A key that is not a text. Like a key that only Terraform knows, it could mean anything. */
const STRANGE_KEY = MASK;

/**
 * Maximum number of members that merge keys may add to a text, because nested merges grow
 * exponentially.
 */
const MAX_MERGED = 10_000;

/**
 * Line ends of YAML 1.1, which Kubernetes and most Go programs read, but not of YAML 1.2: a comment
 * for one is a key for the other. JavaScript's `\s` and `.` differ from both.
 */
const ODD_LINE_END = /[\u0085\u2028\u2029]|\r(?!\n)/;

/** Reads the documents of a YAML text to nodes, with the position of each string. */
export function readYaml(host: TextNode, source: string): Node[] {
  if (ODD_LINE_END.test(source)) {
    throw new UnreadableText(
      'contains a line end (U+0085, U+2028, U+2029 or a lone carriage return) that YAML readers treat differently: remove it',
    );
  }
  // A directive can redefine tags and the YAML version.
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

/**
 * Maximum nesting, deeper than any configuration. Thousands of levels can crash the parser and
 * Node.
 */
const MAX_DEPTH = 250;

const OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

function parse(source: string): Document[] {
  try {
    const tokens = [...new Parser().parse(source)];
    if (tokens.some((token) => tooDeep(token, MAX_DEPTH) !== undefined)) {
      throw unreadable(`it is nested more than ${MAX_DEPTH} levels deep`);
    }
    return [...new Composer(OPTIONS).compose(tokens, false, source.length)];
  } catch (error) {
    if (error instanceof UnreadableText) throw error;
    throw unreadable(error instanceof RangeError ? 'it is nested too deeply' : 'the parser fails');
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
  // An alias and its anchor become one node, so that nested aliases don't grow exponentially.
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
 * Returns the members of a map and of the maps that it merges (`<<`). Readers differ in which of
 * two members with the same name wins, so both are returned, as for a duplicate key.
 */
function members(root: unknown, anchors: Anchors, budget: { left: number }): Member[] {
  const found: Member[] = [];
  const seen = new Set<unknown>();
  const next: unknown[] = [root];
  for (let map = next.pop(); map !== undefined; map = next.pop()) {
    if (seen.has(map)) continue;
    seen.add(map);
    if (!isMap(map)) throw unreadable('it contains a node of an unknown kind');
    if (map !== root) {
      budget.left -= map.items.length + 1;
      if (budget.left < 0) throw unreadable('it merges too many members');
    }
    for (const pair of map.items) {
      if (!isPair(pair)) throw unreadable('it contains a node of an unknown kind');
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

/** @param occurrence the node in the text: the scalar, or an alias of it */
function scalarNode(
  scalar: Scalar,
  occurrence: Scalar | Alias,
  host: TextNode,
  source: string,
  trail: Trail | undefined,
): Node {
  if (hasOwnTag(scalar)) return { kind: 'unknown', trail, host };
  const { value } = scalar;
  if (typeof value !== 'string') return { kind: 'scalar', value, trail, host };
  const token = host.template && value.includes(MASK);
  const text = host.template && !token ? literal(value) : value;
  const place = span(scalar, occurrence, source);
  return { kind: 'text', text, raw: value, token, template: host.template, host, trail, ...place };
}

/** Returns the range to replace: the value itself if it is not escaped, else the whole scalar. */
function span(
  scalar: Scalar,
  occurrence: Scalar | Alias,
  source: string,
): Pick<TextNode, 'span' | 'bare'> {
  const [start, end] = occurrence.range ?? [0, 0];
  const text = source.slice(start, end);
  const value = scalar.value as string;
  if (occurrence === scalar && /^QUOTE/.test(scalar.type ?? '') && text.slice(1, -1) === value) {
    return { span: [start + 1, end - 1] };
  }
  if (occurrence === scalar && /^BLOCK/.test(scalar.type ?? '')) {
    const inner = value.trim();
    // The header may have a comment that contains the same text.
    const at = text.indexOf(inner, text.indexOf('\n') + 1);
    if (inner !== '' && at >= 0) return { span: [start + at, start + at + inner.length] };
  }
  return { span: [start, end], bare: true };
}

/**
 * Returns the node of each alias. A name can be reused, and refers to the last anchor before the
 * alias. (`resolve` of the library searches the whole document for each alias.)
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

/** Returns whether only the reader of the text knows a tag, such as CloudFormation's `!Sub`. */
function hasOwnTag(node: unknown): boolean {
  const { tag } = node as { tag?: string };
  // The library resolves the tags of YAML.
  if (tag === undefined || PLAIN_TAGS.has(tag)) return false;
  if (/^![A-Za-z]/.test(tag)) return true;
  throw unreadable('it has a tag that readers treat differently');
}

/**
 * Returns the position and rule of an error. The parser's message is not used, because it quotes
 * the text, which may be a secret.
 */
function problemText({ code, pos }: YAMLError, source: string): string {
  const line = source.slice(0, pos[0]).split('\n').length;
  return `line ${line} breaks its rules (${code.toLowerCase().replace(/_/g, ' ')})`;
}

function unreadable(what: string): UnreadableText {
  return new UnreadableText(`can't be read as YAML: ${what}`);
}
