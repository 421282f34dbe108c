import { createHash } from 'node:crypto';
import fs, { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { KeptRows, Unsettled } from '../../../src/client/paging/kept-rows';
import { LatestPositions } from '../../../src/client/paging/latest-positions';
import { readWholeListInto } from '../../../src/client/paging/paging';
import { LineWriter, jsonLine } from '../../../src/client/paging/row-text';
import { RowsInMemory } from '../../../src/client/paging/rows-in-memory';
import { RowsOnDisk, StoredRows } from '../../../src/client/paging/rows-on-disk';
import { failureOf } from '../../support/failure';

/** Rows on disk are those that would be in memory, and are refused where those would be. */

afterEach(() => jest.restoreAllMocks());

/** A list that a server gives out in pages of its own size. */
const pagesOf = (rows: readonly object[], cap: number) => (offset: number) =>
  Promise.resolve({
    body: Buffer.alloc(0),
    read: () => ({ rows: rows.slice(offset, offset + cap), total: rows.length }),
  });

const raw = (one: unknown): object => one as object;
const nothing = (): undefined => undefined;
const whole = (one: unknown): string => JSON.stringify(one);

/** Some have no ID; the rest of a row is often the same. */
const row = fc.record({
  id: fc.oneof(fc.constant(''), fc.string({ minLength: 2 })),
  text: fc.oneof(fc.constantFrom('a', 'b'), fc.string({ unit: 'binary' })),
});
const size = fc.integer({ min: 2, max: 9 });

test('rows arrive in order, without repeats of one page, as they do in memory', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 30 }),
      size,
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      (rows, cap, rowsAPart, reversed) => {
        const inMemory = placed(new RowsInMemory(raw, nothing), rows, cap, reversed, (all) => all);
        const stored = new RowsOnDisk(raw, nothing, rowsAPart);
        expect(placed(stored, rows, cap, reversed, rowsIn)).toEqual(inMemory);
      },
    ),
    { numRuns: 1000 },
  );
});

/** What one reading comes to: its rows, or why it is void. */
function placed<T>(
  kept: KeptRows<T>,
  rows: readonly object[],
  cap: number,
  reversed: boolean,
  rowsOf: (whole: T) => unknown,
): unknown {
  const total = rows.length;
  // Pages overlap by a row, as they do when a list is read.
  const offsets: number[] = [];
  for (let offset = 0; offset === 0 || offset < total; offset += cap - 1) offsets.push(offset);
  try {
    for (const offset of reversed ? offsets.reverse() : offsets) {
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
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
  expect(stored.count).toBe(rows.length);
  return rows;
}

test('a row of two pages must be the same in both', () => {
  fc.assert(
    fc.property(row, row, fc.boolean(), (one, other, first) => {
      const stored = new RowsOnDisk(raw, nothing);
      stored.place(0, { rows: [{ id: 'before' }, one], total: 3 });
      const again = { rows: [first ? one : other, { id: 'after' }], total: 3 };
      const isSame = first || JSON.stringify(one) === JSON.stringify(other);
      if (isSame) expect(stored.place(1, again)).toBe(1);
      else expect(() => stored.place(1, again)).toThrow('row 2 was not the same in two pages');
      stored.discard();
    }),
  );
});

test('what a line does not say of a row tells it from others', () => {
  const stored = new RowsOnDisk(() => ({}), whole);
  stored.place(0, { rows: [{ a: 1 }, { a: 2 }], total: 3 });
  expect(() => stored.place(1, { rows: [{ a: 3 }, { a: 4 }], total: 3 })).toThrow(
    'row 2 was not the same in two pages',
  );
  expect(stored.place(1, { rows: [{ a: 2 }, { a: 4 }], total: 3 })).toBe(1);
  expect(rowsIn(stored.whole())).toEqual([{}, {}, {}]);
  stored.discard();
});

test('a row that is not wanted is read, and left out', async () => {
  const rows = Array.from({ length: 1000 }, (_, id) => ({ id }));
  const isWanted = (one: unknown): boolean => (one as { id: number }).id % 2 === 1;
  const stored = await readWholeListInto(
    pagesOf(rows, 90),
    { concurrency: 3, maxRows: 1e6 },
    () => new RowsOnDisk((one) => (isWanted(one) ? raw(one) : undefined), whole),
  );
  expect(rowsIn(stored)).toEqual(rows.filter(isWanted));
  stored.close();
});

const openFiles = (): number => readdirSync('/proc/self/fd').length;
const FULL = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

test.each([
  ['the first file can’t be made', 'openSync', 0],
  ['the second file can’t be made', 'openSync', 1],
  ['a file can’t have its length', 'ftruncateSync', 0],
  ['the lines don’t fit', 'writeSync', 0],
  ['the index doesn’t fit', 'writeSync', 1],
] as const)('where %s, the error says so, and nothing is left', async (_, name, succeed) => {
  const before = openFiles();
  const real = fs[name] as (...args: unknown[]) => unknown;
  let calls = 0;
  jest.spyOn(fs, name as 'writeSync').mockImplementation(((...args: unknown[]) => {
    if (calls++ >= succeed) throw FULL;
    return real(...args);
  }) as never);
  const { code, message } = await failureOf(() =>
    readWholeListInto(
      pagesOf([{ id: 1 }], 9),
      { concurrency: 1, maxRows: 9 },
      () => new RowsOnDisk(raw, nothing),
    ),
  );
  expect([code, message]).toEqual(['HSS_INTERNAL', expect.stringContaining('(ENOSPC)')]);
  expect(message).toContain('set TMPDIR to a directory with enough room');
  jest.restoreAllMocks();
  expect(openFiles()).toBe(before);
  expect(readdirSync(tmpdir()).filter((file) => file.startsWith('hss-gate-'))).toEqual([]);
});

test('lines are written as jsonLine has them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\x7f', '##[group]', '\u202e', '镜像', '\ud800', 'plain'),
  );
  const rows = fc.array(fc.dictionary(text, text));
  const writer = new LineWriter();
  fc.assert(
    fc.property(rows, (values) => {
      const expected = values.map((value) => `${jsonLine(value)}\n`);
      const lengths = values.map((value) => writer.add(JSON.stringify(value)));
      expect(writer.take().toString()).toBe(expected.join(''));
      expect(lengths).toEqual(expected.map((line) => Buffer.byteLength(line)));
    }),
  );
});

test('the latest position of a hash is found, however many there are', () => {
  const latest = new LatestPositions(1);
  const known = new Map<number, number>();
  const putAll = (): void => {
    for (let position = 0; position < 5000; position++) {
      const value = (position * 7919) % 3000;
      const digest = createHash('sha256').update(String(value)).digest();
      // Behind others, and with the first words of many alike, so that slots collide.
      const words = new Uint32Array([9, value % 5, 1, 2, digest.readUInt32LE()]);
      expect(latest.put(words, 1, position)).toBe(known.get(value));
      known.set(value, position);
    }
  };
  putAll();
  latest.clear();
  known.clear();
  putAll();
});
