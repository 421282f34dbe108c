import type { StoredRows } from '../../client/paging/rows-on-disk';
import { Row } from '../../contract/row';

/** Returns rows in memory in the form of a list from HSS. */
export async function rowsInMemory(rows: readonly Row[]): Promise<StoredRows> {
  const { jsonLine } = await import('../../client/paging/row-text');
  return {
    count: rows.length,
    lines: function* () {
      for (const row of rows) yield Buffer.from(`${jsonLine(row)}\n`);
    },
    close: () => undefined,
  };
}
