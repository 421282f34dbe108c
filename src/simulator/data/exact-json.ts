import { isScalar, parseDocument, visit } from 'yaml';

/**
 * Reads and writes JSON without changing a digit. Rows must be sent as they were given: a double
 * would round an int64, and `1.0` would become `1`, which strict clients are tested on.
 */

/** A number whose spelling a double can't preserve: `1.0`, `1e3`, `9007199254740993`. */
export class ExactNumber {
  constructor(public readonly text: string) {}

  /** Always throws, because `JSON.stringify` can't write it; see {@link writeJson}. */
  public toJSON(): never {
    throw new TypeError(`${this.text} has no place in JSON.stringify`);
  }
}

/** The key that carries an exact number through `JSON.parse`. Real documents don't contain it. */
const MARK = '\u0000exact';
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Parses JSON and keeps the spelling of numbers. */
export function parseJson(text: string): unknown {
  // Parses the original text first, so that errors point to positions in it.
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

/**
 * Parses YAML and keeps the spelling of numbers.
 * @throws Error with the line
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { intAsBigInt: true });
  if (document.errors.length > 0) throw document.errors[0];
  visit(document, {
    Scalar(_key, node) {
      node.value = exactScalar(node.value, node.source);
    },
    Pair(_key, pair) {
      // Keys are texts in JSON, even if YAML reads them as numbers (`1: ...` as a task ID).
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

/** Returns a JSON value as text. A `bigint` or {@link ExactNumber} is written as its digits. */
export function writeJson(value: unknown): string {
  try {
    // Several times faster, and sufficient for nearly every page. It throws at both kinds of
    // numbers.
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

/** Returns a value as a number for comparisons; undefined if it is not a number. */
export function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof ExactNumber) {
    return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
  }
  return undefined;
}

/** Returns whether a value can be sent as JSON: not a function, a symbol or NaN. */
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

/** Returns whether a value is a JSON object: not an array, an exact number or null. */
export function isJsonObject(value: unknown): value is { [name: string]: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}
