import { show } from '../../util/text';

/** One segment of a Terraform address, or of a glob over addresses. */
interface Segment {
  readonly name: string;
  /** `[0]` or `["a"]`, brackets included. */
  readonly index?: string;
}

/**
 * Compiles a glob over Terraform addresses that `addressGlobFault` accepts. `*` and `?` match
 * within a segment, `**` matches whole segments, and an index such as `["a"]` is literal text. A
 * segment without an index matches every instance: `helm_release.ingress` also matches
 * `helm_release.ingress[0]`.
 */
export function addressMatcher(glob: string): (address: string) => boolean {
  const pattern = segmentsOf(glob);
  return (address) => {
    if (typeof pattern === 'string') return false;
    const segments = segmentsOf(address);
    return typeof segments !== 'string' && matches(pattern, segments, isAnyPath, segmentMatches);
  };
}

/** Returns what is wrong with a glob over Terraform addresses, or undefined. */
export function addressGlobFault(glob: string): string | undefined {
  const segments = segmentsOf(glob);
  if (typeof segments === 'string') return segments;
  for (const segment of segments) {
    // Terraform's identifiers: Unicode letters, digits, "_" and "-".
    const foreign = /[^\p{ID_Continue}*?-]/u.exec(segment.name);
    if (foreign !== null) {
      return `${show(foreign[0])} does not occur in an address: only *, ? and ** are special`;
    }
    const isWhole = segment.name === '**' && segment.index === undefined;
    if (segment.name.includes('**') && !isWhole) return '** must be a whole segment';
  }
  return segments.some(isAnyPath) ? breadthFault(segments) : shapeFault(segments);
}

/**
 * Returns what is wrong with a glob without `**`. It must have the segments of an address, which
 * ends with a type and a name.
 */
function shapeFault(segments: readonly Segment[]): string | undefined {
  if (segments.length < 2) return 'an address has a type and a name, such as helm_release.ingress';
  if (segments[segments.length - 2].name === 'module') {
    return 'it names a module, not a resource: append .** for every resource in the module';
  }
  return breadthFault(segments);
}

function breadthFault(segments: readonly Segment[]): string | undefined {
  const isNamed = segments.some(
    ({ name }) => name !== 'module' && name !== 'data' && /[\p{L}\p{N}]/u.test(name),
  );
  return isNamed
    ? undefined
    : 'it would match every resource: add letters or digits of a type, a name or a module';
}

/**
 * Splits a text at the dots outside of indexes. Returns what is wrong with a text of another form.
 */
function segmentsOf(text: string): Segment[] | string {
  const segments: Segment[] = [];
  for (let at = 0; ; at++) {
    const nameEnd = indexOfAny(/[.[]/g, text, at);
    const name = text.slice(at, nameEnd);
    if (name === '') return 'it has an empty segment';
    at = nameEnd;
    if (text[at] === '[') {
      const end = indexEnd(text, at);
      if (end === undefined) return 'an index must be a number or a quoted key: [0] or ["a"]';
      segments.push({ name, index: text.slice(at, end) });
      at = end;
    } else {
      segments.push({ name });
    }
    if (at === text.length) return segments;
    if (text[at] !== '.') return 'an index must end its segment';
  }
}

function indexOfAny(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/**
 * Returns where the index that opens at `open` ends; undefined unless it is a number or a quoted
 * key.
 */
function indexEnd(text: string, open: number): number | undefined {
  if (text[open + 1] !== '"') {
    const close = text.indexOf(']', open);
    return /^\[[0-9]+$/.test(text.slice(open, Math.max(close, open))) ? close + 1 : undefined;
  }
  for (let at = open + 2; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return text[at + 1] === ']' ? at + 2 : undefined;
  }
  return undefined;
}

const isAnyPath = ({ name }: Segment): boolean => name === '**';

const segmentMatches = (glob: Segment, { name, index }: Segment): boolean =>
  (glob.index === undefined || glob.index === index) &&
  matches(
    glob.name,
    name,
    (character) => character === '*',
    (character, own) => character === '?' || character === own,
  );

/**
 * Whether items match a pattern in which `isMany` parts match any number of items. It backtracks
 * only to the last such part, which is enough, so the time is at most the product of both lengths.
 * picomatch would compile a regular expression, which takes seconds for a name of 200 characters
 * and a glob of five wildcards.
 */
function matches<Part, Item>(
  pattern: ArrayLike<Part>,
  items: ArrayLike<Item>,
  isMany: (part: Part) => boolean,
  matchesOne: (part: Part, item: Item) => boolean,
): boolean {
  let next = 0;
  let at = 0;
  let lastMany = -1;
  let resumeAt = 0;
  while (at < items.length) {
    if (next < pattern.length && isMany(pattern[next])) {
      lastMany = next++;
      resumeAt = at;
    } else if (next < pattern.length && matchesOne(pattern[next], items[at])) {
      next++;
      at++;
    } else if (lastMany >= 0) {
      next = lastMany + 1;
      at = ++resumeAt;
    } else {
      return false;
    }
  }
  while (next < pattern.length && isMany(pattern[next])) next++;
  return next === pattern.length;
}
