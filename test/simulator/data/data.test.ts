import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_TASK_ID, startSimulator } from '../../../src/simulator';
import { isJson, parseJson, parseYaml, writeJson } from '../../../src/simulator/data/exact-json';
import { closeAll, control, get, LISTS, start } from '../support';

afterAll(closeAll);

const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('JSON that is exact', () => {
  test.each([
    '{"a":9007199254740993,"b":9223372036854775807,"c":-9223372036854775808}',
    '[1.0,1e3,-0,0.10,1,-5,0.5,123456789012345678901234567890]',
    '{"text":"1.0 \\"2.0\\" \\\\","empty":{},"list":[],"null":null,"yes":true,"1.0":"x"}',
    '"仓 \\u0000 😀"',
    '{"__proto__":1.0,"constructor":{"a":2.0}}',
  ])('keeps %s', (text) => {
    expect(writeJson(parseJson(text))).toBe(text);
  });

  test('YAML keeps digits, too', () => {
    const value = parseYaml(
      'a: 9007199254740993\nb: 1.0\nc: 007\nd: 0x10\ne: "5"\nf: ~\n12: x\ng: &g [1]\nh: *g\n',
    );
    expect(writeJson(value)).toBe(
      '{"12":"x","a":9007199254740993,"b":1.0,"c":7,"d":16,"e":"5","f":null,"g":[1],"h":[1]}',
    );
  });

  test("refuses what JSON can't express", () => {
    const values = [NaN, Infinity, () => 1, Symbol('x'), { a: [NaN] }];
    expect(values.map(isJson)).toEqual(values.map(() => false));
    expect(isJson({ a: [1n, null, undefined, 'x'] })).toBe(true);
  });
});

test('rows are sent as they are written, however they break the contract', async () => {
  const rows =
    '[{"vul_num":"5","image_size":"1000 单位(Bytes)","latest_scan_time":9223372036854775807,' +
    '"malicious_file_num":1.0,"severity_level":null,"surprise":{"deep":[1,{"x":2}]},"namespace":7}]';
  const simulator = await start({ dataFile: file('rows.json', `{"cicd_images":${rows}}`) });
  expect((await get(simulator, 'cicd')).text).toBe(`{"total_num":1,"data_list":${rows}}`);
  await control(simulator, 'PUT', 'data', `{"image_registries":${rows}}`);
  expect((await get(simulator, 'registries')).text).toBe(`{"total_num":1,"data_list":${rows}}`);
  expect((await get(simulator, 'cicd')).json.total_num).toBe(0);
});

test('a YAML file may have tasks, hidden projects and times of today', async () => {
  const path = file(
    'data.yaml',
    `cicd_images:
  - { image_name: web, latest_scan_time: { hoursAgo: 2 }, latest_update_time: { hoursAgo: 0.5 } }
  - { image_name: old, latest_scan_time: 9007199254740993, vul_num: { hoursAgo: 2 } }
  - { image_name: theirs, enterprise_project_id: ep-1 }
  - { image_name: ours, enterprise_project_id: 0 }
image_registries:
image_sync_task_registries:
  demo-task: [{ registry_id: a, sync_status: running }]
  other: []
`,
  );
  const before = Date.now();
  const simulator = await start({ dataFile: path });
  const { json, text } = await get(simulator, 'cicd');
  const [web, old] = json.data_list;
  expect(json.total_num).toBe(3);
  expect(web.latest_scan_time).toBeGreaterThanOrEqual(before - 2 * 3_600_000);
  expect(web.latest_scan_time).toBeLessThanOrEqual(Date.now() - 2 * 3_600_000);
  expect(Number(web.latest_update_time) - Number(web.latest_scan_time)).toBe(1.5 * 3_600_000);
  expect(old.vul_num).toEqual({ hoursAgo: 2 });
  expect(text).toContain('"latest_scan_time":9007199254740993');
  const theirs = await get(simulator, 'cicd', 'enterprise_project_id=ep-1');
  expect(theirs.json.data_list).toEqual([{ image_name: 'theirs' }]);
  expect(
    (await get(simulator, 'cicd', 'enterprise_project_id=all_granted_eps')).json.total_num,
  ).toBe(4);
  expect((await get(simulator, 'sync')).json.data_list).toEqual([
    { registry_id: 'a', sync_status: 'running' },
  ]);
});

