import type { StoredRows } from '../../client/paging/rows-on-disk';
import { Row } from '../../contract/row';
import { plain } from '../../util/safe-text';

export const LIST_FORMATS = ['table', 'json', 'ndjson', 'csv'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** The text of a list, a few rows at a time. */
export type Pieces = Iterable<string | Uint8Array>;

/** Returns the rows in a piece of a list's lines. */
export function rowsOfPiece(piece: Buffer): Row[] {
  return linesOf(piece).map((line) => JSON.parse(line) as Row);
}

function linesOf(piece: Buffer): string[] {
  return piece.toString('utf8').split('\n').slice(0, -1);
}

/** Writes one row per line. */
export function* ndjson(rows: StoredRows): Pieces {
  yield* rows.lines();
}

/** Writes one object, with one row per line. */
export function* json(rows: StoredRows): Pieces {
  yield `{\n  "total": ${rows.count},\n  "rows": [`;
  let between = '\n    ';
  for (const piece of rows.lines()) {
    yield between + linesOf(piece).join(',\n    ');
    between = ',\n    ';
  }
  yield rows.count === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

/** Writes every field and the anomalies, for spreadsheets. */
export function* csv(rows: StoredRows, fields: readonly string[], stringify: Stringify): Pieces {
  const columns = [...fields, 'anomalies'];
  const options = { escape_formulas: true };
  yield stringify([columns], options);
  for (const piece of rows.lines()) {
    const records = rowsOfPiece(piece).map((row) => columns.map((column) => cell(row[column])));
    yield stringify(records, options);
  }
}

/** csv-stringify's function; the package is loaded only when it is needed. */
export type Stringify = (typeof import('csv-stringify/sync'))['stringify'];

/**
 * Returns a value on one line, without leading spaces: a spreadsheet may ignore a space before a
 * formula.
 */
function cell(value: Row[string]): string {
  if (value === undefined) return '';
  return plain(Array.isArray(value) ? listText(value) : String(value)).trim();
}

/** Returns anomalies as a sentence, and rows within a row as JSON. */
function listText(list: readonly (string | Row)[]): string {
  return list.every((one) => typeof one === 'string') ? list.join('; ') : JSON.stringify(list);
}
