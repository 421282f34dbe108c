import type { RunningSimulator } from '../../src/simulator';
import type { List } from './support';
import { closeAll, get, LISTS, listUrl, send, start, WITH_TOKEN } from './support';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ rows: 30 });
});
afterAll(closeAll);

const MAX_INT64 = '9223372036854775807';
const astral = (length: number): string => encodeURIComponent('😀'.repeat(length));
const letters = (length: number): string => 'x'.repeat(length);

/** A parameter, values that are in its range, and values that are not. */
interface Range {
  readonly name: string;
  readonly good: string[];
  readonly bad: string[];
}

const lengths = (name: string, max: number): Range => ({
  name,
  good: ['x', letters(max), astral(max)],
  bad: ['', letters(max + 1), astral(max + 1)],
});
const optionalLengths = (name: string, max: number): Range => ({
  name,
  good: ['', letters(max)],
  bad: [letters(max + 1)],
});
const integers = (name: string, min: string, max: string, above: string): Range => ({
  name,
  good: [min, max],
  bad: ['', '-1', above, '1.0', '1e2', '0x10', '%2B1', 'ten', '%2012', '99999999999999999999'],
});
const times = (name: string): Range => integers(name, '0', MAX_INT64, '9223372036854775808');
const booleans = (name: string): Range => ({
  name,
  good: ['true', 'false'],
  bad: ['', 'True', 'FALSE', '1', '0', 'yes', 'null'],
});
const enums = (name: string, ...values: string[]): Range => ({
  name,
  good: values,
  bad: [
    '',
    values[0].toUpperCase(),
    `${values[0]}%20`,
    'other',
    `${values[0]},${values[1] ?? 'x'}`,
  ],
});
const TYPES: Range = {
  name: 'registry_type',
  good: [
    ...['Harbor', 'Jfrog', 'SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Other'],
    ...['Harbor,Jfrog', 'Harbor%2CJfrog,Other'],
  ],
  bad: ['', 'harbor', 'Harbor,', ',Harbor', 'Harbor,%20Jfrog', 'Harbor;Jfrog', 'cicd'],
};
const COMMON: Range[] = [
  lengths('enterprise_project_id', 256),
  { name: 'enterprise_project_id', good: ['0', 'all_granted_eps'], bad: [] },
  integers('offset', '0', '2000000', '2000001'),
  { name: 'limit', good: ['10', '11', '200'], bad: ['', '9', '0', '201', '-10', '10.0', '1e2'] },
];
const RANGES: Record<List, Range[]> = {
  registries: [
    ...COMMON,
    lengths('registry_name', 128),
    lengths('registry_id', 64),
    TYPES,
    lengths('registry_addr', 256),
    enums('status', 'success', 'fail', 'accessing'),
  ],
  cicd: [
    ...COMMON,
    lengths('namespace', 128),
    lengths('image_name', 128),
    lengths('image_version', 64),
    enums('sort_key', 'latest_scan_time'),
    enums('sort_dir', 'asc', 'desc'),
    optionalLengths('image_id', 128),
    optionalLengths('cicd_name', 128),
    booleans('latest_version'),
    integers('image_size', '0', '2147483547', '2147483548'),
    enums('scan_status', 'unscan', 'success', 'scanning', 'failed', 'waiting_for_scan'),
    { name: 'scan_status', good: [], bad: ['download_failed', 'image_oversized'] },
    times('start_latest_update_time'),
    times('end_latest_update_time'),
    times('start_latest_scan_time'),
    times('end_latest_scan_time'),
    booleans('has_malicious_file'),
    booleans('has_unsafe_setting'),
    booleans('has_vul'),
    enums('severity_level', 'Security', 'Low', 'Medium', 'High'),
    { name: 'severity_level', good: [], bad: ['Critical', 'security'] },
    booleans('risky'),
  ],
  sync: [
    ...COMMON,
    lengths('registry_name', 128),
    TYPES,
    enums('sync_status', 'finished', 'running', 'failed'),
  ],
};

describe.each(LISTS)('the list of %s', (list) => {
  test.each(RANGES[list])(
    'accepts and refuses values of $name (case $#)',
    async ({ name, good, bad }) => {
      const statuses = (values: string[]): Promise<string[]> =>
        Promise.all(
          values.map(async (value) => {
            const reply = await get(simulator, list, `${name}=${value}`);
            return `${value.slice(0, 20)} ${reply.status} ${reply.json.error_code ?? ''}`;
          }),
        );
      expect(await statuses(good)).toEqual(good.map((value) => `${value.slice(0, 20)} 200 `));
      expect(await statuses(bad)).toEqual(bad.map((value) => `${value.slice(0, 20)} 400 HSS.0001`));
    },
  );

  test.each([
    'nonsense=1',
    'limit=10&limit=10',
    'limit',
    '%zz=1',
    'registry_name=%E4%BD',
    'limit=%',
  ])('refuses ?%s', async (query) => {
    const reply = await get(simulator, list, query);
    expect([reply.status, reply.json.error_code]).toEqual([400, 'HSS.0001']);
    expect(reply.json.error_msg).toMatch(/^Invalid parameter: /);
  });

  test('answers in the form of the page', async () => {
    const reply = await get(simulator, list);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(reply.json)).toEqual(['total_num', 'data_list']);
    expect([reply.json.total_num, reply.json.data_list.length]).toEqual([30, 10]);
    const next = await get(simulator, list);
    expect(next.headers['x-request-id']).not.toBe(reply.headers['x-request-id']);
  });
});

