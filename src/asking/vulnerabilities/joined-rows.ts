import { Row } from '../../contract/row';

const known = new WeakMap<readonly Row[], Joined>();

interface Joined {
  readonly parts: readonly (readonly Row[])[];
  readonly rows: readonly Row[];
}

/**
 * Returns the rows of several lists as one array. Equal lists give the same array: all images of a
 * run share the project's lists, and lookups in them are indexed by the array.
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
