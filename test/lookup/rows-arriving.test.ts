import fc from 'fast-check';
import { RowsInMemory, Unsettled } from '../../src/client/paging/kept-rows';
import { Page } from '../../src/client/paging/page';
import { PageHandedOn, RowsHandedOn, WholeList } from '../../src/client/paging/rows-handed-on';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { checkQuery } from '../../src/contract/query';
import { rowReader } from '../../src/contract/recheck';
import { Row } from '../../src/contract/row';
import { RowsArriving } from '../../src/lookup/rows-arriving';
import { failureOf } from '../support/failure';

/** Rows that one thread hands on and another reads are those that one thread alone would have. */

const query = checkQuery(ENDPOINTS['cicd-images'], { imageName: 'web' });
const read = rowReader(ENDPOINTS['cicd-images'], query);

/** A page as a server would send it. */
function pageAt(list: readonly unknown[], offset: number, size: number): Page {
  const rows = list.slice(offset, offset + size);
  const body = Buffer.from(
    new TextEncoder().encode(JSON.stringify({ total_num: list.length, data_list: rows })).buffer,
  );
  return { rows, total: list.length, body };
}

/** Of few values, so that rows repeat, most of them without an ID; some contradict the query, and some the contract. */
const rawRow = fc.record({
  image_id: fc.constantFrom('a', '', null),
  image_name: fc.constantFrom('web', 'wéb', 'other', null),
  vul_num: fc.constantFrom(0, 1, -1, 'many'),
});

test('rows are complete whatever the pages, their order, and the readings before', () => {
  fc.assert(
    fc.property(
      fc.array(rawRow, { maxLength: 12 }),
      fc.integer({ min: 2, max: 5 }),
      fc.array(rawRow, { maxLength: 3 }),
      fc.infiniteStream(fc.boolean()),
      (list, size, earlier, now) => {
        const pages: [number, Page][] = [];
        for (let offset = 0; offset === 0 || offset + 1 < list.length; offset += size - 1) {
          pages.push([offset, pageAt(list, offset, size)]);
        }
        const arriving = new RowsArriving(query);
        const handOn = (page: PageHandedOn): void => {
          arriving.add(page);
          if (now.next().value) arriving.readOne();
        };
        new RowsHandedOn(1, handOn).place(0, pageAt(earlier, 0, 3));
        const [handedOn, inMemory] = [new RowsHandedOn(2, handOn), new RowsInMemory(read)];
        const whole = outcomeOf(() => {
          for (const [offset, page] of pages) handedOn.place(offset, page);
          return handedOn.whole();
        });
        const expected = outcomeOf(() => {
          for (const [offset, page] of pages) inMemory.place(offset, page);
          return inMemory.whole();
        });
        if (whole === 'unsettled') expect(expected).toBe('unsettled');
        else expect(arriving.whole(whole)).toEqual(expected);
      },
    ),
  );
});

function outcomeOf<T extends WholeList | Row[]>(act: () => T): T | 'unsettled' {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    return 'unsettled';
  }
}

const body = (...rows: object[]): Uint8Array<ArrayBuffer> => pageAt(rows, 0, rows.length).body!;

test.each([
  ['a page that did not come', [], { reading: 1, total: 1, repeats: [] }],
  [
    'a page too few',
    [{ reading: 1, offset: 0, body: body({ image_name: 'web' }) }],
    { reading: 1, total: 2, repeats: [] },
  ],
  [
    'pages of another reading',
    [{ reading: 1, offset: 0, body: body({ image_name: 'web' }) }],
    { reading: 2, total: 1, repeats: [] },
  ],
])('%s is an error, never a shorter list', async (_, pages, whole) => {
  const arriving = new RowsArriving(query);
  pages.forEach((page) => arriving.add(page));
  expect((await failureOf(() => arriving.whole(whole))).code).toBe('HSS_INTERNAL');
});

test('rows of an earlier reading that come late are not mixed in', () => {
  const arriving = new RowsArriving(query);
  arriving.add({ reading: 2, offset: 0, body: body({ image_name: 'web', image_id: 'new' }) });
  arriving.add({ reading: 1, offset: 0, body: body({ image_name: 'web', image_id: 'old' }) });
  expect(arriving.whole({ reading: 2, total: 1, repeats: [] })).toEqual([
    { imageName: 'web', imageId: 'new' },
  ]);
});