test.each<{
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly code: string;
}>([
  { method: 'GET', path: '/v5/{p}/image/registry', status: 404, code: 'APIGW.0101' },
  { method: 'GET', path: '/v5/{p}/image/registries/', status: 404, code: 'APIGW.0101' },
  { method: 'GET', path: '/v5//image/registries', status: 404, code: 'APIGW.0101' },
  { method: 'GET', path: '/v4/{p}/image/registries', status: 404, code: 'APIGW.0101' },
  { method: 'GET', path: '/', status: 404, code: 'APIGW.0101' },
  { method: 'POST', path: '/v5/{p}/image/registries', status: 404, code: 'APIGW.0101' },
  { method: 'GET', path: '/v3/projects/x', status: 404, code: 'APIGW.0101' },
  { method: 'GET', path: '/v5/another/image/registries', status: 403, code: 'HSS.0013' },
  { method: 'GET', path: '/v5/another/image/registries?limit=1', status: 403, code: 'HSS.0013' },
  {
    method: 'GET',
    path: '/v5/{p}/image/image-sync/tasks/unknown/registries',
    status: 404,
    code: 'HSS.0011',
  },
  {
    method: 'GET',
    path: '/v5/{p}/image/image-sync/tasks//registries',
    status: 400,
    code: 'HSS.0001',
  },
  {
    method: 'GET',
    path: `/v5/{p}/image/image-sync/tasks/${'x'.repeat(65)}/registries`,
    status: 400,
    code: 'HSS.0001',
  },
  {
    method: 'GET',
    path: '/v5/{p}/image/image-sync/tasks/%/registries',
    status: 400,
    code: 'HSS.0001',
  },
  { method: 'GET', path: '/v3/projects?nonsense=1', status: 400, code: 'HSS.0001' },
])('$method $path is answered with $status $code', async ({ method, path, status, code }) => {
  const url = simulator.endpoint + path.replace('{p}', simulator.projectId);
  const reply = await send(method, url, WITH_TOKEN);
  expect([reply.status, reply.json.error_code]).toEqual([status, code]);
  expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
});

describe('the statistics of images', () => {
  const path = 'image/asset/statistics';
  const statistics = (hss: RunningSimulator, query = '') =>
    send('GET', `${hss.endpoint}/v5/${hss.projectId}/${path}${query}`, WITH_TOKEN);

  test('count the rows of both lists, of one enterprise project or of all', async () => {
    const rows = await start({
      data: {
        cicd_images: [{ image_id: '1' }, { image_id: '2', enterprise_project_id: 'eps' }],
        registry_images: [{ id: 1 }],
      },
    });
    const counts = async (query: string) => (await statistics(rows, query)).json;
    expect(await counts('')).toEqual({ local_num: 0, cicd_num: 1, registry_num: 1 });
    expect(await counts('?enterprise_project_id=eps')).toMatchObject({
      cicd_num: 1,
      registry_num: 0,
    });
    expect(await counts('?enterprise_project_id=all_granted_eps')).toMatchObject({ cicd_num: 2 });
  });

  test.each(['?limit=10', '?offset=0', '?enterprise_project_id='])('refuse %s', async (query) => {
    expect((await statistics(simulator, query)).status).toBe(400);
  });

  test('can be made to fail, and no fault of a page applies to them', async () => {
    const faulty = await start({
      rows: 3,
      faults: [
        { kind: 'total', value: 'many' },
        { kind: 'status', status: 403, endpoint: 'statistics' },
      ],
    });
    expect((await statistics(faulty)).json.error_code).toBe('HSS.0013');
    expect((await get(faulty, 'cicd')).json.total_num).toBe('many');
  });
});

test('a plus in a query is a plus, escaped or not', async () => {
  const plus = await start({ data: { cicd_images: [{ namespace: 'a+b' }, { namespace: 'a b' }] } });
  const found = async (query: string): Promise<unknown> =>
    (await get(plus, 'cicd', query)).json.data_list.map((row) => row.namespace);
  expect(await found('namespace=a+b')).toEqual(['a+b']);
  expect(await found('namespace=a%2Bb')).toEqual(['a+b']);
  expect(await found('namespace=a%20b')).toEqual(['a b']);
});

describe('the list of projects in IAM', () => {
  test.each([
    ['by default the one', undefined, ['0123456789abcdef0123456789abcdef']],
    ['none', [], []],
    ['several', ['a', 'b'].map((id) => ({ id, name: 'cn-north-4' })), ['a', 'b']],
    ['of other names', [{ id: 'a', name: 'cn-north-4_sub' }], []],
  ])('shows %s', async (_title, projects, expected) => {
    const iam = await start({ rows: 0, projects });
    const reply = await send('GET', `${iam.endpoint}/v3/projects?name=cn-north-4`, WITH_TOKEN);
    expect(reply.json.projects.map(({ id }: { id: string }) => id)).toEqual(expected);
    expect(reply.json).toHaveProperty('links');
  });

  test('requires credentials', async () => {
    const reply = await send('GET', `${simulator.endpoint}/v3/projects?name=cn-north-4`);
    expect(reply.status).toBe(401);
  });
});

test('checks credentials before the project and its parameters', async () => {
  const reply = await send('GET', listUrl(simulator, 'cicd', 'limit=1'));
  expect([reply.status, reply.json.error_code]).toEqual([401, 'APIGW.0301']);
});