describe('a wrong file is refused with its name and what is wrong', () => {
  test.each([
    ['list.yaml', '- a', 'the top level must be an object'],
    ['empty.yaml', '', 'the top level must be an object'],
    ['key.yaml', 'cicd_image: []', 'unknown key "cicd_image"; expected any of cicd_images'],
    ['rows.yaml', 'cicd_images: {}', 'cicd_images must be a list of rows, it is an object'],
    ['row.yaml', 'cicd_images: [web]', 'cicd_images[0] must be an object of fields'],
    [
      'nan.yaml',
      'cicd_images: [{ vul_num: .nan }]',
      "cicd_images[0].vul_num can't be sent as JSON",
    ],
    ['tasks.yaml', 'image_sync_task_registries: []', 'must be an object { task ID: rows }'],
    ['task.yaml', 'image_sync_task_registries: { a: 1 }', 'image_sync_task_registries.a must be'],
    ['syntax.yaml', 'a: [', 'not valid YAML or JSON'],
    ['syntax.json', '{"a":', 'not valid YAML or JSON'],
  ])('for %s', async (name, text, message) => {
    const path = file(name, text);
    const error = await startSimulator({ dataFile: path }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message.startsWith(path)).toBe(true);
  });

  test('where it is missing', async () => {
    await expect(startSimulator({ dataFile: '/nowhere.yaml' })).rejects.toThrow("can't be read");
  });
});

test.each([
  [{ rows: -1 }, 'rows'],
  [{ rows: 1.5 }, 'rows'],
  [{ rows: 1, data: {} }, 'only one'],
  [{ latencyMs: NaN }, 'latencyMs'],
  [{ latencyMs: 10, jitterMs: 11 }, 'jitterMs'],
  [{ nameMatch: 'fuzzy' as 'exact' }, 'nameMatch'],
  [{ ignoreFilters: ['nonsense'] }, 'nonsense'],
  [{ accessKey: 'a' }, 'belong together'],
  [{ securityToken: 'a' }, 'belongs to an accessKey'],
  [{ token: '' }, 'empty'],
  [{ faults: [{ kind: 'nonsense' as 'hang' }] }, 'faults[0].kind must be one of'],
])('the options %j are refused', async (options, message) => {
  await expect(startSimulator(options)).rejects.toThrow(message);
});

describe('the generated rows', () => {
  const timeless = (text: string): string => text.replace(/"latest_\w+_time":\d+/g, '');

  test.each(LISTS)('of %s are the same each time, and none comes twice', async (list) => {
    const replies = await Promise.all(
      [1, 2].map(async () => get(await start({ rows: 200 }), list, 'limit=200')),
    );
    expect(timeless(replies[0].text)).toBe(timeless(replies[1].text));
    const rows = replies[0].json.data_list;
    const ids = rows.map((row) => row.id ?? row.registry_id ?? row.image_digest);
    expect(new Set(ids).size).toBe(200);
  });

  test('of images mostly pass, with sound digests and times in the past', async () => {
    const simulator = await start({ rows: 1000 });
    const pages = await Promise.all(
      [0, 200, 400, 600, 800].map((offset) => get(simulator, 'cicd', `limit=200&offset=${offset}`)),
    );
    const rows: Array<Record<string, unknown>> = pages.flatMap(({ json }) => json.data_list);
    const tags = rows.map((row) => [row.namespace, row.image_name, row.image_version].join());
    expect(new Set(tags).size).toBe(1000);
    const fine = rows.filter(
      ({ severity_level: level }) => level === 'Security' || level === 'Low',
    );
    expect(fine.length).toBeGreaterThan(700);
    expect(new Set(rows.map((row) => row.scan_status)).size).toBe(7);
    expect(new Set(rows.map((row) => row.severity_level)).size).toBe(5);
    for (const row of rows) {
      expect(row.image_digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(row.latest_update_time).toBeLessThan(Date.now());
      expect(row.latest_scan_time ?? 0).toBeLessThan(Date.now());
    }
  });

  test('are served for the demo task', async () => {
    expect(DEMO_TASK_ID).toBe('demo-task');
    expect((await get(await start(), 'sync')).json.total_num).toBe(100);
  });
});
