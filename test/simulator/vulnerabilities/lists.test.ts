import { RunningSimulator } from '../../../src/simulator';
import { closeAll, control, setFaults, start } from '../support';
import { ask, CICD, DATA, projectRowsOf, rowsOf } from './support';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ data: DATA });
});
afterAll(closeAll);

const web = (query = {}) => rowsOf(simulator, 'image/web-1/vulnerabilities', { ...CICD, ...query });

describe('the list of an image', () => {
  test('has a row for each package, filled in by what is known of the vulnerability', async () => {
    const known = {
      repair_necessity: 'immediate_repair',
      solution: 'Update openssl.',
      url: 'https://example.com/SA-1',
    };
    expect(await web()).toEqual([
      { vul_id: 'SA-1', app_name: 'openssl', version: '1.1', ...known },
      { vul_id: 'SA-1', app_name: 'openssl-libs', version: '1.1', ...known },
      {
        vul_id: 'APP-1',
        repair_necessity: 'delay_repair',
        app_name: 'lodash',
        app_path: '/app/lodash',
      },
    ]);
  });

  test.each([
    { query: { handle_status: 'handled' }, names: ['openssl-libs'] },
    { query: { handle_status: 'unhandled' }, names: ['openssl', 'lodash'] },
    { query: { type: 'app_vul' }, names: ['lodash'] },
    { query: { type: 'linux_vul' }, names: ['openssl', 'openssl-libs'] },
    { query: { repair_necessity: 'delay_repair' }, names: ['lodash'] },
    { query: { vul_id: 'PP-' }, names: ['lodash'] },
    { query: { vul_id: '' }, names: ['openssl', 'openssl-libs', 'lodash'] },
    { query: { app_name: 'openssl' }, names: ['openssl'] },
  ])('is filtered by $query', async ({ query, names }) => {
    expect((await web(query)).map((row) => row.app_name)).toEqual(names);
  });

  test.each([
    { image: 'web-1', query: { namespace: 'shop', image_name: 'web', tag_name: '1' }, count: 3 },
    { image: 'web-1', query: { tag_name: '2' }, count: 0 },
    { image: 'web-1', query: { image_type: 'harbor' }, count: 0 },
    { image: 'api-2', query: { image_type: 'harbor' }, count: 2 },
    { image: 'api-2', query: { image_type: 'jfrog' }, count: 0 },
    { image: 'api-2', query: { image_type: 'cicd' }, count: 0 },
    { image: 'api-2-arm', query: { image_type: 'harbor', namespace: 'any' }, count: 1 },
    { image: 'theirs', query: {}, count: 0 },
    { image: 'theirs', query: { enterprise_project_id: 'ep-1' }, count: 2 },
    { image: 'theirs', query: { enterprise_project_id: 'all_granted_eps' }, count: 2 },
    { image: 'web-1', query: { enterprise_project_id: 'ep-1' }, count: 0 },
    { image: 'nobody', query: {}, count: 0 },
  ])('of $image with $query has $count rows', async ({ image, query, count }) => {
    const path = `image/${image}/vulnerabilities`;
    expect(await rowsOf(simulator, path, { ...CICD, ...query })).toHaveLength(count);
  });

  test('is empty where the data says nothing of the image', async () => {
    const bare = await start({ data: { cicd_images: [{ image_id: 'a', vul_num: 9 }] } });
    expect(await rowsOf(bare, 'image/a/vulnerabilities', CICD)).toEqual([]);
  });
});

