import fc from 'fast-check';
import { FetchPage, Page } from '../../../src/client/paging/page';
import { MAX_READINGS, PagingLimits, readWholeListInto } from '../../../src/client/paging/paging';
import { RowsInMemory } from '../../../src/client/paging/rows-in-memory';
import { failureOf } from '../../support/failure';

type Fetch = (offset: number) => Promise<Page>;

const arriving =
  (fetch: Fetch): FetchPage =>
  async (offset) => {
    const page = await fetch(offset);
    return { body: Buffer.alloc(0), read: () => page };
  };
/** Rows as they are. */
const rawRows = (): RowsInMemory<unknown> =>
  new RowsInMemory(
    (raw) => raw,
    () => undefined,
  );
const readWholeList = (fetch: Fetch, limits: PagingLimits): Promise<unknown[]> =>
  readWholeListInto(arriving(fetch), limits, rawRows);

/** A list is whole or it is an error, whatever happens to it between two pages. */

// The pauses between readings are not what is tested.
beforeAll(() => {
  jest
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((run: () => void) => setImmediate(run)) as never);
});
afterAll(() => jest.restoreAllMocks());

const LIMITS: PagingLimits = { concurrency: 8, maxRows: 100_000 };
const PAGE = 200;

type Row = object;
const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ image_id: `image ${index}` }));

/** What happens to the list right before a read. */
type Change = (rows: Row[]) => void;

interface ServerOptions {
  /** Rows a page at most. */
  readonly cap?: number;
  /** By the number of the read that comes after. */
  readonly changes?: { readonly [read: number]: readonly Change[] };
  /** So many turns of the event queue before a read and before its answer arrives, one after the other. */
  readonly delays?: readonly number[];
  /** What total_num says, given the truth and the number of the read. */
  readonly totalNum?: (total: number, read: number) => number;
}

/** HSS's side: rows that change, read page by page. Keeps every state that the list has been in. */
class Server {
  public readonly states: (readonly Row[])[];
  public reads = 0;
  private turn = 0;

  constructor(
    private readonly rows: Row[],
    private readonly options: ServerOptions = {},
  ) {
    this.states = [[...rows]];
  }

  public readonly fetch = async (offset: number): Promise<Page> => {
    await this.delay();
    const read = this.reads++;
    for (const change of this.options.changes?.[read] ?? []) {
      change(this.rows);
      this.states.push([...this.rows]);
    }
    const { cap = PAGE, totalNum = (total) => total } = this.options;
    const page = {
      rows: this.rows.slice(offset, offset + Math.min(cap, PAGE)),
      total: totalNum(this.rows.length, read),
    };
    await this.delay();
    return page;
  };

  private async delay(): Promise<void> {
    const { delays = [0] } = this.options;
    for (let left = delays[this.turn++ % delays.length]; left > 0; left--) await Promise.resolve();
  }
}

const size = fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.constantFrom(199, 200, 201, 399, 400));
const cap = fc.oneof(fc.constant(PAGE), fc.integer({ min: 2, max: PAGE - 1 }));
const delays = fc.array(fc.nat(6), { minLength: 1, maxLength: 7 });
const concurrency = fc.constantFrom(1, 2, 8);

test('a list that stands still is read whole and in order, whatever the server makes of pages', async () => {
  await fc.assert(
    fc.asyncProperty(size, cap, delays, concurrency, async (count, cap, delays, concurrency) => {
      const rows = rowsOf(count);
      const server = new Server([...rows], { cap, delays });
      expect(await readWholeList(server.fetch, { ...LIMITS, concurrency })).toEqual(rows);
    }),
  );
});

let fresh = 0;
const newRow = (): Row => ({ image_id: `fresh ${fresh++}` });
const at = (rows: Row[], position: number): number => position % Math.max(1, rows.length);
const insert =
  (position: number): Change =>
  (rows) =>
    void rows.splice(at(rows, position), 0, newRow());
const remove =
  (position: number): Change =>
  (rows) =>
    void rows.splice(at(rows, position), 1);
const move =
  (from: number, to: number): Change =>
  (rows) =>
    void rows.splice(at(rows, to), 0, ...rows.splice(at(rows, from), 1));
const swap =
  (one: number, other: number): Change =>
  (rows) => {
    const [a, b] = [at(rows, one), at(rows, other)];
    [rows[a], rows[b]] = [rows[b], rows[a]];
  };
const replace =
  (from: number, to: number): Change =>
  (rows) => {
    rows.splice(at(rows, from), 1);
    rows.splice(at(rows, to), 0, newRow());
  };
const position = fc.nat(1499);
const upsert = fc.oneof(position.map(insert), position.map(remove));
const anyChange = fc.oneof(
  upsert,
  ...[move, swap, replace].map((make) => fc.tuple(position, position).map(([a, b]) => make(a, b))),
);

