import { Row } from '../../contract/row';

const known = new WeakMap<readonly Row[], Joined>();

interface Joined {
  readonly parts: readonly (readonly Row[])[];
  readonly rows: readonly Row[];
}

/**
 * Returns the rows of several lists as one. The same lists give the same array: all images of a run share those of the project,
 * and what is looked up in them is indexed by the array.
 */
export function joinedRows(parts: readonly (readonly Row[])[]): readonly Row[] {
  const [first] = parts;
  if (first === undefined) return [];
  const joined = known.get(first);
  if (
    joined?.parts.length === parts.length &&
    joined.parts.every((part, at) => part === parts[at])
  ) {
    return joined.rows;
  }
  const rows = parts.flat();
  known.set(first, { parts, rows });
  return rows;
}
