import { startProxied, ask, v5, Proxied } from './support';

/** What Terraform is told: always 200, one image in few bytes, and what went wrong in `error`. */

const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;
const CICD = '/image/cicd/images';
const REGISTRY = '/image/registries/images';

const REDUCED = {
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4',
  image_digest: sha('a'),
  registry_name: 'prod',
  scan_status: 'success',
  severity_level: 'Low',
  latest_scan_time: 1790000000001,
  latest_update_time: 1790000000000,
  vul_num: 3,
  unsafe_setting_num: 0,
  malicious_file_num: 0,
};
const WEB = { image_id: 'id-1', cicd_name: 'ci', ...REDUCED };

const gate = async (own: Proxied, below: string) => {
  const heard = await ask(own.proxy.gateEndpoint, `${v5(own)}${below}`);
  expect(heard.status).toBe(200);
  return heard;
};

test('a question about one image is answered with its rows, with what policies read', async () => {
  const own = await startProxied({
    nameMatch: 'partial',
    data: {
      cicd_images: [
        WEB,
        { ...WEB, image_id: 'id-2', image_version: '1.4.1' },
        { ...WEB, image_name: 'webshop' },
        { ...WEB, namespace: 'shop2' },
        { ...WEB, namespace: undefined },
        { ...WEB, image_digest: sha('b'), vul_num: '5', image_size: '1000 Bytes' },
      ],
    },
  });
  const asked = `${CICD}?namespace=shop&image_name=web&image_version=1.4`;
  const other = {
    ...REDUCED,
    vul_num: undefined,
    image_digest: sha('b'),
    anomalies: [expect.stringMatching(/^vul_num: /)],
  };
  expect((await gate(own, asked)).json).toEqual({
    error: null,
    source: 'live',
    total_num: 2,
    data_list: [REDUCED, other],
  });
  expect((await gate(own, `${asked}&image_digest=${sha('b')}`)).json.data_list).toEqual([other]);
  // Without a namespace: rows that have none.
  const none = (await gate(own, `${CICD}?image_name=web`)).json.data_list;
  expect(none).toEqual([{ ...REDUCED, namespace: undefined }]);
  // Without a version: any.
  const any = (await gate(own, `${CICD}?namespace=shop&image_name=web`)).json.data_list;
  expect(any).toHaveLength(3);
  expect((await gate(own, `${CICD}?image_name=nobody`)).json).toMatchObject({
    error: null,
    total_num: 0,
    data_list: [],
  });
});

test('a list of many pages is whole; one image stays small, or is an error that says what to do', async () => {
  const rows = Array.from({ length: 450 }, (_, index) => ({
    ...WEB,
    image_id: `id-${index}`,
    image_digest: `sha256:${String(index).padStart(64, '0')}`,
  }));
  const own = await startProxied({ data: { cicd_images: rows } });
  const asked = `${CICD}?namespace=shop&image_name=web`;
  const heard = await gate(own, asked);
  expect(heard.json).toEqual({
    error: { code: 'HSS_TOO_MANY_ROWS', message: expect.stringMatching(/450 rows.*image_digest/s) },
    data_list: [],
  });
  const last = await gate(own, `${asked}&image_digest=${rows[449].image_digest}`);
  expect(last.json).toMatchObject({
    total_num: 1,
    data_list: [{ ...REDUCED, image_digest: rows[449].image_digest }],
  });
  expect(last.text.length).toBeLessThan(1000);
});

test('what is answered for one image is below 10 kB in Terraform’s state, or is an error', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    ...WEB,
    image_name: `web-${index}`,
    image_digest: sha('a'),
  })).flatMap((row, index) =>
    Array.from({ length: index + 1 }, (_, copy) => ({ ...row, registry_name: `r-${copy}` })),
  );
  const own = await startProxied({ data: { cicd_images: rows } });
  const kept: number[] = [];
  for (let index = 0; index < 12; index++) {
    const { text, json } = await gate(own, `${CICD}?namespace=shop&image_name=web-${index}`);
    // The provider keeps the body as `body`, as `response_body` and in base64.
    const inState = 2 * JSON.stringify(text).length + Buffer.from(text).toString('base64').length;
    expect(inState).toBeLessThan(10_000);
    if (json.error === null) kept.push(json.total_num);
  }
  expect(kept).toEqual([1, 2, 3, 4, 5, 6]);
});

