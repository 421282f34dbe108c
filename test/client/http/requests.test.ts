import { randomUUID } from 'node:crypto';
import { ENDPOINTS } from '../../../src/contract/endpoints';
import { EndpointId } from '../../../src/contract/fields';
import { checkQuery } from '../../../src/contract/query';
import { ConnectionOptions } from '../../../src/client/settings/options';
import { Fault } from '../../../src/simulator';
import { failureOf } from '../../support/failure';
import { CICD, clientOf, listOnce, startHss } from '../../support/hss';
import { expectOverlap } from '../../support/overlap';

/** What goes over the wire: values arrive whole, and a credential is tried by one request before all go. */

const ODD = `a b&c#d+e/f%20g=h?镜像仓 😀~*'()!"\\;,:@[]|\u0001`;
const KEYS = { accessKey: 'AK-of-this-file', secretKey: 'SK-of-this-file' };

const ODD_QUERIES: [EndpointId, object, object][] = [
  [
    'image-registries',
    { registryName: ODD, registryId: ODD, registryAddr: ODD, registryTypes: ['Other', 'Jfrog'] },
    { registry_name: ODD, registry_id: ODD, registry_addr: ODD, registry_type: 'Jfrog,Other' },
  ],
  [
    'cicd-images',
    { namespace: ODD, imageName: ODD, imageVersion: ODD, imageId: '', cicdName: ODD, risky: false },
    {
      namespace: ODD,
      image_name: ODD,
      image_version: ODD,
      image_id: '',
      cicd_name: ODD,
      risky: 'false',
    },
  ],
  ['sync-task-registries', { taskId: 'demo-task', registryName: ODD }, { registry_name: ODD }],
];

test.each(ODD_QUERIES)(
  'odd values of %s arrive whole, by token and signed',
  async (id, given, sent) => {
    const securityToken = 'a+b/c==';
    const hss = await startHss({ ...KEYS, securityToken, token: randomUUID() });
    const query = checkQuery(ENDPOINTS[id], { ...given, enterpriseProjectId: 'all_granted_eps' });
    const page = { limit: '200', offset: '0', enterprise_project_id: 'all_granted_eps' };
    await listOnce(hss.options, query);
    const signed = { ...hss.options, credentials: { kind: 'accessKey', ...KEYS, securityToken } };
    await listOnce(signed as ConnectionOptions, query);
    const requests = await hss.requests();
    expect(requests.map(({ query, status }) => ({ query, status }))).toEqual([
      { query: { ...sent, ...page }, status: 200 },
      { query: { ...sent, ...page }, status: 200 },
    ]);
    expect(requests[0].url).not.toMatch(/[+ ]/);
  },
);

test('a base path of the endpoint is kept, and signed', async () => {
  const hss = await startHss(KEYS);
  const endpoint = `${hss.endpoint}/base/v1`;
  const { code } = await failureOf(() => listOnce({ ...hss.options, endpoint }));
  expect(code).toBe('HSS_BAD_RESPONSE');
  expect((await hss.requests())[0].path).toMatch(/^\/base\/v1\/v5\/\w+\/image\/cicd\/images$/);
});

test('a list of 20,000 rows is whole, in order, by 101 requests, many at once', async () => {
  const hss = await startHss({ rows: 20_000, latencyMs: 40 });
  const rows = await listOnce(hss.options);
  expect(new Set(rows.map((row) => row.imageId)).size).toBe(20_000);
  expect(await hss.requests()).toHaveLength(101);
  expectOverlap(await hss.peak());
});

const wrongKeys = () => ({
  kind: 'accessKey' as const,
  accessKey: KEYS.accessKey,
  secretKey: `wrong ${randomUUID()}`.replace(/ /g, '-'),
});

