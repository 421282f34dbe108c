import { isScalar, parseDocument, visit } from 'yaml';

/**
 * Reads and writes JSON without changing a digit. Rows must leave as they were given: a double
 * would round an int64, and `1.0` would become `1`, which is what a strict client is tested on.
 */

/** A number whose spelling a double cannot give back: `1.0`, `1e3`, `9007199254740993`. */
export class ExactNumber {
  constructor(public readonly text: string) {}

  /** `JSON.stringify` has no word for it; see {@link writeJson}. */
  public toJSON(): never {
    throw new TypeError(`${this.text} has no place in JSON.stringify`);
  }
}

/** The key that carries an exact number through `JSON.parse`; no sane document holds it. */
const MARK = '\u0000exact';
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** `JSON.parse` that keeps the spelling of numbers. */
export function parseJson(text: string): unknown {
  // The plain parse comes first: its errors point into the text as it was written.
  JSON.parse(text);
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || String(Number(token)) === token
      ? token
      : JSON.stringify({ [MARK]: token }),
  );
  return JSON.parse(marked, (_key, value: unknown) => {
    const exact = isJsonObject(value) ? value[MARK] : undefined;
    return typeof exact === 'string' ? new ExactNumber(exact) : value;
  });
}

/** The same for YAML. Throws an `Error` that names the line. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { intAsBigInt: true });
  if (document.errors.length > 0) throw document.errors[0];
  visit(document, {
    Scalar(_key, node) {
      node.value = exactScalar(node.value, node.source);
    },
    Pair(_key, pair) {
      // Keys are texts in JSON, however YAML reads them (`1: ...` as a task ID).
      if (isScalar(pair.key)) pair.key.value = pair.key.source ?? String(pair.key.value);
    },
  });
  return document.toJS({ maxAliasCount: 100_000 });
}

function exactScalar(value: unknown, source: string | undefined): unknown {
  if (typeof value === 'bigint') {
    const isSafe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return isSafe ? Number(value) : value;
  }
  const isRespelled = typeof value === 'number' && source !== undefined && String(value) !== source;
  return isRespelled && JSON_NUMBER.test(source) ? new ExactNumber(source) : value;
}

/** Text of a JSON value; `bigint` and {@link ExactNumber} come out as their digits. */
export function writeJson(value: unknown): string {
  try {
    // Several times faster, and right for nearly every page: it throws at both kinds of number.
    return JSON.stringify(value) ?? 'null';
  } catch {
    return writeExactly(value);
  }
}

function writeExactly(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeExactly).join(',')}]`;
  if (isJsonObject(value)) {
    const members: string[] = [];
    for (const key of Object.keys(value)) {
      if (value[key] !== undefined) {
        members.push(`${JSON.stringify(key)}:${writeExactly(value[key])}`);
      }
    }
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The value as a number to compare with, or undefined when it is none. */
export function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof ExactNumber) {
    return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
  }
  return undefined;
}

/** Whether the value can be sent as JSON: no function, no symbol, no NaN. */
export function isJson(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || value instanceof ExactNumber || Object.values(value).every(isJson);
    default:
      return false;
  }
}

/** A JSON object: no array, no exact number, no null. */
export function isJsonObject(value: unknown): value is { [name: string]: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}
