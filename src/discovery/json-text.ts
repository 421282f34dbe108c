import { ListNode, MapNode, Node, TextNode, Trail } from './node';
import { MASK, literal } from './template';

/** Why a text can't be read as what it should be. */
export class UnreadableText extends Error {}

const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)/y;
const SPACE = /[ \t\n\r]*/y;
const UNKNOWN = new RegExp(`${MASK}+`, 'y');

/**
 * JSON text as a node, each string with its position. JSON.parse has no positions; this reads the same
 * language, and masks in the place of a value. Not recursive.
 */
export function readJson(host: TextNode, source: string): Node {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  };
  const fail = (): never => {
    throw new UnreadableText(`it is no JSON (at character ${at + 1} of ${source.length})`);
  };
  /** The containers that are open, outermost first. */
  const open: (MapNode | ListNode)[] = [];
  const string = (trail: Trail | undefined): TextNode => {
    const start = at;
    const quoted = stringAt(source, start) ?? fail();
    at += quoted.length;
    const value = meaning(quoted) ?? fail();
    const token = host.template && value.includes(MASK);
    const text = host.template && !token ? literal(value) : value;
    const plain = quoted.slice(1, -1) === value;
    const span: [number, number] = plain ? [start + 1, at - 1] : [start, at];
    const placed = { span, ...(plain ? {} : { bare: true }) };
    return {
      kind: 'text',
      text,
      raw: value,
      token,
      template: host.template,
      host,
      trail,
      ...placed,
    };
  };

  /** Reads a value; a container only as far as its opening bracket. */
  const value = (trail: Trail | undefined): Node => {
    const char = source[at];
    if (char === '"') return string(trail);
    if (char === '{' || char === '[') {
      at += 1;
      const base = { values: [] as Node[], trail, host };
      const node: MapNode | ListNode =
        char === '{' ? { kind: 'map', keys: [], ...base } : { kind: 'list', ...base };
      open.push(node);
      return node;
    }
    if (host.template && take(UNKNOWN) !== undefined) return { kind: 'unknown', trail, host };
    const scalar = take(SCALAR) ?? fail();
    return { kind: 'scalar', value: JSON.parse(scalar), trail, host };
  };

  take(SPACE);
  const root = value(undefined);
  for (let inner = open[open.length - 1]; inner !== undefined; inner = open[open.length - 1]) {
    take(SPACE);
    const closing = inner.kind === 'map' ? '}' : ']';
    if (source[at] === closing) {
      at += 1;
      open.pop();
      continue;
    }
    if (inner.values.length > 0) {
      if (source[at] !== ',') fail();
      at += 1;
      take(SPACE);
    }
    let step: string | number = inner.values.length;
    if (inner.kind === 'map') {
      step = string(undefined).raw;
      take(SPACE);
      if (source[at] !== ':') fail();
      at += 1;
      take(SPACE);
      inner.keys.push(step);
    }
    inner.values.push(value({ up: inner.trail, step }));
  }
  take(SPACE);
  if (at < source.length) fail();
  return root;
}

/** The JSON string that begins here, quotes included. A pattern would overflow on megabytes of escapes. */
function stringAt(source: string, start: number): string | undefined {
  if (source[start] !== '"') return undefined;
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '"') return source.slice(start, at + 1);
    if (source[at] === '\\') at += 1;
  }
  return undefined;
}

function meaning(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