test('registry images are answered as CI/CD images are: with what policies read of them', async () => {
  const registryImage = {
    ...REDUCED,
    registry_id: '7',
    shared_status: 'effective',
    is_multiple_arch: true,
    association_images: [{ image_digest: sha('1') }, {}],
    latest_sync_time: 1790000000000,
    scannable: false,
  };
  const own = await startProxied({
    data: {
      registry_images: [
        {
          ...registryImage,
          id: 5,
          registry_type: 'Harbor',
          association_images: [
            { image_digest: sha('1'), vul_num: 3, image_name: 'web' },
            { id: 1 },
          ],
        },
        { ...registryImage, image_digest: sha('b') },
        { ...registryImage, image_name: 'api' },
      ],
    },
  });
  const asked = `${REGISTRY}?namespace=shop&image_name=web&image_digest=${sha('a')}`;
  expect((await gate(own, asked)).json).toEqual({
    error: null,
    source: 'live',
    total_num: 1,
    data_list: [registryImage],
  });
  expect((await gate(own, `${REGISTRY}?namespace=shop`)).json.error.message).toMatch(
    /one image is asked for at a time/,
  );
});

test('an index of many platforms is answered, and one of endless ones is an error', async () => {
  const platforms = (count: number): object[] =>
    Array.from({ length: count }, (_, at) => ({
      image_digest: `sha256:${String(at).padStart(64, '0')}`,
    }));
  const index = (image_name: string, count: number) => ({
    ...REDUCED,
    image_name,
    association_images: platforms(count),
  });
  const own = await startProxied({
    data: { registry_images: [index('web', 40), index('api', 2000)] },
  });
  const asked = async (name: string) =>
    (await gate(own, `${REGISTRY}?namespace=shop&image_name=${name}`)).json;
  expect((await asked('web')).data_list[0].association_images).toHaveLength(40);
  expect((await asked('api')).error.code).toBe('HSS_TOO_MANY_ROWS');
});

test('a thousand scans of one image are one row, and its anomalies are not endless', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({
    ...WEB,
    image_id: `id-${index}`,
    latest_update_time: WEB.latest_update_time + index,
    severity_level: 'x'.repeat(5000),
  }));
  const own = await startProxied({ data: { cicd_images: rows } });
  const heard = await gate(own, `${CICD}?namespace=shop&image_name=web&image_version=1.4`);
  expect(heard.json.data_list).toMatchObject([
    { latest_update_time: WEB.latest_update_time + 999 },
  ]);
  expect(heard.text.length).toBeLessThan(1000);
});

test('scans of one digest that can decide are included, though they were updated earlier', async () => {
  const newest = { ...WEB, latest_update_time: WEB.latest_update_time + 9 };
  const later = { ...WEB, latest_scan_time: WEB.latest_scan_time + 9, severity_level: 'High' };
  const malicious = { ...WEB, latest_scan_time: 1, latest_update_time: 1, malicious_file_num: 2 };
  const older = { ...WEB, latest_scan_time: 1, latest_update_time: 2 };
  const own = await startProxied({
    data: { cicd_images: [older, newest, malicious, later] },
  });
  const { data_list: rows } = (
    await gate(own, `${CICD}?namespace=shop&image_name=web&image_version=1.4`)
  ).json;
  expect(rows).toMatchObject([
    { latest_update_time: newest.latest_update_time },
    { malicious_file_num: 2 },
    { severity_level: 'High' },
  ]);
});

test('equal questions at the same time are one request, and different ones are not', async () => {
  const own = await startProxied({ latencyMs: 50 });
  const ten = (name: string) =>
    Array.from({ length: 10 }, () => gate(own, `${CICD}?image_name=${name}`));
  const answers = await Promise.all([...ten('a'), ...ten('b')]);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await own.hss.requests()).toHaveLength(2);
  await gate(own, `${CICD}?image_name=a`);
  expect(await own.hss.requests()).toHaveLength(3);
});

test('the other two lists come whole, with every field', async () => {
  const own = await startProxied({
    nameMatch: 'partial',
    data: {
      image_registries: [
        { id: 'r-1', registry_name: 'prod', status: 'odd' },
        { id: 'r-2', registry_name: 'prod-2' },
      ],
      image_sync_task_registries: { t: [{ registry_id: 'r-1', sync_status: 'running' }] },
    },
  });
  expect((await gate(own, '/image/registries?registry_name=prod')).json).toEqual({
    error: null,
    source: 'live',
    total_num: 1,
    data_list: [
      { id: 'r-1', registry_name: 'prod', anomalies: [expect.stringMatching(/^status: /)] },
    ],
  });
  expect((await gate(own, '/image/image-sync/tasks/t/registries')).json.data_list).toEqual([
    { registry_id: 'r-1', sync_status: 'running' },
  ]);
});

