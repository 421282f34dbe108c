import fc from 'fast-check';
import { HssError } from '../../src/contract/error';

/**
 * What the fuzz tests share. `npm test` draws few cases, the same ones each time; FUZZ_RUNS draws so many, by a seed
 * of its own, which a failure names.
 */

const wanted = Number(process.env.FUZZ_RUNS ?? 0);

/** So many runs by default, or what FUZZ_RUNS says. */
export function runs(byDefault: number): { readonly numRuns: number; readonly seed?: number } {
  return wanted > 0 ? { numRuns: wanted } : { numRuns: byDefault, seed: 7 };
}

/** What a call comes to: its value, or the HssError that it throws. Anything else is a bug, and is thrown on. */
export function outcomeOf<T>(call: () => T): { readonly value: T } | { readonly error: HssError } {
  try {
    return { value: call() };
  } catch (error) {
    if (error instanceof HssError) return { error };
    throw error;
  }
}

const proto: unknown = JSON.parse('{"__proto__":{"image":"x"},"constructor":1,"toString":null}');
const deep: unknown = JSON.parse('['.repeat(500) + ']'.repeat(500));
const wide = 'a'.repeat(5000);

/** Values that stand where nobody expects them. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    ...[null, true, false, '', ' ', '0', '1.4', 'Low', 'High', 'success', 'Success', 'null'],
    ...[0, -0, 1, -1, 5, 1.5, 1e308, 2 ** 53, -(2 ** 53), 1e-7, Date.now(), 9e15],
    ...[
      '${x}',
      '$${x}',
      '%{ if true }',
      '\ud800',
      '\u0000',
      '\u202e',
      wide,
      '<html>',
      'shop/web:1.4',
    ],
    ...[`sha256:${'a'.repeat(64)}`, 'sha256:', '*', '**', '../../etc/passwd', '__proto__'],
    ...[[], {}, [[]], [{}], [null], proto, deep],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

interface Change {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'rename' | 'wrap' | 'repeat' | 'add';
  readonly value: unknown;
  readonly name: string;
}

const name = fc.oneof(
  fc.constantFrom('image', 'x', '__proto__', 'constructor', 'length', '//', 'null', 'anomalies'),
  fc.string({ maxLength: 6 }),
);
const change = (hows: Change['how'][]): fc.Arbitrary<Change> =>
  fc.record({ at: fc.nat(10_000), how: fc.constantFrom(...hows), value: odd, name });

type Container = unknown[] | { [key: string]: unknown };

/** Every place of a value: the container, and the key in it. */
function placesOf(value: unknown): { readonly inside: Container; readonly key: string }[] {
  const places: { inside: Container; key: string }[] = [];
  const open: unknown[] = [value];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const key of Object.keys(next)) {
      places.push({ inside: next as Container, key });
      open.push((next as { [key: string]: unknown })[key]);
    }
    if (places.length > 2000) break;
  }
  return places;
}

function put(inside: object, key: string, value: unknown): void {
  Object.defineProperty(inside, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function apply(root: { readonly value: unknown }, { at, how, name, ...change }: Change): void {
  // A copy, because a later change may be one of it.
  const value = copyOf(change.value);
  const places = placesOf(root);
  const { inside, key } = places[at % places.length];
  const now = (inside as { [key: string]: unknown })[key];
  const isTop = inside === (root as unknown);
  if (how === 'replace') put(inside, key, value);
  else if (how === 'wrap') put(inside, key, [now]);
  else if (how === 'add') {
    if (Array.isArray(now)) now.push(value);
    else if (typeof now === 'object' && now !== null && !Object.hasOwn(now, name)) {
      put(now, name, value);
    }
  } else if (isTop) return;
  else if (Array.isArray(inside)) {
    if (how === 'repeat') inside.push(now);
    else inside.splice(Number(key), 1);
  } else {
    if (how === 'rename') put(inside, name, now);
    if (how !== 'repeat') delete inside[key];
  }
}

function changed(json: unknown, changes: readonly Change[]): unknown {
  const root = { value: copyOf(json) };
  changes.forEach((one) => apply(root, one));
  return root.value;
}

/** As it comes through JSON: what that can't say is not part of an answer or a file. */
function copyOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** A good JSON value with some of it changed. */
export const mutated = (json: unknown, most = 4): fc.Arbitrary<unknown> =>
  fc
    // Most are a value in place of another: the form is still good enough for it to be read.
    .array(change(['replace', 'replace', 'replace', 'remove', 'rename', 'wrap', 'repeat', 'add']), {
      maxLength: most,
    })
    .map((changes) => changed(json, changes));

/** A good JSON value to which something is added that nobody knows. */
export const withMore = (json: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(change(['add']), { minLength: 1, maxLength: 4 })
    .map((changes) => changed(json, changes));

const piece = fc.oneof(
  fc.constantFrom('', 'a', '0', 'F', '/', ':', '@', '.', '-'),
  fc.constantFrom(
    ...[
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '\n',
      '\t',
      '#',
      '&a ',
      '*a',
      '!!js/function ',
      '- ',
    ],
    ...[
      '---\n',
      '%YAML 1.1\n',
      '<<: ',
      '|',
      '>',
      '@',
      '/',
      '${',
      '\u0000',
      '\ufeff',
      '\ud800',
      '\\u0000',
    ],
    ...[
      '1e999',
      '-0',
      '0x10',
      '1.0',
      '9007199254740993',
      'null',
      '~',
      'yes',
      '__proto__',
      '"a":1,',
    ],
  ),
  fc.string({ maxLength: 4, unit: 'binary' }),
);

/** A good text with some of it changed. */
export const mutatedText = (text: string, most = 4): fc.Arbitrary<string> =>
  fc
    .array(fc.record({ at: fc.nat(100_000), length: fc.nat(6), piece }), { maxLength: most })
    .map((changes) =>
      changes.reduce((now, { at, length, piece }) => {
        const start = at % (now.length + 1);
        return now.slice(0, start) + piece + now.slice(start + length);
      }, text),
    );
