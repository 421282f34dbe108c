import fc from 'fast-check';
import type { RunningSimulator } from '../../../src/simulator';
import type { List, Row } from '../support';
import { closeAll, control, get, LISTS, start } from '../support';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ rows: 0 });
});
afterAll(closeAll);

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const among = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const projects = ['0', 'ep-1', 'ep-2'];
const levels = ['Security', 'Low', 'Medium', 'High'];
const types = ['Harbor', 'Jfrog', 'SwrPrivate', 'SwrShared'];
const names = ['a', 'ab', 'b c', '仓'];

const row = fc.record({
  image_name: maybe(among(...names)),
  namespace: maybe(among<unknown>(...names, 7)),
  scan_status: among('success', 'failed', 'download_failed', 'unscan'),
  severity_level: maybe(among<unknown>(...levels, null)),
  vul_num: maybe(among<unknown>(0, 1, 5, '5', null)),
  malicious_file_num: maybe(among(0, 2)),
  latest_version: maybe(among<unknown>(true, false, 'true')),
  latest_scan_time: maybe(among<unknown>(0, 10, 20, 30, '20', null)),
  latest_update_time: maybe(among(0, 10, 20, 30)),
  image_size: maybe(among<unknown>(0, 1000, '1000 Bytes')),
  enterprise_project_id: maybe(among(...projects)),
});
const query = fc.record({
  image_name: maybe(among(...names)),
  namespace: maybe(among(...names)),
  scan_status: maybe(among('success', 'failed', 'unscan')),
  severity_level: maybe(among(...levels)),
  has_vul: maybe(among('true', 'false')),
  has_malicious_file: maybe(among('true', 'false')),
  latest_version: maybe(among('true', 'false')),
  risky: maybe(among('true', 'false')),
  image_size: maybe(among('0', '1000')),
  start_latest_scan_time: maybe(among('0', '10', '11')),
  end_latest_scan_time: maybe(among('10', '29', '9223372036854775807')),
  start_latest_update_time: maybe(among('10', '20')),
  end_latest_update_time: maybe(among('10', '20')),
  enterprise_project_id: maybe(among(...projects, 'all_granted_eps')),
  sort_key: maybe(fc.constant('latest_scan_time')),
  sort_dir: maybe(among('asc', 'desc')),
});
type Query = Partial<Record<string, string>>;

/** What the answer must be, in the plainest words. */
function naive(rows: Row[], q: Query): Row[] {
  const number = (value: unknown): number => (typeof value === 'number' ? value : NaN);
  const passed = rows.filter((r) => {
    const some = (field: string, want?: string): boolean =>
      want === undefined || (want === 'true' ? number(r[field]) > 0 : number(r[field]) === 0);
    const scanTime = number(r.latest_scan_time);
    const updateTime = number(r.latest_update_time);
    const isRated = typeof r.severity_level === 'string';
    const wantedProject = q.enterprise_project_id ?? '0';
    return [
      wantedProject === 'all_granted_eps' || (r.enterprise_project_id ?? '0') === wantedProject,
      q.image_name === undefined || r.image_name === q.image_name,
      q.namespace === undefined || r.namespace === q.namespace,
      q.scan_status === undefined || r.scan_status === q.scan_status,
      q.severity_level === undefined || r.severity_level === q.severity_level,
      q.latest_version === undefined || r.latest_version === (q.latest_version === 'true'),
      q.image_size === undefined || r.image_size === Number(q.image_size),
      some('vul_num', q.has_vul),
      some('malicious_file_num', q.has_malicious_file),
      q.risky === undefined ||
        (isRated && (r.severity_level === 'Security') === (q.risky === 'false')),
      q.start_latest_scan_time === undefined || scanTime >= Number(q.start_latest_scan_time),
      q.end_latest_scan_time === undefined || scanTime <= Number(q.end_latest_scan_time),
      q.start_latest_update_time === undefined || updateTime >= Number(q.start_latest_update_time),
      q.end_latest_update_time === undefined || updateTime <= Number(q.end_latest_update_time),
    ].every(Boolean);
  });
  const time = (r: Row): number =>
    typeof r.latest_scan_time === 'number' ? r.latest_scan_time : -1;
  if (q.sort_key !== undefined) {
    passed.sort((a, b) => (q.sort_dir === 'desc' ? time(b) - time(a) : time(a) - time(b)));
  }
  return passed.map((r) => {
    const sent = { ...r };
    delete sent.enterprise_project_id;
    return sent;
  });
}

