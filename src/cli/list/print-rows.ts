import type { StoredRows } from '../../client/paging/rows-on-disk';
import { print } from '../shared/output/print';
import { Column } from './columns';
import { ListFormat, Pieces, csv, json, ndjson } from './formats';

/** How the rows of a list are shown. */
export interface RowsView {
  readonly format: ListFormat;
  /** Of a table. */
  readonly columns: readonly Column[];
  /** The props of a row, `anomalies` apart. */
  readonly fields: readonly string[];
}

/** Prints rows on stdout, until nobody reads any more. */
export async function printRows(rows: StoredRows, view: RowsView): Promise<void> {
  for (const piece of await piecesOf(rows, view)) {
    if (!(await print(piece))) return;
  }
}

async function piecesOf(rows: StoredRows, { format, columns, fields }: RowsView): Promise<Pieces> {
  switch (format) {
    case 'ndjson':
      return ndjson(rows);
    case 'json':
      return json(rows);
    case 'csv':
      return csv(rows, fields, (await import('csv-stringify/sync')).stringify);
    case 'table': {
      const { table } = await import('./table');
      const { isTTY, columns: width } = process.stdout;
      return table(rows, columns, isTTY ? width : undefined);
    }
  }
}