test('the answer with a limit is HSS’s own page, to the last digit', async () => {
  const cicd_images = Array.from({ length: 30 }, (_, index) => ({
    ...WEB,
    image_id: `id-${index}`,
    latest_scan_time: 9223372036854775807n,
  }));
  const own = await startProxied({ data: { cicd_images } });
  const asked = `${CICD}?limit=10&offset=20`;
  const page = (await ask(own.proxy.endpoint, `${v5(own)}${asked}`)).text;
  expect(page).toContain('9223372036854775807');
  expect((await gate(own, asked)).text).toBe(`{"error":null,"source":"live",${page.slice(1)}`);
});

test.each([
  [`${CICD}`, 'HSS_INVALID_ARGUMENT'],
  [`${CICD}?image_name=`, 'HSS_INVALID_ARGUMENT'],
  [`${CICD}?image_name=a&no_such=1`, 'HSS_INVALID_ARGUMENT'],
  [`${CICD}?image_name=%zz`, 'HSS_INVALID_ARGUMENT'],
  [`${CICD}?limit=10&image_digest=x`, 'HSS_INVALID_ARGUMENT'],
  ['/image/registries?image_digest=x', 'HSS_INVALID_ARGUMENT'],
  ['/no/such/list', 'HSS_INVALID_ARGUMENT'],
  ['/image/image-sync/tasks/nobody/registries', 'HSS_NOT_FOUND'],
])('the refusal of %s is 200 with %s', async (below, code) => {
  const own = await startProxied();
  expect((await gate(own, below)).json).toEqual({
    error: { code, message: expect.stringMatching(new RegExp(`^${code}: `)) },
    data_list: [],
  });
});

test('the refusals of another project and of an empty query are 200, too', async () => {
  const { proxy } = await startProxied();
  for (const below of ['', '/', `/v5/other${CICD}?image_name=a`]) {
    const heard = await ask(proxy.gateEndpoint, below);
    expect(heard).toMatchObject({ status: 200, json: { error: { code: 'HSS_INVALID_ARGUMENT' } } });
  }
});

test.each([
  [{ kind: 'status', status: 503 }, 'HSS_SERVER_ERROR'],
  [{ kind: 'status', status: 429 }, 'HSS_THROTTLED'],
  [{ kind: 'reset-before' }, 'HSS_UNREACHABLE'],
  [{ kind: 'html' }, 'HSS_BAD_RESPONSE'],
  [{ kind: 'wrong-type', value: null }, 'HSS_BAD_RESPONSE'],
  [{ kind: 'total', delta: 1 }, 'HSS_UNSTABLE_LIST'],
] as const)('the fault %j is 200 with %s', async (fault, code) => {
  const own = await startProxied({ faults: [fault] });
  expect((await gate(own, `${CICD}?image_name=a`)).json).toEqual({
    error: { code, message: expect.stringMatching(new RegExp(`^${code}: `)) },
    data_list: [],
  });
  const page = (await gate(own, `${CICD}?limit=10`)).json;
  // A page does not know the list; its reader compares the total.
  expect(page.error?.code).toBe(code === 'HSS_UNSTABLE_LIST' ? undefined : code);
});

test('a wrong token and HSS that is down are 200, with the reason and without the token', async () => {
  const wrong = await startProxied({}, { credentials: { kind: 'token', token: 'wrong-tok-2' } });
  const refused = await gate(wrong, `${CICD}?image_name=a`);
  expect(refused.json.error.code).toBe('HSS_AUTH_FAILED');
  expect(refused.text).not.toContain('wrong-tok-2');

  const down = await startProxied({}, { endpoint: 'http://127.0.0.1:1' });
  const unreachable = await gate(down, `${CICD}?image_name=a`);
  expect(unreachable.json).toEqual({
    error: { code: 'HSS_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') },
    data_list: [],
  });
});

test('other methods and secrets are refused here too', async () => {
  const { proxy } = await startProxied();
  expect((await ask(proxy.gateEndpoint, '', { method: 'POST' })).status).toBe(405);
  const { origin } = new URL(proxy.gateEndpoint);
  expect((await ask(`${origin}/gate`, '')).status).toBe(404);
});
