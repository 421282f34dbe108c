import { writeJson } from '../../../src/simulator/data/exact-json';
import { generateRow, generateStore } from '../../../src/simulator/data/generate';
import { closeAll, get, setFaults, start } from '../support';

afterAll(closeAll);

test('generated images are the same as text and as objects', () => {
  const now = Date.UTC(2026, 10, 22);
  for (const count of [1, 40, 3000]) {
    const { cicd } = generateStore(count, now);
    for (let index = 0; index < count; index++) {
      expect(cicd.jsonAt(index)).toBe(writeJson(generateRow('cicd', index, count, now)));
    }
  }
});

test.each([
  ['generated', { rows: 30 }],
  ['given', { data: { cicd_images: [{ image_id: 'a' }, { image_id: 'b' }, { image_id: 'c' }] } }],
])('a page of %s rows that is sent again is the same until the list changes', async (_, rows) => {
  const simulator = await start(rows);
  const page = async (): Promise<unknown[]> =>
    (await get(simulator, 'cicd', 'limit=20')).json.data_list;
  const first = await page();
  expect(await page()).toEqual(first);
  const row = { image_id: 'new' };
  await setFaults(simulator, { kind: 'drift', removeAt: 1, insertAt: 0, row, times: 1 });
  const changed = [row, first[0], ...first.slice(2)];
  expect(await page()).toEqual(changed);
  expect(await page()).toEqual(changed);
});

test('the faults of one answer are not in the next', async () => {
  const simulator = await start({ rows: 30 });
  const page = async () => (await get(simulator, 'cicd', 'limit=20')).json;
  const first = await page();
  await setFaults(simulator, { kind: 'page-cap', rows: 5, times: 1 });
  expect((await page()).data_list).toEqual(first.data_list.slice(0, 5));
  expect(await page()).toEqual(first);
});