async function wholeList(
  list: List,
  q: Query,
  limit: number,
): Promise<{ rows: Row[]; totals: number[] }> {
  const rows: Row[] = [];
  const totals: number[] = [];
  for (let offset = 0; ; offset += limit) {
    const text = Object.entries({ ...q, limit, offset })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
      .join('&');
    const { json } = await get(simulator, list, text);
    rows.push(...json.data_list);
    totals.push(json.total_num);
    if (json.data_list.length < limit) {
      return { rows, totals };
    }
  }
}

test('pages together are the list, filtered and sorted as a naive reader would', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 60 }),
      query,
      fc.integer({ min: 10, max: 25 }),
      async (rows, q, limit) => {
        const data = { cicd_images: rows };
        expect((await control(simulator, 'PUT', 'data', data)).status).toBe(200);
        const expected = naive(JSON.parse(JSON.stringify(rows)) as Row[], q);
        const whole = await wholeList('cicd', q, limit);
        expect(whole.rows).toEqual(expected);
        expect(new Set(whole.totals)).toEqual(new Set([expected.length]));
      },
    ),
    { numRuns: 150 },
  );
});

test.each(LISTS)('registry filters of %s', async (list) => {
  const id = list === 'registries' ? 'id' : 'registry_id';
  const rows = types.flatMap((type, index) =>
    names.map((name) => ({
      [id]: `${index}`,
      registry_name: name,
      registry_type: type,
      registry_addr: `${name}.example.com`,
      status: 'success',
      sync_status: index === 0 ? 'running' : 'finished',
    })),
  );
  const data = { image_registries: rows, image_sync_task_registries: { 'demo-task': rows } };
  await control(simulator, 'PUT', 'data', data);
  const count = async (text: string): Promise<number> =>
    (await get(simulator, list, text)).json.total_num;
  if (list === 'cicd') {
    expect(await count('')).toBe(0);
    return;
  }
  expect(await count('registry_type=Harbor,SwrShared')).toBe(8);
  expect(await count('registry_type=Other')).toBe(0);
  expect(await count('registry_name=a')).toBe(4);
  expect(await count('registry_name=a&registry_type=Jfrog')).toBe(1);
  if (list === 'registries') {
    expect(await count('registry_id=1')).toBe(4);
    expect(await count('registry_addr=ab.example.com')).toBe(4);
    expect(await count('registry_addr=example.com')).toBe(0);
    expect(await count('status=success')).toBe(16);
    expect(await count('status=fail')).toBe(0);
  } else {
    expect(await count('sync_status=running')).toBe(4);
  }
});

test('names match by part where that is asked for; IDs never do', async () => {
  const image_registries = ['prod', 'prod-2', 'other'].map((name) => ({
    id: name,
    registry_name: name,
  }));
  const partial = await start({ data: { image_registries }, nameMatch: 'partial' });
  const count = async (text: string): Promise<number> =>
    (await get(partial, 'registries', text)).json.total_num;
  expect(await count('registry_name=prod')).toBe(2);
  expect(await count('registry_id=prod')).toBe(1);
});

test('ignored filters are checked, then ignored', async () => {
  const loose = await start({ rows: 20, ignoreFilters: ['registry_id', 'severity_level'] });
  expect((await get(loose, 'registries', 'registry_id=none')).json.total_num).toBe(20);
  expect((await get(loose, 'registries', `registry_id=${'x'.repeat(65)}`)).status).toBe(400);
  expect((await get(loose, 'registries', 'registry_name=none')).json.total_num).toBe(0);
  expect((await get(loose, 'cicd', 'severity_level=High')).json.total_num).toBe(20);
});

test('empty texts ask for nothing where the page allows them', async () => {
  await control(simulator, 'PUT', 'data', { cicd_images: [{ image_id: 'a' }, {}] });
  expect((await get(simulator, 'cicd', 'image_id=&cicd_name=')).json.total_num).toBe(2);
  expect((await get(simulator, 'cicd', 'image_id=a')).json.total_num).toBe(1);
});
