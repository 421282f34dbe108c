import { Node, TextNode, Trail } from '../nodes/node';
import { UnreadableText } from './json-text';
import { LiteralReader } from './literal-reader';
import { MASK, literal, masked } from './template';

/** Matches a value that is only an encoded literal, as `Fn.jsonencode` writes it. */
const ENCODED = /^\$\{(?:json|yaml)encode\(([^]*)\)\}$/;
/** A traversal, which cdktf writes for a token. It is always a value. */
const TRAVERSAL =
  /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\.\d+|\[\d+\]|\["[\w./-]*"\])*(?![\w("[{-])/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /(?:true|false|null)(?![\w.([-])/y;

/** Returns whether a string is a call of `jsonencode` or `yamlencode`. */
export function isEncoded(raw: string): boolean {
  return ENCODED.test(raw);
}

/**
 * Parses the argument of `jsonencode` or `yamlencode` to a node. It supports only the HCL that
 * cdktf writes: literals, lists, objects with quoted keys, traversals, and templates in strings.
 * @throws UnreadableText for anything else
 */
export function readEncoded(host: TextNode): Node {
  const { raw } = host;
  const reader = new EncodedReader(host, raw, raw.indexOf('(') + 1, raw.length - ')}'.length);
  const root = reader.read();
  // Only Terraform knows the whole value.
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

/** Returns the end of the string that begins here. Expressions in it may contain strings. */
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

/** Resolves the escapes of a string. Undefined for an escape that HCL does not have. */
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
