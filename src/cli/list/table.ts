import type { StoredRows } from '../../client/paging/rows-on-disk';
import { columnsOf, cutToColumns } from '../../util/wrap';
import { ANOMALIES, Column } from './columns';
import { Pieces, rowsOfPiece } from './formats';

const BETWEEN = '  ';
/** No column is cut below this. */
const NARROWEST = 8;

/**
 * Columns without lines between them, which a reader can grep and cut. The rows are read twice, for the widths first: a
 * table library would hold all of them.
 * @param terminal its width, where values are to be cut to it
 */
export function* table(rows: StoredRows, all: readonly Column[], terminal?: number): Pieces {
  const columns = columnsFor(rows, [...all, ANOMALIES]);
  const widths = columns.map(({ title }) => title.length);
  for (const piece of rows.lines()) {
    for (const row of rowsOfPiece(piece)) {
      columns.forEach(({ text }, at) => (widths[at] = Math.max(widths[at], columnsOf(text(row)))));
    }
  }
  if (terminal !== undefined) narrow(widths, terminal);
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((text, at) => fitted(text, widths[at]))
      .join(BETWEEN)
      .trimEnd()}\n`;
  yield line(columns.map(({ title }) => title));
  for (const piece of rows.lines()) {
    yield rowsOfPiece(piece)
      .map((row) => line(columns.map(({ text }) => text(row))))
      .join('');
  }
}

/** Leaves out the columns that are for no row. */
function columnsFor(rows: StoredRows, all: readonly Column[]): readonly Column[] {
  const missing = new Set(all.filter(({ isFor }) => isFor !== undefined));
  for (const piece of rows.lines()) {
    if (missing.size === 0) break;
    for (const row of rowsOfPiece(piece)) {
      for (const one of missing) if (one.isFor!(row)) missing.delete(one);
    }
  }
  return all.filter((one) => !missing.has(one));
}

/** Takes from the widest columns first, so that short ones stay whole. */
function narrow(widths: number[], terminal: number): void {
  const between = BETWEEN.length * (widths.length - 1);
  let over = widths.reduce((sum, width) => sum + width, between) - terminal;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) return;
    const at = widths.lastIndexOf(widest);
    const next = Math.max(NARROWEST, ...widths.filter((width) => width < widest));
    const less = Math.min(over, Math.max(1, widest - next));
    widths[at] -= less;
    over -= less;
  }
}

/** A text filled up with spaces to a width, or cut to it. */
function fitted(text: string, width: number): string {
  const own = columnsOf(text);
  if (own <= width) return text + ' '.repeat(width - own);
  const kept = cutToColumns(text, width - 1);
  return `${kept}…${' '.repeat(width - 1 - columnsOf(kept))}`;
}