test('a list that changes once is read as it was before or after', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ count: size, cap, delays, concurrency, change: anyChange, read: fc.nat(12) }),
      async ({ count, change, read, concurrency, ...options }) => {
        fc.pre(count > 1);
        const server = new Server(rowsOf(count), { ...options, changes: { [read]: [change] } });
        const list = await readWholeList(server.fetch, { ...LIMITS, concurrency });
        const texts = server.states.map((state) => JSON.stringify(state));
        expect(texts).toContain(JSON.stringify(list));
      },
    ),
    { numRuns: 1000 },
  );
});

test('where many rows come and go, no lasting row is missed and none comes twice', async () => {
  const changes = fc.dictionary(
    fc.nat(40).map(String),
    fc.array(upsert, { minLength: 1, maxLength: 6 }),
    { maxKeys: 12 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({ count: size, cap: fc.constantFrom(PAGE, 100, 37), delays, concurrency, changes }),
      async ({ count, concurrency, ...options }) => {
        const server = new Server(rowsOf(count), options);
        let list: unknown[];
        try {
          list = await readWholeList(server.fetch, { ...LIMITS, concurrency });
        } catch (error) {
          expect(error).toMatchObject({ code: 'HSS_UNSTABLE_LIST' });
          return;
        }
        const { states } = server;
        expect(states.map((state) => state.length)).toContain(list.length);
        expect(new Set(list).size).toBe(list.length);
        const always = states[0].filter((row) => states.every((state) => state.includes(row)));
        const kept = new Set<unknown>(always);
        expect(list.filter((row) => kept.has(row))).toEqual(always);
        const ever = new Set<unknown>(states.flat());
        expect(list.filter((row) => !ever.has(row))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a total that is always wrong is never believed', async () => {
  await fc.assert(
    fc.asyncProperty(size, cap, fc.integer({ min: -1500, max: 50 }), async (count, cap, delta) => {
      const total = count + delta;
      // One full page of a server that caps its pages can't be told from a whole list.
      fc.pre(delta !== 0 && total >= 0 && (total !== cap || cap === PAGE));
      const server = new Server(rowsOf(count), { cap, totalNum: () => total });
      const { code } = await failureOf(() => readWholeList(server.fetch, LIMITS));
      expect(code).toBe('HSS_UNSTABLE_LIST');
    }),
  );
});

test('a total that is wrong once costs another reading', async () => {
  const totalNum = (total: number, read: number): number => (read === 3 ? total + 1 : total);
  const server = new Server(rowsOf(1000), { totalNum });
  expect(await readWholeList(server.fetch, LIMITS)).toEqual(rowsOf(1000));
  expect(server.reads).toBeGreaterThan(6);
});

const shift = (rows: Row[]): void => void rows.splice(800, 0, ...rows.splice(100, 1));

test('a shift that keeps the total is noticed', async () => {
  const server = new Server(rowsOf(1000), { changes: { 1: [shift] } });
  expect(await readWholeList(server.fetch, LIMITS)).toEqual(server.states[1]);
});

test('a list that never settles fails after a limited number of readings', async () => {
  const changes = Object.fromEntries(Array.from({ length: 100 }, (_, read) => [read, [shift]]));
  const server = new Server(rowsOf(400), { changes });
  const { code, message } = await failureOf(() => readWholeList(server.fetch, LIMITS));
  expect([code, message]).toEqual(['HSS_UNSTABLE_LIST', expect.stringContaining('6 readings')]);
  expect(server.states).toHaveLength(server.reads + 1);
  expect(MAX_READINGS).toBe(6);
});

test.each([
  [0, 1],
  [1, 1],
  [199, 1],
  // A full page is no proof of the end.
  [200, 2],
  [201, 2],
  [399, 3],
  [20_000, 101],
])('a list of %d rows takes %d requests', async (count, requests) => {
  const server = new Server(rowsOf(count));
  expect(await readWholeList(server.fetch, LIMITS)).toHaveLength(count);
  expect(server.reads).toBe(requests);
});

test('pages are asked for together, but never more than the connection allows', async () => {
  let underWay = 0;
  let peak = 0;
  const server = new Server(rowsOf(5000), { delays: [3] });
  const fetch = async (offset: number): Promise<Page> => {
    peak = Math.max(peak, ++underWay);
    const page = await server.fetch(offset);
    underWay--;
    return page;
  };
  await readWholeList(fetch, { ...LIMITS, concurrency: 5 });
  expect(peak).toBe(5);
});

test.each([
  [1000, 1000, 'whole'],
  [1001, 1000, 'HSS_TOO_MANY_ROWS'],
  [2_000_201, 3_000_000, 'HSS_TOO_MANY_ROWS'],
])('a list of %d rows where %d are allowed is %s', async (count, maxRows, outcome) => {
  const server = new Server(rowsOf(Math.min(count, 1001)), { totalNum: () => count });
  const read = () => readWholeList(server.fetch, { ...LIMITS, maxRows });
  if (outcome === 'whole') {
    expect(await read()).toHaveLength(count);
    return;
  }
  const { code, message } = await failureOf(read);
  expect([code, message]).toEqual([outcome, expect.stringContaining(`${count} rows match`)]);
  expect(server.reads).toBe(1);
});

test('an image with many tags, or none of whose rows has an ID, is not repeated', async () => {
  const retagged = Array.from({ length: 2000 }, (_, index) => ({
    image_id: 'one',
    image_digest: 'sha256:1',
    image_version: `1.${index}`,
  }));
  expect(await readWholeList(new Server(retagged).fetch, LIMITS)).toHaveLength(2000);
  const nameless = Array.from({ length: 20_000 }, (_, vul_num) => ({ image_id: 'one', vul_num }));
  const stringify = jest.spyOn(JSON, 'stringify');
  expect(await readWholeList(new Server(nameless).fetch, LIMITS)).toHaveLength(20_000);
  // Comparing each with each would take minutes.
  expect(stringify.mock.calls.length).toBeLessThan(50_000);
  stringify.mockRestore();
});

test.each([
  ['in one page', 250, 251],
  ['in the two pages that share the first', 199, 200],
  ['in the two pages that share the last', 198, 199],
])('a row without an ID that is twice in HSS’s list, %s, is there once', async (_, one, other) => {
  const rows = rowsOf(500);
  rows[one] = rows[other] = { image_id: '', image_version: 'one' };
  const list = await readWholeList(new Server([...rows]).fetch, LIMITS);
  expect(list).toEqual(rows.filter((__, index) => index !== other));
});

test.each([
  { given: 'in two pages, without an ID', one: 10, other: 300, row: {} },
  { given: 'in one page', one: 250, other: 251, row: { image_id: 'one' } },
  { given: 'in the only page', one: 0, other: 1, row: { id: 'one' }, count: 2 },
  { given: 'in the last page', one: 498, other: 499, row: { image_id: '', registry_id: 'one' } },
])(
  'a list fails where a row stands $given in place of another',
  async ({ one, other, row, count = 500 }) => {
    const rows = rowsOf(count);
    rows[one] = rows[other] = row;
    const { code, message } = await failureOf(() => readWholeList(new Server(rows).fetch, LIMITS));
    expect([code, message]).toEqual([
      'HSS_UNSTABLE_LIST',
      expect.stringContaining(`row ${one + 1} came again as row ${other + 1}`),
    ]);
  },
);

test('pages of one row, which show nothing of where they stand, are refused', async () => {
  const server = new Server(rowsOf(5), { cap: 1 });
  const { code } = await failureOf(() => readWholeList(server.fetch, LIMITS));
  expect(code).toBe('HSS_UNSTABLE_LIST');
});

test('an error of one page does not wait for the others', async () => {
  const server = new Server(rowsOf(5000));
  const fetch = (offset: number): Promise<Page> =>
    offset === 398
      ? Promise.reject(new Error('page lost'))
      : offset === 0
        ? server.fetch(0)
        : new Promise(() => undefined);
  await expect(readWholeList(fetch, LIMITS)).rejects.toThrow('page lost');
});

test('an error of one page ends the reading', async () => {
  const server = new Server(rowsOf(5000));
  const fetch = (offset: number): Promise<Page> =>
    server.reads > 3 ? Promise.reject(new Error('page lost')) : server.fetch(offset);
  await expect(readWholeList(fetch, LIMITS)).rejects.toThrow('page lost');
  expect(server.reads).toBeLessThan(20);
});

test('the next page is asked for before one is read, and none after an error', async () => {
  const server = new Server(rowsOf(2000));
  const log: string[] = [];
  const fetch: FetchPage = async (offset) => {
    log.push(`ask ${offset}`);
    const page = await server.fetch(offset);
    const read = (): Page => {
      log.push(`read ${offset}`);
      if (offset === 398) throw new Error('page lost');
      return page;
    };
    return { body: Buffer.alloc(0), read };
  };
  const reading = readWholeListInto(fetch, { ...LIMITS, concurrency: 1 }, rawRows);
  await expect(reading).rejects.toThrow('page lost');
  const begin = ['ask 0', 'read 0', 'ask 199', 'ask 398', 'read 199'];
  expect(log).toEqual([...begin, 'ask 597', 'read 398']);
});
