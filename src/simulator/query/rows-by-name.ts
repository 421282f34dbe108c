import { RowList } from '../data/rows';

/** The positions of a list's rows by name, in the list's order, at one revision. */
interface NameIndex {
  readonly revision: number;
  readonly positions: ReadonlyMap<unknown, readonly number[]>;
}

const indexes = new WeakMap<RowList, NameIndex>();

/**
 * Returns the positions of the rows with an `image_name`. Uses an index, as a real service does.
 */
export function positionsOfName(list: RowList, name: string): readonly number[] {
  let index = indexes.get(list);
  if (index?.revision !== list.revision) indexes.set(list, (index = indexByName(list)));
  return index.positions.get(name) ?? [];
}

function indexByName(list: RowList): NameIndex {
  const positions = new Map<unknown, number[]>();
  for (let at = 0; at < list.length; at++) {
    const { image_name: name } = list.at(at);
    const same = positions.get(name);
    if (same === undefined) positions.set(name, [at]);
    else same.push(at);
  }
  return { revision: list.revision, positions };
}
