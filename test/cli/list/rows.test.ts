import fc from 'fast-check';
import { KeptRows, Unsettled } from '../../../src/client/paging/kept-rows';
import { readWholeListInto } from '../../../src/client/paging/paging';
import { RowsInMemory } from '../../../src/client/paging/rows-in-memory';
import { RowsOnDisk, StoredRows, jsonLine } from '../../../src/client/paging/rows-on-disk';
import { COLUMNS } from '../../../src/cli/list/columns';
import { table } from '../../../src/cli/list/table';

/** Rows on disk are those that would be in memory, and are refused where those would be. */

/** A list that a server gives out in pages of its own size. */
const pagesOf = (rows: readonly object[], cap: number) => (offset: number) =>
  Promise.resolve({
    body: Buffer.alloc(0),
    read: () => ({ rows: rows.slice(offset, offset + cap), total: rows.length }),
  });

/** Some have no ID; what else there is to a row is often the same. */
const row = fc.record({
  id: fc.oneof(fc.constant(''), fc.string({ minLength: 2 })),
  text: fc.oneof(fc.constantFrom('a', 'b'), fc.string({ unit: 'binary' })),
});

test('rows arrive in order, without repeats of one page, as they do in memory', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 2, max: 9 }), (rows, cap) => {
      const inMemory = placed(rawRows(), rows, cap, (whole) => whole);
      const onDisk = placed(new RowsOnDisk(jsonLine), rows, cap, rowsIn);
      expect(onDisk).toEqual(inMemory);
    }),
  );
});

function rawRows(): RowsInMemory<unknown> {
  return new RowsInMemory(
    (raw) => raw,
    () => undefined,
  );
}

/** What one reading comes to: its rows, or why it is void. */
function placed<T>(
  kept: KeptRows<T>,
  rows: readonly object[],
  cap: number,
  rowsOf: (whole: T) => unknown,
): unknown {
  const total = rows.length;
  try {
    // Pages overlap by a row, as they do when a list is read.
    for (let offset = 0; offset === 0 || offset < total; offset += cap - 1) {
      kept.place(offset, { rows: rows.slice(offset, offset + cap), total });
    }
    return rowsOf(kept.whole());
  } catch (error) {
    if (error instanceof Unsettled) return error.message;
    throw error;
  } finally {
    kept.discard();
  }
}

function rowsIn(stored: StoredRows): unknown[] {
  let text = '';
  // Each piece is good until the next one.
  for (const piece of stored.lines()) text += piece.toString();
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

test('a row that is not wanted is read, and left out', async () => {
  const rows = Array.from({ length: 1000 }, (_, id) => ({ id }));
  const stored = await readWholeListInto(
    pagesOf(rows, 90),
    { concurrency: 3, maxRows: 1e6 },
    () => new RowsOnDisk((row) => ((row as { id: number }).id % 2 ? jsonLine(row) : undefined)),
  );
  expect(stored.count).toBe(500);
  expect(rowsIn(stored)).toEqual(rows.filter(({ id }) => id % 2));
  stored.close();
});

describe('a table on a terminal', () => {
  const lines = [
    {
      registryName: 'a-registry-with-a-long-name',
      registryType: 'Harbor',
      status: 'success',
      id: 'x'.repeat(40),
    },
    { registryName: '镜像仓镜像仓镜像仓镜像仓', registryType: 'Other', status: 'fail', id: 'y' },
  ];
  const rows = {
    count: 2,
    lines: function* () {
      for (const line of lines) yield Buffer.from(`${jsonLine(line)}\n`);
    },
    close: () => undefined,
  };

  test('is cut to its width, the widest columns first', () => {
    expect([...table(rows, COLUMNS['image-registries'], 80)].join('')).toBe(
      [
        'NAME                  TYPE    ADDRESS  STATUS   REASON  IMAGES  SYNCED  ID',
        'a-registry-with-a-l…  Harbor  -        success  -       -       -       xxxxxxx…',
        '镜像仓镜像仓镜像仓…   Other   -        fail     -       -       -       y',
        '',
      ].join('\n'),
    );
  });

  test('keeps a column readable where all of them can’t be', () => {
    const [head] = [...table(rows, COLUMNS['image-registries'], 20)];
    expect(head).toBe('NAME      TYPE    ADDRESS  STATUS   REASON  IMAGES  SYNCED  ID\n');
  });
});