describe('the list of the project', () => {
  test('has each known vulnerability of the images of a pool once, by whether it is handled', async () => {
    const notice = {
      vul_id: 'SA-1',
      vul_name: 'SA-1',
      type: 'linux_vul',
      image_type: 'cicd',
      severity_level: 'Critical',
      image_num: 1,
      cve_list: [
        { cve_id: 'CVE-2026-1', cvss: 7.5 },
        { cve_id: 'CVE-2026-2', cvss: 9.8 },
      ],
      max_cvss_score: 9.8,
      scan_time: 5000,
      solution_detail: 'Update openssl.',
      url: 'https://example.com/SA-1',
    };
    const library = { vul_id: 'APP-1', type: 'app_vul', severity_level: 'Medium' };
    const rows = await projectRowsOf(simulator, 'cicd');
    expect(rows).toMatchObject([notice, notice, library]);
    expect(Object.keys(rows[0]).sort()).toEqual(Object.keys(notice).sort());
  });

  test('leaves out what is in no image, and what is not known', async () => {
    const ids = async (pool: string) =>
      (await projectRowsOf(simulator, pool)).map((row) => row.vul_id);
    expect(await ids('registry')).toEqual(['SA-1', 'APP-1']);
    expect(await ids('local')).toEqual([]);
  });

  test('is of one enterprise project or of all', async () => {
    const counts = async (project: string) =>
      (await projectRowsOf(simulator, 'cicd', { enterprise_project_id: project })).map(
        (row) => row.image_num,
      );
    expect(await counts('ep-1')).toEqual([1]);
    expect(await counts('all_granted_eps')).toEqual([2, 1, 1]);
  });

  test.each([
    { query: { severity_level: 'Critical' }, count: 2 },
    { query: { severity_level: 'Low' }, count: 0 },
    { query: { cve_id: 'CVE-2026-2' }, count: 2 },
    { query: { cve_id: 'CVE-2026' }, count: 0 },
    { query: { vul_id: 'APP-1' }, count: 1 },
    { query: { vul_name: 'SA-1' }, count: 2 },
    { query: { status: 'vul_status_ignored' }, count: 1 },
    { query: { label_list: 'a,b' }, count: 0 },
    { query: { cluster_id: 'c' }, count: 0 },
  ])('is filtered by $query', async ({ query, count }) => {
    expect(await projectRowsOf(simulator, 'cicd', query)).toHaveLength(count);
  });
});

test('the list of CVEs has their times', async () => {
  expect(await rowsOf(simulator, 'image/vulnerability/SA-1/cve')).toEqual([
    { cve_id: 'CVE-2026-1', cvss_score: 7.5, publish_time: 1000, description: 'first' },
    { cve_id: 'CVE-2026-2', cvss_score: 9.8, publish_time: 2000 },
  ]);
  expect(await rowsOf(simulator, 'image/vulnerability/SA-2/cve')).toEqual([]);
});

describe('while they are read', () => {
  const LISTS = [
    { endpoint: 'image-vulnerabilities', path: 'image/web-1/vulnerabilities', query: CICD },
    {
      endpoint: 'project-vulnerabilities',
      path: 'images/vulnerabilities',
      query: { type: 'linux_vul', handle_status: 'unhandled', image_type: 'cicd' },
    },
    { endpoint: 'vulnerability-cves', path: 'image/vulnerability/SA-1/cve', query: {} },
  ] as const;

  test.each(LISTS)('rows move in $endpoint, for good', async ({ endpoint, path, query }) => {
    const moving = await start({ data: DATA });
    const before = await rowsOf(moving, path, query);
    await setFaults(moving, { kind: 'drift', endpoint, insertAt: 0, times: 1 });
    expect(await rowsOf(moving, path, query).then((rows) => rows.slice(1))).toEqual(before);
    await setFaults(moving, { kind: 'drift', endpoint, removeAt: 1, times: 1 });
    const after = await rowsOf(moving, path, query);
    expect(after).toHaveLength(before.length);
    expect(await rowsOf(moving, path, query)).toEqual(after);
    await control(moving, 'PUT', 'data', DATA);
    expect(await rowsOf(moving, path, query)).toEqual(before);
  });

  test('a row that is put into the list of an image stands in that of the project, too', async () => {
    const moving = await start({ data: DATA });
    const row = { vul_id: 'unused', app_name: 'zlib' };
    const known = async () => (await projectRowsOf(moving, 'cicd')).map(({ vul_id: id }) => id);
    expect(await known()).not.toContain('unused');
    await setFaults(moving, {
      ...{ kind: 'drift', endpoint: 'image-vulnerabilities', insertAt: 9, row, times: 1 },
    });
    expect(await rowsOf(moving, 'image/web-1/vulnerabilities', CICD)).toHaveLength(4);
    expect(await known()).toContain('unused');
  });

  test.each(LISTS)('$endpoint comes in pages, and can be made to fail', async (list) => {
    const paged = await start({ data: DATA });
    const { json } = await ask(paged, list.path, { ...list.query, offset: 1, limit: 10 });
    expect(json.data_list).toHaveLength(json.total_num - 1);
    await setFaults(paged, { kind: 'status', status: 503, endpoint: list.endpoint });
    expect((await ask(paged, list.path, list.query)).status).toBe(503);
    expect((await ask(paged, 'image/cicd/images')).status).toBe(200);
  });
});
