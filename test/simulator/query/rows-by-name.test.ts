import fc from 'fast-check';
import { RowList } from '../../../src/simulator/data/rows';
import { positionsOfName } from '../../../src/simulator/query/rows-by-name';

const name = fc.constantFrom('web', 'api', '', 7, undefined);
const row = name.map((image_name) => ({ image_name }));
const change = fc.oneof(
  fc.record({ kind: fc.constant('insert'), at: fc.nat(6), row }),
  fc.record({ kind: fc.constant('remove'), at: fc.nat(6), row }),
);

test('a name is found where it stands, after any changes of the list', () => {
  fc.assert(
    fc.property(
      fc.array(row),
      fc.array(change),
      fc.constantFrom('web', 'api', ''),
      (rows, changes, wanted) => {
        const list = RowList.of(rows);
        for (const { kind, at, row: inserted } of changes) {
          positionsOfName(list, wanted);
          if (kind === 'insert') list.insert(at, inserted);
          else list.remove(at);
        }
        const all = Array.from({ length: list.length }, (_, at) => at);
        const expected = all.filter((at) => list.at(at).image_name === wanted);
        expect(positionsOfName(list, wanted)).toEqual(expected);
      },
    ),
  );
});
