import type { StoredRows } from '../../client/paging/rows-on-disk';
import { leadsToStream, writeInPieces } from '../../util/file-writer';
import { HssError } from '../../contract/error';
import { Output } from '../shared/output/formats-option';
import { print } from '../shared/output/print';
import { unwrittenText } from '../shared/output/write';
import { endableBySignal } from '../shared/result-process';
import { Column } from './columns';
import { ListFormat, Pieces, csv, json, ndjson } from './formats';

/** The outputs of a list, and the columns and fields to show. */
export interface RowsView {
  readonly outputs: readonly Output<ListFormat>[];
  /** Columns of the format `table`. */
  readonly columns: readonly Column[];
  /** The props of a row, without `anomalies`. */
  readonly fields: readonly string[];
}

/**
 * Writes rows to files, and prints them on stdout until its reader closes the pipe.
 * @throws HSS_INVALID_ARGUMENT if a file can't be written
 */
export async function printRows(rows: StoredRows, view: RowsView): Promise<void> {
  for (const { format, file } of view.outputs) {
    const { isTTY, columns } = process.stdout;
    const width = file === undefined && isTTY ? columns : undefined;
    const pieces = await piecesOf(rows, format, view, width);
    if (file === undefined) {
      for (const piece of pieces) if (!(await print(piece))) break;
    } else {
      writeRows(format, file, pieces);
    }
  }
}

function writeRows(format: ListFormat, file: string, pieces: Pieces): void {
  try {
    if (leadsToStream(file)) endableBySignal(() => writeInPieces(file, pieces));
    else writeInPieces(file, pieces);
  } catch (error) {
    const text = unwrittenText(format, file, error).replace(/^hss-gate: /, '');
    throw new HssError('HSS_INVALID_ARGUMENT', text, {
      advice: 'name a file that can be written: --output format=file',
    });
  }
}

async function piecesOf(
  rows: StoredRows,
  format: ListFormat,
  { columns, fields }: RowsView,
  width: number | undefined,
): Promise<Pieces> {
  switch (format) {
    case 'ndjson':
      return ndjson(rows);
    case 'json':
      return json(rows);
    case 'csv':
      return csv(rows, fields, (await import('csv-stringify/sync')).stringify);
    case 'table':
      return (await import('./table')).table(rows, columns, width);
  }
}
