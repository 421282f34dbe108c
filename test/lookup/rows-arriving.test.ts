import fc from 'fast-check';
import { PageHandedOn, PageReader, PagesHandedOn } from '../../src/client/paging/pages-handed-on';
import { pageOf } from '../../src/client/paging/page';
import { ArrivedPage } from '../../src/client/paging/page';
import { readWholeListBy, readWholeListInto } from '../../src/client/paging/paging';
import { typedRowsInMemory } from '../../src/client/paging/rows-in-memory';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { checkQuery } from '../../src/contract/query';
import { rowReader } from '../../src/contract/recheck';
import { Row } from '../../src/contract/row';
import { RowsArriving } from '../../src/lookup/rows-arriving';
import { failureOf } from '../support/failure';

/** Rows that one thread hands on and another reads are those that one thread alone would have. */

const spec = ENDPOINTS['cicd-images'];
const query = checkQuery(spec, { imageName: 'web' });
const LIMITS = { concurrency: 4, maxRows: 1000 };

// The pauses between readings are not what is tested.
beforeAll(() => {
  jest
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((run: () => void) => setImmediate(run)) as never);
});
afterAll(() => jest.restoreAllMocks());

const rawRow = (id: number) => ({ image_id: `image ${id}`, image_name: id % 3 ? 'web' : 'other' });

/** A list whose pages have as many rows as the server likes, and that changes before one of its reads. */
class Server {
  /** Every state that the list has been in. */
  public readonly states: object[][];
  private readonly rows: ReturnType<typeof rawRow>[];
  private reads = 0;

  constructor(
    count: number,
    private readonly sizes: readonly number[],
    private readonly changeAt: number,
  ) {
    this.rows = Array.from({ length: count }, (_, id) => rawRow(id));
    this.states = [[...this.rows]];
  }

  public readonly fetch = (offset: number): Promise<ArrivedPage> => {
    const { rows, reads, changeAt } = this;
    if (reads === changeAt) rows.splice(Math.floor(rows.length / 2), 1, rawRow(100));
    if (reads === changeAt + 1) rows.splice(0, 1);
    if (reads === changeAt || reads === changeAt + 1) this.states.push([...rows]);
    const size = this.sizes[this.reads++ % this.sizes.length];
    const data_list = rows.slice(offset, offset + size);
    return Promise.resolve(arrived(JSON.stringify({ total_num: rows.length, data_list })));
  };
}

function arrived(json: string): ArrivedPage {
  const body = Buffer.from(new TextEncoder().encode(json).buffer);
  return { body, read: (own = body) => pageOf(JSON.parse(own.toString()), 'GET /') };
}

/** Both threads in one: the rows are read now and then, and at the end. */
function readerOf(arriving: RowsArriving, now: () => boolean) {
  let found: ReturnType<PageReader['objection']>;
  let rows: readonly Row[] | undefined;
  const reader: PageReader = {
    read: (page) => {
      if (page.reading > arriving.reading) found = undefined;
      arriving.add(page);
      if (now()) found ??= arriving.readOne();
    },
    objection: () => found,
    finding: (reading) => {
      const outcome = found ?? arriving.finish(reading);
      if (outcome === undefined) throw new Error('nobody says what is wrong');
      if ('kind' in outcome) return Promise.resolve(outcome);
      rows = outcome.rows;
      return Promise.resolve({ kind: 'whole' });
    },
  };
  return { reader, rows: () => rows };
}

async function handedOn(fetch: (offset: number) => Promise<ArrivedPage>, now: () => boolean) {
  const { reader, rows } = readerOf(new RowsArriving(query), now);
  let reading = 0;
  await readWholeListBy(fetch, LIMITS, () => {
    return new PagesHandedOn(++reading, reader, LIMITS.maxRows);
  });
  return rows();
}

test('rows are those of one state of the list, whatever the pages and whenever they are read', async () => {
  const read = rowReader(spec, query);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(40),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: -9, max: 9 }),
      fc.infiniteStream(fc.boolean()),
      async (count, sizes, changeAt, now) => {
        const [here, there] = [0, 1].map(() => new Server(count, sizes, changeAt));
        const settle = (list: Promise<unknown>) =>
          list.catch((error: unknown) => (error as { code: string }).code);
        const alone = await settle(
          readWholeListInto(here.fetch, LIMITS, () => typedRowsInMemory(spec, query)),
        );
        const rows = await settle(handedOn(there.fetch, () => now.next().value));
        if (changeAt < 0 && !sizes.includes(1)) expect(rows).toEqual(alone);
        // The thread that asks learns later that a list has moved, and so may read it in another state, or give up.
        else if (!Array.isArray(rows)) expect(rows).toBe('HSS_UNSTABLE_LIST');
        else
          expect(there.states.map((state) => state.map(read).filter(Boolean))).toContainEqual(rows);
      },
    ),
    { numRuns: 1000 },
  );
});

const page = (reading: number, offset: number, json: string, end = 0): PageHandedOn => {
  const { body } = arrived(json);
  return { reading, offset, end, body };
};
const listOf = (total_num: number, ...ids: number[]) =>
  JSON.stringify({ total_num, data_list: ids.map(rawRow) });

test.each([
  { given: 'a page too few', pages: [listOf(2, 1)], finding: { kind: 'unsettled' } },
  {
    given: 'a total that changes',
    pages: [listOf(2, 1), listOf(3, 1, 2)],
    finding: { kind: 'unsettled' },
  },
  {
    given: 'a page that is not JSON',
    pages: ['{"total_num":'],
    finding: { kind: 'unreadable', offset: 0 },
  },
  {
    given: 'a page that ends early',
    pages: [listOf(5, 1, 2), listOf(5, 2, 4)],
    ends: [0, 4],
    finding: { kind: 'more', segments: [{ start: 2, end: 4 }] },
  },
])('$given is never a shorter list', ({ pages, ends = [0, 2], finding }) => {
  const arriving = new RowsArriving(query);
  pages.forEach((json, index) => arriving.add(page(1, index, json, ends[index])));
  expect(arriving.finish(1)).toMatchObject(finding);
});

test('pages of a reading that did not come are an error', async () => {
  const { code } = await failureOf(() => new RowsArriving(query).finish(1));
  expect(code).toBe('HSS_INTERNAL');
});

test('the end of a reading that is void is passed over', () => {
  const arriving = new RowsArriving(query);
  arriving.add(page(2, 0, listOf(1, 1)));
  expect(arriving.finish(1)).toBeUndefined();
  expect(arriving.finish(2)).toMatchObject({ rows: [{}] });
});

test('rows of an earlier reading that come late are not mixed in', () => {
  const arriving = new RowsArriving(query);
  arriving.add(page(2, 0, listOf(1, 1)));
  arriving.add(page(1, 0, listOf(1, 2)));
  expect(arriving.finish(2)).toEqual({ rows: [{ imageName: 'web', imageId: 'image 1' }] });
});
