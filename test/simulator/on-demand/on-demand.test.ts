import { PausableDeadline } from '../../../src/client/api';
import { parseJson } from '../../../src/simulator/data/exact-json';
import { storeOf } from '../../../src/simulator/data/data';
import { Store } from '../../../src/simulator/data/store';
import { OnDemandBehaviour } from '../../../src/simulator/on-demand/behaviour';
import { imagesIn, registriesIn } from '../../../src/simulator/on-demand/request-body';
import { closeAll, send, start, WITH_TOKEN } from '../support';

afterAll(closeAll);

const ID = '9007199254740993';
const IMAGE = {
  id: BigInt(ID),
  registry_id: 'r-1',
  image_name: 'web',
  image_version: '1',
  image_digest: 'sha256:a',
  scan_status: 'unscan',
};
const TARGET = { id: ID, image_digest: 'sha256:a', registry_id: 'r-1' };

function storeWith(behaviour: OnDemandBehaviour): Store {
  const data = {
    image_registries: [
      { id: 'r-1', registry_name: 'prod', registry_type: 'Harbor' },
      { id: 'r-2', registry_name: 'other', registry_type: 'Harbor' },
    ],
    registry_images: [IMAGE],
    on_demand: behaviour,
  };
  return storeOf(data, 'data', 0);
}

const tasks = ({ tasks: list }: Store): unknown[] =>
  Array.from({ length: list.length }, (_, index) => list.at(index));
const row = (store: Store): unknown => store['registry-images'].at(0);

test('a synchronization runs, then brings rows and is finished', () => {
  const brings = [{ ...IMAGE, image_digest: 'sha256:b' }, { id: 2n }];
  const store = storeWith({ registries: { 'r-1': { brings } } });
  store.onDemand.synchronize(['r-1'], 1000);
  const list = store.sync.get('sync-task-1')!;
  expect(list.at(0)).toMatchObject({ registry_id: 'r-1', sync_status: 'running' });
  store.onDemand.settle(1099);
  expect(store['registry-images'].length).toBe(1);
  store.onDemand.settle(1100);
  expect(list.at(0)).toMatchObject({ sync_status: 'finished' });
  expect(row(store)).toMatchObject({ image_digest: 'sha256:b', latest_sync_time: 1100 });
  expect(store['registry-images'].at(1)).toMatchObject({ id: 2n, registry_id: 'r-1' });
  expect(tasks(store)).toMatchObject([{ task_id: 'sync-task-1', task_status: 100 }]);
});

test('relative times in what is brought and found count from when it is', () => {
  const hour = 3_600_000;
  const brings = [{ ...IMAGE, latest_update_time: { hoursAgo: 0 } }];
  const found = { latest_scan_time: { hoursAgo: 2 }, severity_level: 'High' };
  const store = storeWith({ registries: { 'r-1': { brings } }, images: { [ID]: { found } } });
  store.onDemand.synchronize(['r-1'], 5 * hour);
  store.onDemand.settle(6 * hour);
  expect(row(store)).toMatchObject({ latest_update_time: 5 * hour + 100 });
  store.onDemand.scan([TARGET], 7 * hour);
  store.onDemand.settle(8 * hour);
  expect(row(store)).toMatchObject({ latest_scan_time: 5 * hour + 100, severity_level: 'High' });
});

test('one registry of several fails, and one never ends', () => {
  const store = storeWith({
    registries: { 'r-1': { failed_reason: 'no access' }, 'r-2': { never: true } },
  });
  store.onDemand.synchronize(['r-1', 'r-2'], 0);
  store.onDemand.settle(1e9);
  const list = store.sync.get('sync-task-1')!;
  expect(list.at(0)).toMatchObject({ sync_status: 'failed', failed_reason: 'no access' });
  expect(list.at(1)).toMatchObject({ sync_status: 'running' });
  expect(tasks(store)).toMatchObject([{ task_status: 0 }]);
});

test("somebody else's task begins in the same moment", () => {
  const store = storeWith({ twin_registries: ['r-2'], twin_images: [ID] });
  store.onDemand.synchronize(['r-1'], 5);
  expect(tasks(store)).toMatchObject([{ begin_time: 5 }, { begin_time: 5 }]);
  store.onDemand.scan([TARGET], 5);
  expect(tasks(store)).toHaveLength(4);
});

test('a scan ends with findings, and uses up one free scan, however often it was asked for', () => {
  const store = storeWith({
    free_quota_num: 2,
    images: { [ID]: { found: { severity_level: 'High' } } },
  });
  store.onDemand.scan([TARGET], 0);
  store.onDemand.scan([TARGET], 50);
  expect(row(store)).toMatchObject({ scan_status: 'scanning' });
  store.onDemand.settle(1000);
  expect(row(store)).toMatchObject({
    scan_status: 'success',
    severity_level: 'High',
    vul_num: 0,
    latest_scan_time: 100,
  });
  expect(store.onDemand.statistics()).toMatchObject({ free_quota_num: 1 });
});

