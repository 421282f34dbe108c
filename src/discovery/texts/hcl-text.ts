import { Node, TextNode, Trail } from '../nodes/node';
import { UnreadableText } from './json-text';
import { LiteralReader } from './literal-reader';
import { MASK, literal, masked } from './template';

/** A value that is an encoded literal and nothing else, as `Fn.jsonencode` writes it. */
const ENCODED = /^\$\{(?:json|yaml)encode\(([^]*)\)\}$/;
/** What cdktf writes for a token: a traversal. It can't be anything but a value. */
const TRAVERSAL =
  /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\.\d+|\[\d+\]|\["[\w./-]*"\])*(?![\w("[{-])/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /(?:true|false|null)(?![\w.([-])/y;

/** Whether a string is a call of `jsonencode` or `yamlencode`, which Terraform evaluates. */
export function isEncoded(raw: string): boolean {
  return ENCODED.test(raw);
}

/**
 * The argument of `jsonencode` or `yamlencode` as a node. Reads what cdktf writes, and nothing else of HCL: literals, lists,
 * objects with quoted keys, traversals, and templates in strings.
 * @throws UnreadableText for anything else
 */
export function readEncoded(host: TextNode): Node {
  const { raw } = host;
  const reader = new EncodedReader(host, raw, raw.indexOf('(') + 1, raw.length - ')}'.length);
  const root = reader.read();
  // All of it is known only to Terraform.
  if (root.kind === 'unknown') throw new UnreadableText(EXPRESSION);
  return root;
}

const EXPRESSION =
  'is an expression that only Terraform can evaluate: write the value as a literal';

class EncodedReader extends LiteralReader {
  protected readonly assignment = '=';
  protected readonly space = / */y;

  protected string(trail: Trail | undefined): TextNode {
    const { host, source, at: start } = this;
    const close = closingQuote(source, start, source.length - ')}'.length) ?? this.fail();
    this.at = close + 1;
    const inner = source.slice(start + 1, close);
    const raw = unescaped(masked(inner) ?? this.fail()) ?? this.fail();
    const token = raw.includes(MASK);
    const isPlain = raw === inner;
    return {
      kind: 'text',
      text: token ? raw : literal(raw),
      raw,
      token,
      template: true,
      host,
      trail,
      span: isPlain ? [start + 1, close] : [start, this.at],
      ...(isPlain ? {} : { bare: true }),
    };
  }

  protected other(trail: Trail | undefined): Node {
    const { host } = this;
    const scalar = this.take(NUMBER) ?? this.take(WORD);
    if (scalar !== undefined) return { kind: 'scalar', value: JSON.parse(scalar), trail, host };
    if (this.take(TRAVERSAL) === undefined) this.fail();
    return { kind: 'unknown', trail, host };
  }

  protected fail(): never {
    throw new UnreadableText(EXPRESSION);
  }
}

/** Where the string ends that begins here; expressions in it may hold strings of their own. */
function closingQuote(source: string, start: number, end: number): number | undefined {
  const nest: string[] = ['"'];
  for (let at = start + 1; at < end; at++) {
    const char = source[at];
    const inString = nest[nest.length - 1] === '"';
    if (!inString) {
      if (char === '{' || char === '"') nest.push(char);
      else if (char === '}') nest.pop();
    } else if (char === '\\') at += 1;
    else if (char === '\n') return undefined;
    else if (char === '"') {
      nest.pop();
      if (nest.length === 0) return at;
    } else if ((char === '$' || char === '%') && source[at + 1] === '{') {
      nest.push('{');
      at += 1;
    } else if (
      (char === '$' || char === '%') &&
      source[at + 1] === char &&
      source[at + 2] === '{'
    ) {
      at += 2;
    }
  }
  return undefined;
}

const ESCAPES: { readonly [letter: string]: string } = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

/** What the escapes of a string mean; nothing where one is none of HCL's. */
function unescaped(text: string): string | undefined {
  if (!text.includes('\\')) return text;
  let wrong = false;
  const plain = text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g,
    (_, short: string | undefined, long: string | undefined, letter: string | undefined) => {
      const code = parseInt(short ?? long ?? '', 16);
      const meant =
        letter === undefined
          ? code <= 0x10ffff
            ? String.fromCodePoint(code)
            : undefined
          : ESCAPES[letter];
      wrong ||= meant === undefined;
      return meant ?? '';
    },
  );
  return wrong ? undefined : plain;
}
