import { ListNode, MapNode, Node, isAbsent, isTokenKey } from './node';

/** The result of following a path. */
export interface Reached {
  /** The values at the end of the path. */
  readonly ends: readonly Node[];
  /** Values in place of a block: expressions, or values of another form. They may hide anything. */
  readonly lost: readonly Node[];
}

export interface FollowOptions {
  /** Whether to ignore the case of keys, as Go and therefore providers do in JSON strings. */
  readonly anyCase?: boolean;
}

/**
 * Follows keys down from a node. A block may be a map or a list of maps at every step, and blocks
 * of a `dynamic` block are included.
 */
export function follow(
  from: readonly Node[],
  path: readonly string[],
  options: FollowOptions = {},
): Reached {
  const lost: Node[] = [];
  let here = from;
  for (const key of path) {
    const next: Node[] = [];
    for (const node of flat(here)) {
      if (node.kind !== 'map') lost.push(node);
      else {
        next.push(...get(node, key, options), ...dynamic(node, key));
        node.keys.forEach((name, at) => {
          if (isTokenKey(name)) lost.push(node.values[at]);
        });
      }
    }
    here = next;
  }
  return { ends: flat(here), lost };
}

/** Returns the values of a key, several if the text contains the key twice. */
export function get(node: MapNode, key: string, options: FollowOptions = {}): Node[] {
  const found: Node[] = [];
  const wanted = options.anyCase === true ? key.toLowerCase() : key;
  node.keys.forEach((name, at) => {
    if ((options.anyCase === true ? name.toLowerCase() : name) === wanted) {
      found.push(node.values[at]);
    }
  });
  return found;
}

/** `"dynamic": {"container": {"for_each": …, "content": {…}}}` creates blocks named `container`. */
function dynamic(node: MapNode, key: string): Node[] {
  return flat(get(node, 'dynamic'))
    .flatMap((block) => (block.kind === 'map' ? flat(get(block, key)) : [block]))
    .flatMap((block) => (block.kind === 'map' ? get(block, 'content') : [block]));
}

/** Flattens nested lists, and removes missing values. */
export function flat(nodes: readonly Node[]): Node[] {
  const found: Node[] = [];
  const seen = new Set<ListNode>();
  const next = [...nodes].reverse();
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if (node.kind !== 'list') {
      if (!isAbsent(node)) found.push(node);
      continue;
    }
    // A YAML list can contain itself.
    if (seen.has(node)) continue;
    seen.add(node);
    for (let at = node.values.length - 1; at >= 0; at--) next.push(node.values[at]);
  }
  return found;
}

/** Returns the known text of a key. If the key occurs twice, it is the last one. */
export function textOf(
  node: MapNode,
  key: string,
  options: FollowOptions = {},
): string | undefined {
  const last = flat(get(node, key, options)).at(-1);
  return last?.kind === 'text' && !last.token ? last.text : undefined;
}