test.each([
  { name: 'fails', behaviour: { failed_reason: 'too deep' }, reason: 'too deep' },
  { name: 'has lost its row', behaviour: { vanishes: true }, reason: 'the image does not exist' },
])('a scan that $name names the image in its task', ({ behaviour, reason }) => {
  const store = storeWith({ images: { [ID]: behaviour } });
  store.onDemand.scan([TARGET], 0);
  store.onDemand.settle(1000);
  expect(tasks(store)).toMatchObject([
    { task_status: 100, failed_num: 1, failed_images: [{ id: BigInt(ID), failed_reason: reason }] },
  ]);
  expect(store.onDemand.statistics()).toMatchObject({ repository_scan_num: 0 });
});

test('a task that HSS lists late is not listed before', () => {
  const store = storeWith({ listed_after_ms: 10 });
  store.onDemand.synchronize(['r-1'], 0);
  expect(tasks(store)).toHaveLength(0);
  store.onDemand.settle(10);
  expect(tasks(store)).toHaveLength(1);
});

test('more scans than are left are refused', () => {
  const store = storeWith({ free_quota_num: 0 });
  expect(() => store.onDemand.scan([TARGET], 0)).toThrow('quota is insufficient');
  expect(tasks(store)).toHaveLength(0);
});

const registry = { registry_id: 'r-1', registry_type: 'Harbor' };
const image = {
  image_digest: 'sha256:a',
  registry_id: 'r-1',
  image_name: 'web',
  image_version: '1',
};
test.each([
  { name: 'no JSON', text: '{', problem: 'not JSON' },
  { name: 'a list', text: '[]', problem: 'an object' },
  { name: 'all registries', text: '{"sync_all_registries":true}', problem: 'named registries' },
  { name: 'no registry', text: '{"sync_all_registries":false}', problem: 'registry_info' },
  {
    name: 'an unknown field',
    text: JSON.stringify({ sync_all_registries: false, registries: [registry] }),
    problem: 'registries is not a field',
  },
])('a synchronization of $name is refused', ({ text, problem }) => {
  expect(() => registriesIn(Buffer.from(text))).toThrow(problem);
});
test.each([
  { name: 'all images', text: '{"is_all":true}', problem: 'named images' },
  {
    name: 'an ID as text',
    text: JSON.stringify({ is_all: false, image_info: [{ ...image, id: '7' }] }),
    problem: 'int64',
  },
  {
    name: 'no digest',
    text: '{"is_all":false,"image_info":[{"id":7}]}',
    problem: 'image_digest',
  },
])('a scan of $name is refused', ({ text, problem }) => {
  expect(() => imagesIn(Buffer.from(text))).toThrow(problem);
});

test.each([
  { behaviour: { sync: 1 }, problem: 'unknown key "sync"' },
  { behaviour: { sync_ms: -1 }, problem: 'sync_ms must be milliseconds' },
  { behaviour: { images: { 7: { never: 1 } } }, problem: 'images.7.never must be true or false' },
  { behaviour: { registries: [] }, problem: 'registries must be an object' },
])('the behaviour $behaviour is refused', ({ behaviour, problem }) => {
  expect(() => storeOf({ on_demand: behaviour }, 'data', 0)).toThrow(problem);
});

test('over HTTP, IDs keep their digits, and tasks are listed by type', async () => {
  const simulator = await start({ data: { registry_images: [IMAGE] } });
  const below = `${simulator.endpoint}/v5/${simulator.projectId}/image`;
  const get = (path: string) => send('GET', `${below}/${path}`, WITH_TOKEN);
  const text = JSON.stringify({ is_all: false, image_info: [{ ...image, id: 0 }] });
  const body = text.replace('"id":0', `"id":${ID}`);
  const posted = await send('POST', `${below}/image-scan/tasks`, WITH_TOKEN, body);
  expect([posted.status, posted.text]).toEqual([200, '']);
  expect((await get('tasks')).json.error_msg).toContain('type is missing');
  expect((await get('tasks?type=image_sync')).json.total_num).toBe(0);
  const deadline = new PausableDeadline(10);
  let listed = await get('tasks?type=image_scan');
  while (!listed.text.includes('"task_status":100') && !deadline.signal.aborted) {
    listed = await get('tasks?type=image_scan');
  }
  expect(listed.json.data_list[0]).toMatchObject({ task_status: 100, failed_num: 0 });
  expect(listed.json.data_list[0]).not.toHaveProperty('type');
  const images = await get('registries/images');
  expect(images.text).toContain(`"id":${ID}`);
  expect(parseJson(images.text)).toMatchObject({ data_list: [{ scan_status: 'success' }] });
  expect((await get('pay-per-scan/statistics')).json).toMatchObject({ repository_scan_num: 1 });
});

test('what writes is a POST at its own path alone', async () => {
  const simulator = await start({ rows: 1 });
  const below = `${simulator.endpoint}/v5/${simulator.projectId}/image`;
  expect((await send('POST', `${below}/registries`, WITH_TOKEN, '{}')).status).toBe(404);
  expect((await send('POST', `${below}/image-scan/tasks`, {}, '{}')).status).toBe(401);
});
