import {
  Alias,
  CST,
  Composer,
  Document,
  LineCounter,
  Node,
  Parser,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  visit,
} from 'yaml';
import { PolicyPath } from '../model/problem';

/** A position in a file: line and column, both from 1, the column in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** A problem with its position. */
export interface PositionedProblem extends TextPosition {
  readonly message: string;
}

/** A YAML or JSON text as data, with the position of each part. */
export interface PolicyDocument {
  readonly problems: readonly PositionedProblem[];
  /** The data; undefined if there are problems. */
  readonly value?: unknown;
  placeOf(path: PolicyPath, atKey: boolean): TextPosition;
}

/** The maximum size: 1 MiB. A policy with a thousand exceptions needs a fifth of it. */
const MAX_BYTES = 1 << 20;
/**
 * The maximum nesting. A policy has four levels. Thousands of levels can crash the YAML composer,
 * and Node.
 */
const MAX_DEPTH = 32;
/**
 * The most aliases: enough for a few repeated lists, but not for a file that explodes when it is
 * read.
 */
const MAX_ALIASES = 10;

/**
 * Core schema: dates stay strings. Keys that are not strings, unknown tags, several documents,
 * duplicate keys and YAML versions other than 1.2 are refused.
 */
const OPTIONS = {
  schema: 'core',
  version: '1.2',
  strict: true,
  uniqueKeys: true,
  stringKeys: true,
  merge: false,
  resolveKnownTags: false,
  logLevel: 'error',
} as const;

/** Reads a text as YAML 1.2, a superset of JSON. Never throws. */
export function readDocument(given: string): PolicyDocument {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given;
  const lines = new LineCounter();
  const placeAt = (offset: number): TextPosition => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse = (offset: number, message: string): PolicyDocument => ({
    problems: [{ ...placeAt(offset), message }],
    placeOf: () => placeAt(offset),
  });

  if (Buffer.byteLength(text) > MAX_BYTES) return refuse(0, 'it is larger than 1 MiB');
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  for (const token of tokens) {
    const deep = tooDeep(token, MAX_DEPTH);
    if (deep !== undefined) return refuse(deep.offset, `it is nested more than ${MAX_DEPTH} deep`);
  }
  const documents = [...new Composer(OPTIONS).compose(tokens, true, text.length)];
  const faults = documents
    .flatMap((document) => [...document.errors, ...document.warnings])
    .map(({ pos, message }) => ({ ...placeAt(pos[0]), message }));
  if (faults.length > 0) return { problems: faults, placeOf: () => faults[0] };

  const [document, second] = documents;
  if (second !== undefined) {
    return refuse(second.range[0], 'it has several documents: a policy is one');
  }
  const version = document.directives?.yaml;
  if (version?.explicit === true && version.version !== '1.2') {
    return refuse(0, `it asks for YAML ${version.version}: leave the %YAML line out`);
  }
  const root = document.contents;
  if (root === null) return refuse(0, 'it is empty: it needs version: 1 and maxSeverity');
  try {
    return {
      problems: [],
      value: document.toJS({ maxAliasCount: MAX_ALIASES }),
      placeOf: (path, atKey) => placeAt(offsetOf(document, path, atKey)),
    };
  } catch (error) {
    const why = (error as Error).message;
    const message = why.startsWith('Excessive') ? `it repeats too much by aliases` : why;
    return refuse(firstAlias(document)?.range?.[0] ?? 0, message);
  }
}

/**
 * Returns the parser's first token that is nested deeper than a limit. Not recursive.
 * @internal
 */
export function tooDeep(root: CST.Token, limit: number): CST.Token | undefined {
  const open: [token: CST.Token, depth: number][] = [[root, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [token, depth] = next;
    if (depth > limit) return token;
    if (token.type === 'document' && token.value) open.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      for (const child of [key, value]) if (child) open.push([child, depth + 1]);
    }
  }
  return undefined;
}

/** Returns the offset of a path; for a missing key, the offset of the nearest map around it. */
function offsetOf(document: Document.Parsed, path: PolicyPath, atKey: boolean): number {
  let at: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  path.forEach((step, index) => {
    const here = isAlias(at) ? at.resolve(document) : at;
    if (isSeq(here)) {
      at = here.items[step as number];
    } else if (isMap(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && key.value === step);
      const wantsKey = atKey && index === path.length - 1;
      at = wantsKey || !isNode(pair?.value) ? pair?.key : pair.value;
    } else {
      at = undefined;
    }
    if (isNode(at)) offset = (at as Node).range?.[0] ?? offset;
  });
  return offset;
}

function firstAlias(document: Document.Parsed): Alias | undefined {
  let first: Alias | undefined;
  visit(document, {
    Alias(_key, alias) {
      first = alias;
      return visit.BREAK;
    },
  });
  return first;
}
