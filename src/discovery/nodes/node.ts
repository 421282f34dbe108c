import { Slot, Step, slotText } from './place';
import { MASK, hasToken, literal } from '../texts/template';

/**
 * The path to a node as a linked list from the leaf, because full paths of all nodes in ten
 * thousand levels would not fit into memory.
 */
export interface Trail {
  readonly up: Trail | undefined;
  readonly step: Step;
  /** Set at the root of a resource. The keys above are its type and its user-defined name. */
  readonly top?: boolean;
}

interface Placed {
  readonly trail: Trail | undefined;
  /** The string whose JSON or YAML contains the node. */
  readonly host?: TextNode;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  /**
   * In the order of the source. YAML and JSON texts can have a key twice, and both values are
   * checked.
   */
  readonly keys: string[];
  readonly values: Node[];
  /** Set if the node has a tag that only the reader evaluates, such as CloudFormation's `!If`. */
  readonly tagged?: boolean;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly values: Node[];
  /** As of a map. */
  readonly tagged?: boolean;
}

export interface TextNode extends Placed {
  readonly kind: 'text';
  /** The meaning of the string, if it contains no token. */
  readonly text: string;
  /** The characters in the document, or in the text of the host. */
  readonly raw: string;
  /** Whether the string contains a part that only Terraform knows. */
  readonly token: boolean;
  /** Whether the string is a Terraform template. */
  readonly template: boolean;
  readonly span?: readonly [start: number, end: number];
  readonly bare?: boolean;
  /** Set if the string can't be replaced, because the text around it is encoded. */
  readonly fixed?: boolean;
}

/** A value that is known only after the apply, or an expression in place of a JSON value. */
export interface UnknownNode extends Placed {
  readonly kind: 'unknown';
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: unknown;
}

/** A common form of JSON, YAML in strings, and plan values with unknowns. */
export type Node = MapNode | ListNode | TextNode | UnknownNode | ScalarNode;

interface Task {
  readonly value: unknown;
  readonly unknown: unknown;
  readonly trail: Trail | undefined;
  readonly into: Node[];
  readonly index: number;
}

/**
 * Converts a JSON value to a node, without recursion.
 * @param unknown `after_unknown`: a tree of the same form in which `true` marks unknown values
 */
export function fromValue(
  value: unknown,
  options: { readonly template: boolean; readonly trail?: Trail; readonly unknown?: unknown },
): Node {
  const root: Node[] = [];
  const tasks: Task[] = [
    { value, unknown: options.unknown, trail: options.trail, into: root, index: 0 },
  ];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    task.into[task.index] = nodeOf(task, options.template, tasks);
  }
  return root[0];
}

function nodeOf(task: Task, template: boolean, tasks: Task[]): Node {
  const { value, unknown, trail } = task;
  if (unknown === true) return { kind: 'unknown', trail };
  if (typeof value === 'string') {
    const token = template && hasToken(value);
    const text = template && !token ? literal(value) : value;
    return { kind: 'text', text, raw: value, token, template, trail };
  }
  const absent = value === undefined || value === null;
  if (Array.isArray(value) || (absent && Array.isArray(unknown))) {
    const known: unknown[] = Array.isArray(value) ? value : [];
    const hidden: unknown[] = Array.isArray(unknown) ? unknown : [];
    const values: Node[] = [];
    for (let step = 0; step < Math.max(known.length, hidden.length); step++) {
      const child = { value: known[step], unknown: hidden[step], into: values, index: step };
      tasks.push({ ...child, trail: { up: trail, step } });
    }
    return { kind: 'list', values, trail };
  }
  if (isObject(value) || (absent && isObject(unknown))) {
    const hidden = isObject(unknown) ? unknown : {};
    const known = isObject(value) ? value : {};
    const keys = Object.keys(known);
    for (const key of Object.keys(hidden)) if (!Object.hasOwn(known, key)) keys.push(key);
    const values: Node[] = [];
    keys.forEach((key, index) => {
      tasks.push({
        value: Object.hasOwn(known, key) ? known[key] : undefined,
        unknown: Object.hasOwn(hidden, key) ? hidden[key] : undefined,
        trail: { up: trail, step: key },
        into: values,
        index,
      });
    });
    return { kind: 'map', keys, values, trail };
  }
  return { kind: 'scalar', value, trail };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns the steps to a node from the root: in the document, and inside the text of the host,
 * including nested texts.
 */
export function whereabouts(node: Node): Pick<Slot, 'path' | 'inside'> {
  if (node.host === undefined) return { path: steps(node.trail) };
  const inside = steps(node.trail);
  let host = node.host;
  for (; host.host !== undefined; host = host.host) inside.unshift(...steps(host.trail));
  return { path: steps(host.trail), inside };
}

/** Returns the steps from the document's root to the string that is or contains a node. */
export function rootPath(node: Node): readonly Step[] {
  return whereabouts(node).path;
}

/** Formats the path of a node in its resource. Empty for the resource itself. */
export function nodePathText(node: Node): string {
  const { path, inside } = whereabouts(node);
  let top: Trail | undefined = outermost(node).trail;
  let below = 0;
  for (; top !== undefined && top.top !== true; top = top.up) below += 1;
  return slotText({ path: below === 0 ? [] : path.slice(-below), inside });
}

function outermost(node: Node): Node {
  let here = node;
  while (here.host !== undefined) here = here.host;
  return here;
}

/**
 * Returns the slot in which a text can be replaced. Undefined for a text in a nested text, because
 * all levels would have to be escaped again.
 */
export function slotOf(node: TextNode): Slot | undefined {
  if (node.host?.host !== undefined || node.fixed === true) return undefined;
  return {
    ...whereabouts(node),
    ...(node.span === undefined ? {} : { span: node.span }),
    ...(node.bare === true ? { bare: true } : {}),
    was: node.span === undefined ? node.raw : (node.host ?? node).raw.slice(...node.span),
  };
}

/** Returns whether a value is missing. Terraform treats null as missing. */
export function isAbsent(node: Node): boolean {
  return node.kind === 'scalar' && (node.value === null || node.value === undefined);
}

/** Returns whether only Terraform knows a key. */
export function isTokenKey(key: string): boolean {
  return key.includes(MASK) || hasToken(key);
}

function steps(trail: Trail | undefined): Step[] {
  const found: Step[] = [];
  for (let at = trail; at !== undefined; at = at.up) found.push(at.step);
  return found.reverse();
}
