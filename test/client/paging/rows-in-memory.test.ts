import fc from 'fast-check';
import { Unsettled } from '../../../src/client/paging/kept-rows';
import { RowsInMemory, typedRowsInMemory } from '../../../src/client/paging/rows-in-memory';
import { ENDPOINTS } from '../../../src/contract/endpoints';
import { checkQuery } from '../../../src/contract/query';
import { rowReader } from '../../../src/contract/recheck';

/** Typed rows are judged as the raw rows that they were read from, though those are not kept. */

const spec = ENDPOINTS['registry-images'];
const query = checkQuery(spec, { imageName: 'web' });

/**
 * Of few values, so that rows repeat, most of them without an ID. Some contradict the query, some the contract, and some say
 * what the contract does not know.
 */
const rawRow = fc.oneof(
  fc.record(
    {
      image_id: fc.constantFrom('a', 'b', ''),
      image_name: fc.constantFrom('web', 'wéb', 'other'),
      vul_num: fc.constantFrom(0, 1, -1, 'many'),
      association_images: fc.constantFrom([], [{ image_name: 'x' }], [{ image_name: 'x', new: 1 }]),
      arch: fc.constantFrom('arm64', 'amd64'),
    },
    { requiredKeys: ['image_id', 'image_name'] },
  ),
  fc.constantFrom<unknown>(null, 7),
);

function outcome<T>(rows: RowsInMemory<T>, list: readonly unknown[], size: number): unknown {
  try {
    for (let offset = 0; offset === 0 || offset + 1 < list.length; offset += size - 1) {
      rows.place(offset, { rows: list.slice(offset, offset + size), total: list.length });
    }
    return rows.whole();
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    return error.message;
  }
}

test('what repeats is found, and nothing else', () => {
  const read = rowReader(spec, query);
  fc.assert(
    fc.property(
      fc.array(rawRow, { maxLength: 8 }),
      fc.integer({ min: 2, max: 5 }),
      (list, size) => {
        const raw = new RowsInMemory(
          (one) => ({ raw: one }),
          () => undefined,
        );
        const expected = outcome(raw, list, size);
        expect(outcome(typedRowsInMemory(spec, query), list, size)).toEqual(
          Array.isArray(expected)
            ? expected
                .map(({ raw }: { raw: unknown }) => read(raw))
                .filter((row) => row !== undefined)
            : expected,
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['a field that the contract does not know', { vul_num: 1 }, { vul_num: 1, new: 2 }],
  ['a value that is not sound', { vul_num: 'x' }, { vul_num: 'y' }],
  ['a list of images', { association_images: [{ new: 1 }] }, { association_images: [{ new: 2 }] }],
  ['a row that the query does not want', { image_name: 'other', a: 1 }, { image_name: 'other' }],
])(
  'rows that differ by %s are two rows, and one in place of the other voids the list',
  (_, a, b) => {
    const [one, other] = [a, b].map((row) => ({ image_id: 'i', image_name: 'web', ...row }));
    const rows = typedRowsInMemory(spec, query);
    rows.place(0, { rows: [one, other], total: 2 });
    expect(() => rows.whole()).not.toThrow();
    expect(() => rows.place(0, { rows: [other], total: 2 })).toThrow(Unsettled);
  },
);

test('a row that is nested too deeply to be written is a row, and equals no other', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
  expect(() => JSON.stringify(deep)).toThrow(RangeError);
  const row = { image_id: 'i', image_name: 'web', new: deep };
  const rows = typedRowsInMemory(spec, query);
  rows.place(0, { rows: [row], total: 1 });
  expect(rows.whole()).toHaveLength(1);
  expect(() => rows.place(0, { rows: [row], total: 1 })).toThrow(Unsettled);
});
