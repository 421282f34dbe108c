import { SimulatorData } from '../../../src/simulator';
import { storeOf } from '../../../src/simulator/data/data';
import { generateStore } from '../../../src/simulator/data/generate';
import { writeJson } from '../../../src/simulator/data/exact-json';
import { Store } from '../../../src/simulator/data/store';

/** A scan that was asked for changes what the lists of vulnerabilities have, as it changes `vul_num`. */

const IMAGE = {
  id: 7,
  image_id: 'web',
  image_type: 'harbor',
  image_digest: 'sha256:a',
  vul_num: 1,
};

function scanned(data: SimulatorData): Store {
  const store = storeOf({ registry_images: [IMAGE], ...data }, 'data', 0);
  // What was listed before must not be what is answered after.
  ids(store);
  projectIds(store);
  store.onDemand.scan([{ id: '7', image_digest: 'sha256:a', registry_id: '' }], 0);
  store.onDemand.settle(1000);
  return store;
}

const parameters = (given: object): ReadonlyMap<string, string> => new Map(Object.entries(given));
const columnOf = (list: Store['cicd'], field: string): unknown[] =>
  Array.from({ length: list.length }, (_, at) => list.at(at)[field]);
const ids = ({ vulnerabilities }: Store, imageId = 'web'): unknown[] =>
  columnOf(vulnerabilities.ofImage(imageId, parameters({}), new Set()), 'vul_id');
const projectIds = ({ vulnerabilities }: Store): unknown[] =>
  columnOf(vulnerabilities.ofProject(parameters({ image_type: 'registry' }), new Set()), 'vul_id');

const KNOWN = {
  vulnerabilities: { old: {}, new: {} },
  image_vulnerabilities: { web: ['old'] },
};

test.each<{
  readonly name: string;
  readonly scan: object;
  readonly vulNum: number;
  readonly expected: string[];
}>([
  { name: 'finds nothing', scan: {}, vulNum: 0, expected: [] },
  {
    name: 'finds others',
    scan: { vulnerabilities: ['new', 'new', 'other'] },
    vulNum: 3,
    expected: ['new', 'new', 'other'],
  },
  {
    name: 'finds some, but not as many as the row says',
    scan: { vulnerabilities: ['new'], found: { vul_num: 9 } },
    vulNum: 9,
    expected: ['new'],
  },
  {
    name: 'says a number alone',
    scan: { found: { vul_num: 1 } },
    vulNum: 1,
    expected: ['old'],
  },
])('of a scan that $name', ({ scan, vulNum, expected }) => {
  const store = scanned({ ...KNOWN, on_demand: { images: { 7: scan } } });
  expect(store['registry-images'].at(0)).toMatchObject({ vul_num: vulNum, latest_scan_time: 100 });
  expect(ids(store)).toEqual(expected);
  expect(projectIds(store)).toEqual([...new Set(expected)].filter((id) => id !== 'other'));
});

test.each([0, 4])('generated ones are as many as a scan says: %i', (vulNum) => {
  const store = scanned({
    ...KNOWN,
    generate_vulnerabilities: true,
    on_demand: { images: { 7: { found: { vul_num: vulNum } } } },
  });
  expect(ids(store)).toHaveLength(vulNum);
  expect(ids(store)).not.toContain('old');
});

test('a scan of a generated image leaves it without vulnerabilities', () => {
  const store = generateStore(100, 0);
  const images = store['registry-images'];
  const row = images.find(({ vul_num: count }) => Number(count) > 9)!;
  const imageId = String(row.image_id);
  expect(ids(store, imageId)).toHaveLength(Number(row.vul_num));
  store.onDemand.scan([{ id: writeJson(row.id), image_digest: '', registry_id: '' }], 0);
  expect(ids(store, imageId)).toHaveLength(Number(row.vul_num));
  store.onDemand.settle(1000);
  expect(ids(store, imageId)).toEqual([]);
});

test.each([
  [{ vulnerabilities: 'new' }, 'images.7.vulnerabilities must be a list'],
  [{ vulnerabilities: [7] }, 'images.7.vulnerabilities[0] must be an object of fields'],
])('the behaviour %j is refused', (scan, message) => {
  const data = { on_demand: { images: { 7: scan } } };
  expect(() => storeOf(data, 'data', 0)).toThrow(message);
});
