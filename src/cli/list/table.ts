import type { StoredRows } from '../../client/paging/rows-on-disk';
import { columnsOf, cutToColumns } from '../../util/wrap';
import { ANOMALIES, Column } from './columns';
import { Pieces, rowsOfPiece } from './formats';

const BETWEEN = '  ';
/** The least width to which a column is cut, unless it has its own. */
const NARROWEST = 8;

/**
 * Prints columns without lines between them, so that a reader can grep and cut them. Reads the rows
 * twice, first for the widths, because a table library would keep all rows in memory.
 * @param terminal columns of the terminal, if values are to be cut to fit
 */
export function* table(rows: StoredRows, all: readonly Column[], terminal?: number): Pieces {
  let measured = columnsFor(rows, [...all, ANOMALIES]).map((column) => ({
    column,
    width: column.title.length,
  }));
  for (const piece of rows.lines()) {
    for (const row of rowsOfPiece(piece)) {
      for (const one of measured) one.width = Math.max(one.width, columnsOf(one.column.text(row)));
    }
  }
  if (terminal !== undefined) {
    measured = fitting(measured, terminal);
    narrow(measured, terminal);
  }
  const columns = measured.map(({ column }) => column);
  const widths = measured.map(({ width }) => width);
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

/** Leaves out columns that apply to no row. */
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

interface MeasuredColumn {
  readonly column: Column;
  width: number;
}

/**
 * Returns the columns that fit when each has its least width. Leaves out columns on the right
 * first, but never the anomalies.
 */
function fitting(all: readonly MeasuredColumn[], terminal: number): MeasuredColumn[] {
  const kept = [...all];
  while (widthOf(kept.map(narrowest)) > terminal) {
    const at = kept
      .map(({ column }) => column !== ANOMALIES && column.narrowest !== 'whole')
      .lastIndexOf(true);
    if (at < 0) break;
    kept.splice(at, 1);
  }
  return kept;
}

function widthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, BETWEEN.length * (widths.length - 1));
}

function narrowest({ column, width }: MeasuredColumn): number {
  return column.narrowest === 'whole' ? width : Math.min(width, column.narrowest ?? NARROWEST);
}

/** Narrows the widest columns first, so that short ones stay complete. */
function narrow(columns: readonly MeasuredColumn[], terminal: number): void {
  let over = widthOf(columns.map(({ width }) => width)) - terminal;
  while (over > 0) {
    const wide = columns.filter((one) => one.width > narrowest(one));
    if (wide.length === 0) return;
    const widest = Math.max(...wide.map(({ width }) => width));
    const at = wide.filter(({ width }) => width === widest).at(-1)!;
    const next = Math.max(0, ...wide.map(({ width }) => width).filter((width) => width < widest));
    const less = Math.min(over, Math.max(1, widest - Math.max(next, narrowest(at))));
    at.width -= less;
    over -= less;
  }
}

/** Pads a text with spaces to a width, or cuts it. */
function fitted(text: string, width: number): string {
  const own = columnsOf(text);
  if (own <= width) return text + ' '.repeat(width - own);
  const kept = cutToColumns(text, width - 1);
  return `${kept}…${' '.repeat(width - 1 - columnsOf(kept))}`;
}
