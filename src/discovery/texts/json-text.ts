import { Node, TextNode, Trail } from '../nodes/node';
import { LiteralReader } from './literal-reader';
import { MASK, literal } from './template';

/** The reason why a text can't be read in its language. */
export class UnreadableText extends Error {}

const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)/y;
const UNKNOWN = new RegExp(`${MASK}+`, 'y');

/**
 * Reads a JSON text to a node. Unlike JSON.parse, it provides positions, and accepts masks in place
 * of a value.
 */
export function readJson(host: TextNode, source: string): Node {
  return new JsonReader(host, source, 0, source.length).read();
}

class JsonReader extends LiteralReader {
  protected readonly assignment = ':';
  protected readonly space = /[ \t\n\r]*/y;

  protected string(trail: Trail | undefined): TextNode {
    const { host, at: start } = this;
    const quoted = stringAt(this.source, start) ?? this.fail();
    this.at += quoted.length;
    const value = meaning(quoted) ?? this.fail();
    const token = host.template && value.includes(MASK);
    const isPlain = quoted.slice(1, -1) === value;
    return {
      kind: 'text',
      text: host.template && !token ? literal(value) : value,
      raw: value,
      token,
      template: host.template,
      host,
      trail,
      span: isPlain ? [start + 1, this.at - 1] : [start, this.at],
      ...(isPlain ? {} : { bare: true }),
    };
  }

  protected other(trail: Trail | undefined): Node {
    const { host } = this;
    if (host.template && this.take(UNKNOWN) !== undefined) return { kind: 'unknown', trail, host };
    const scalar = this.take(SCALAR) ?? this.fail();
    return { kind: 'scalar', value: JSON.parse(scalar), trail, host };
  }

  protected fail(): never {
    throw new UnreadableText(
      `is not JSON (at character ${this.at + 1} of ${this.source.length}): fix it, or declare its images`,
    );
  }
}

/**
 * Returns the JSON string that begins here, with its quotes. A pattern would overflow on megabytes
 * of escapes.
 */
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
