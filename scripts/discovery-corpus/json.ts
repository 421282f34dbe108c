export type JsonMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the map at a key; an empty one if there is none. */
export function mapAt(map: JsonMap, key: string): JsonMap {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return isMap(value) ? value : {};
}

export function textAt(map: JsonMap, key: string): string | undefined {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A text and the path of keys to it, without indexes of lists. */
export interface Leaf {
  readonly keys: readonly string[];
  readonly text: string;
}

/** Visits every string in a value. Iterative, because a document can nest deeper than the stack. */
export function* leavesOf(value: unknown): Generator<Leaf> {
  const rest: { readonly value: unknown; readonly keys: readonly string[] }[] = [
    { value, keys: [] },
  ];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { value, keys } = next;
    if (typeof value === 'string') yield { keys, text: value };
    else if (Array.isArray(value))
      rest.push(...value.map((item: unknown) => ({ value: item, keys })));
    else if (isMap(value)) {
      for (const key of Object.keys(value)) rest.push({ value: value[key], keys: [...keys, key] });
    }
  }
}
