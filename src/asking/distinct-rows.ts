import { Row } from '../contract/row';

/** Returns rows without repetitions: one that several questions list counts once. */
export function distinctRows(rows: readonly Row[]): readonly Row[] {
  if (rows.length < 2) return rows;
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
