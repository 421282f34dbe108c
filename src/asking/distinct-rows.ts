import { Row } from '../contract/row';

/** Returns the rows without duplicates: several queries may list the same row. */
export function distinctRows(rows: readonly Row[]): readonly Row[] {
  if (rows.length < 2) return rows;
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