test.each([
  ['key', wrongKeys],
  ['token', () => ({ kind: 'token' as const, token: randomUUID() })],
])('ten lookups by a wrong %s are one request, and one refusal for all', async (_, wrong) => {
  const hss = await startHss({ ...KEYS, latencyMs: 20 });
  const options = { ...hss.options, credentials: wrong() };
  const [one, other] = [await clientOf(options), await clientOf(options)];
  const codes = Array.from({ length: 10 }, async (__, index) => {
    return (await failureOf(() => (index % 2 === 0 ? one : other).list())).code;
  });
  expect(await Promise.all(codes)).toEqual(new Array(10).fill('HSS_AUTH_FAILED'));
  expect(await hss.requests()).toHaveLength(1);
  // Nor later.
  await failureOf(() => one.list());
  expect(await hss.requests()).toHaveLength(1);
});

test('with the right credential the first request goes alone and the rest together', async () => {
  const hss = await startHss({ latencyMs: 200 });
  const client = await clientOf(hss.options);
  await Promise.all(Array.from({ length: 9 }, () => client.list()));
  const [first, second] = (await hss.requests()).map(({ time }) => Date.parse(time));
  expect(second - first).toBeGreaterThanOrEqual(190);
  expectOverlap(await hss.peak());
  expect(await hss.requests()).toHaveLength(9);
});

test('a failure that says nothing about the credential lets one more through at a time', async () => {
  const hss = await startHss({
    latencyMs: 10,
    faults: [{ kind: 'status', status: 500, times: 4 }],
  });
  const client = await clientOf(hss.options);
  const outcomes = await Promise.allSettled(Array.from({ length: 9 }, () => client.list()));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  const journal = await hss.requests();
  expect(journal).toHaveLength(9);
  expect(await hss.peak()).toBeLessThanOrEqual(4);
});

test('a credential that was good and is refused later is not tried again', async () => {
  const hss = await startHss({ faults: [{ kind: 'status', status: 401, skip: 1 }] });
  const client = await clientOf(hss.options);
  expect(await client.list()).toHaveLength(5);
  expect((await failureOf(() => client.list())).code).toBe('HSS_AUTH_FAILED');
  expect((await failureOf(() => client.list())).code).toBe('HSS_AUTH_FAILED');
  expect(await hss.requests()).toHaveLength(2);
});

test('an expired security token says so', async () => {
  const hss = await startHss({ ...KEYS, securityToken: 'st' });
  const { code, message } = await failureOf(() =>
    listOnce({
      ...hss.options,
      credentials: { kind: 'accessKey', ...KEYS, securityToken: 'expired-token' },
    }),
  );
  expect([code, message]).toEqual(['HSS_AUTH_FAILED', expect.stringContaining('APIGW.0307')]);
  expect(message).not.toContain('expired-token');
});

test('a wrong project is forbidden; the credential is still good', async () => {
  const hss = await startHss();
  const { code } = await failureOf(() => listOnce({ ...hss.options, projectId: 'other' }));
  expect(code).toBe('HSS_FORBIDDEN');
  expect(await listOnce(hss.options, CICD)).toHaveLength(5);
});

test('a filter that HSS applies wrongly is applied again', async () => {
  const hss = await startHss({
    ignoreFilters: ['registry_id'],
    data: { image_registries: [{ id: 'a' }, { id: 'b' }, { registry_name: 'c' }] },
  });
  const query = checkQuery(ENDPOINTS['image-registries'], { registryId: 'b' });
  expect(await listOnce(hss.options, query)).toEqual([
    { id: 'b' },
    { registryName: 'c', anomalies: [expect.stringContaining('registry_id could not be checked')] },
  ]);
});

test.each([
  ['a row is inserted', { insertAt: 0 }],
  ['a row is removed', { removeAt: 0 }],
  ['rows move across pages, and the total stays', { removeAt: 10, insertAt: 450 }],
])('a list is read anew and whole where, between two pages, %s', async (_, drift) => {
  const fault: Fault = { kind: 'drift', page: 'last', times: 1, ...drift };
  const hss = await startHss({ rows: 500, faults: [fault] });
  const rows = await listOnce(hss.options);
  expect((await hss.requests()).length).toBeGreaterThan(3);
  expect(rows).toEqual(await listOnce(hss.options));
});
