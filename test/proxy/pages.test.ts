import { ENDPOINTS } from '../../src/contract/endpoints';
import { HssErrorCode } from '../../src/contract/error';
import { checkQuery } from '../../src/contract/query';
import { FaultKind } from '../../src/simulator';
import { failureOf } from '../support/failure';
import { listOnce } from '../support/hss';
import { Heard, Proxied, ask, startProxied, v5 } from './support';
import { expectOverlap } from '../support/overlap';

/** The proxy as a client's HSS_ENDPOINT: what HSS says comes through as it is, and nothing else comes in. */

const CICD = '/image/cicd/images';
const REGISTRIES = '/image/registries';
const SYNC = '/image/image-sync/tasks/demo-task/registries';

describe('a request through the proxy', () => {
  let own: Proxied;
  beforeAll(async () => {
    own = await startProxied({ rows: 300 });
  });

  test.each([
    [CICD, ''],
    [CICD, '?limit=200&offset=150'],
    [CICD, '?image_name=image-1&has_vul=false&start_latest_scan_time=0&limit=10'],
    [REGISTRIES, '?registry_type=Jfrog,Harbor&limit=50'],
    [REGISTRIES, '?enterprise_project_id=all_granted_eps'],
    [SYNC, '?sync_status=finished'],
  ])('gets the same answer as from HSS for %s%s', async (path, search) => {
    const { hss, proxy } = own;
    const direct = await ask(hss.endpoint, `${v5(own)}${path}${search}`, {
      headers: { 'x-auth-token': hss.options.credentials.token },
    });
    const through = await ask(proxy.endpoint, `${v5(own)}${path}${search}`);
    expect(direct.status).toBe(200);
    expect([through.status, through.text]).toEqual([200, direct.text]);
    expect(through.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  test('keeps values of any characters, with spaces written either way', async () => {
    const name = `a b&c#d+e/f%20g=镜像😀~*'()!"\\`;
    const encoded = encodeURIComponent(name);
    for (const value of [encoded, encoded.replaceAll('%20', '+')]) {
      await ask(own.proxy.endpoint, `${v5(own)}${CICD}?image_name=${value}`);
      expect((await own.hss.requests()).at(-1)!.query).toEqual({ image_name: name });
    }
  });

  test('keeps numbers to the last digit, and odd values', async () => {
    const odd = await startProxied({ faults: [{ kind: 'wrong-type', value: [1] }] });
    expect((await ask(odd.proxy.endpoint, v5(odd) + CICD)).text).toBe('[1]');
    const exact = await startProxied({
      data: { cicd_images: [{ image_name: 'x', latest_scan_time: 9223372036854775807n }] },
    });
    expect((await ask(exact.proxy.endpoint, v5(exact) + CICD)).text).toContain(
      '"latest_scan_time":9223372036854775807',
    );
  });

  test('reads a list of 2,000 rows whole without a credential', async () => {
    const big = await startProxied({ rows: 2000 });
    const environment = { HSS_ENDPOINT: big.proxy.endpoint, HW_PROJECT_ID: big.proxy.projectId };
    const rows = await listOnce({}, checkQuery(ENDPOINTS['cicd-images'], {}), environment);
    expect(new Set(rows.map((row) => row.imageId)).size).toBe(2000);
    expect(rows).toEqual(await listOnce(big.hss.options));
  });
});

const REFUSALS: {
  readonly fault: FaultKind;
  readonly status: number;
  readonly code: HssErrorCode;
  readonly words: string;
}[] = [
  {
    fault: { kind: 'status', status: 429 },
    status: 429,
    code: 'HSS_THROTTLED',
    words: 'APIGW.0308',
  },
  {
    fault: { kind: 'status', status: 500 },
    status: 500,
    code: 'HSS_SERVER_ERROR',
    words: 'HTTP 500',
  },
  {
    fault: { kind: 'status', status: 503 },
    status: 503,
    code: 'HSS_SERVER_ERROR',
    words: 'HTTP 503',
  },
  {
    fault: { kind: 'status', status: 400, errorCode: 'HSS.0010', errorMsg: 'no' },
    status: 400,
    code: 'HSS_FORBIDDEN',
    words: 'HTTP 400 HSS.0010 no',
  },
  {
    fault: { kind: 'redirect', location: 'http://127.0.0.1:1/' },
    status: 502,
    code: 'HSS_BAD_RESPONSE',
    words: 'redirects',
  },
  { fault: { kind: 'html' }, status: 502, code: 'HSS_BAD_RESPONSE', words: 'HTML or XML' },
  { fault: { kind: 'empty' }, status: 502, code: 'HSS_BAD_RESPONSE', words: 'no body' },
  { fault: { kind: 'truncated' }, status: 502, code: 'HSS_BAD_RESPONSE', words: 'not JSON' },
  { fault: { kind: 'reset-before' }, status: 502, code: 'HSS_UNREACHABLE', words: 'broke off' },
];

test.concurrent.each(REFUSALS)(
  'the proxy’s client ends as one of HSS would after $fault, and asks once',
  async ({ fault, status, code, words }) => {
    const own = await startProxied({ faults: [fault] });
    const raw = await ask(own.proxy.endpoint, v5(own) + CICD);
    expect(raw).toMatchObject({
      status,
      json: { error_code: expect.any(String), error_msg: expect.any(String) },
    });
    expect(raw.headers.location).toBeUndefined();
    const environment = { HSS_ENDPOINT: own.proxy.endpoint, HW_PROJECT_ID: own.proxy.projectId };
    const failure = await failureOf(() =>
      listOnce({}, checkQuery(ENDPOINTS['cicd-images'], {}), environment),
    );
    expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
    expect(failure.details.requestId === undefined).toBe(fault.kind === 'reset-before');
    // The proxy was told to try once, and its client leaves trying again to it.
    expect(await own.hss.requests()).toHaveLength(2);
    expect(failure.message).not.toContain(new URL(own.proxy.endpoint).pathname);
  },
);

test('a fault that passes is retried by the proxy', async () => {
  const own = await startProxied(
    { faults: [{ kind: 'status', status: 503, times: 1 }] },
    { maxRetries: 2 },
  );
  expect((await ask(own.proxy.endpoint, v5(own) + CICD)).status).toBe(200);
  expect(await own.hss.requests()).toHaveLength(2);
});

test('a wrong token is 401 in HSS’s words, HSS_AUTH_FAILED for the client, and one request to HSS', async () => {
  const own = await startProxied({}, { credentials: { kind: 'token', token: 'wrong-tok-1' } });
  const raw = await ask(own.proxy.endpoint, v5(own) + CICD);
  expect(raw).toMatchObject({ status: 401, json: { error_code: 'APIGW.0301' } });
  const environment = { HSS_ENDPOINT: own.proxy.endpoint, HW_PROJECT_ID: own.proxy.projectId };
  const failure = await failureOf(() =>
    listOnce({}, checkQuery(ENDPOINTS['cicd-images'], {}), environment),
  );
  expect(failure.code).toBe('HSS_AUTH_FAILED');
  expect(raw.text + failure.message).not.toContain('wrong-tok-1');
  expect(await own.hss.requests()).toHaveLength(1);
});

test('forty requests at once are eight at HSS', async () => {
  const own = await startProxied({ rows: 500, latencyMs: 20 });
  const asked = Array.from({ length: 40 }, (_, index) =>
    ask(own.proxy.endpoint, `${v5(own)}${CICD}?limit=10&offset=${index * 10}`),
  );
  const ids = (await Promise.all(asked)).flatMap(({ json }) =>
    json.data_list.map((row: { image_id: string }) => row.image_id),
  );
  expect(new Set(ids).size).toBe(400);
  expectOverlap(await own.hss.peak());
});

describe('the proxy refuses', () => {
  let own: Proxied;
  beforeAll(async () => {
    own = await startProxied();
  });
  const notHere = (heard: Heard) =>
    expect(heard).toMatchObject({ status: 404, json: { error_code: expect.any(String) } });

  test.each([
    'limit=9',
    'limit=201',
    'limit=1e2',
    'offset=-1',
    'offset=2000001',
    'image_name=',
    'image_name=a&image_name=b',
    'scan_status=download_failed',
    'has_vul=yes',
    'image_size=1.5',
    'image_size=9007199254740993',
    'no_such=1',
    'image_digest=sha256:1',
    'image_name=%zz',
    'image_name=%ff',
    `image_name=${'x'.repeat(129)}`,
  ])('the query ?%s', async (search) => {
    const heard = await ask(own.proxy.endpoint, `${v5(own)}${CICD}?${search}`);
    expect(heard).toMatchObject({ status: 400, json: { error_code: 'HSS_INVALID_ARGUMENT' } });
  });

  test.each([
    '',
    '/',
    '/v3/projects?name=cn-north-4',
    '/__simulator/requests',
    '/v5/PROJECT',
    '/v5/PROJECT/image/cicd/images/',
    '/v5/PROJECT/image/cicd/images/..',
    '/v5/PROJECT//image/cicd/images',
    '/v5/PROJECT/image/cicd/../cicd/images',
    '/v5/PROJECT/image/%63icd/images',
    '/v5/PROJECT/image/image-sync/tasks/../registries',
    '/v5/PROJECT/image/image-sync/tasks/a%2Fb/registries',
    '/v5/other/image/cicd/images',
    '/V5/PROJECT/image/cicd/images',
  ])('the request %s', async (path) => {
    notHere(await ask(own.proxy.endpoint, path.replace('PROJECT', own.proxy.projectId)));
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])(
    'the method %s',
    async (method) => {
      const heard = await ask(own.proxy.endpoint, v5(own) + CICD, { method });
      expect([heard.status, heard.headers.allow]).toEqual([405, 'GET']);
    },
  );

  test('another secret, a part of it, and none', async () => {
    const { origin, pathname } = new URL(own.proxy.endpoint);
    const other = await startProxied();
    expect(pathname.length).toBeGreaterThan(22);
    for (const path of [
      '',
      '/wrong',
      pathname.slice(0, -1),
      `${pathname}x`,
      new URL(other.proxy.endpoint).pathname,
      `/${pathname}`,
      `/x${pathname}`,
    ]) {
      notHere(await ask(origin + path, v5(own) + CICD));
    }
  });

  test.each(['evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1.evil.example:PORT'])(
    'the host %s',
    async (host) => {
      const { port } = new URL(own.proxy.endpoint);
      const headers = { host: host.replace('PORT', port) };
      notHere(await ask(own.proxy.endpoint, v5(own) + CICD, { headers }));
    },
  );

  test('all of these without asking HSS, but not localhost, and says nothing to browsers', async () => {
    expect(await own.hss.requests()).toEqual([]);
    const { port } = new URL(own.proxy.endpoint);
    const headers = { host: `localhost:${port}`, origin: 'https://evil.example' };
    const heard = await ask(own.proxy.endpoint, v5(own) + CICD, { headers });
    expect(heard.status).toBe(200);
    expect(Object.keys(heard.headers).filter((name) => name.startsWith('access-'))).toEqual([]);
    expect(heard.headers['cache-control']).toBe('no-store');
  });
});

test('closing the proxy ends waiting connections at once', async () => {
  const own = await startProxied({ faults: [{ kind: 'hang' }] });
  const waiting = failedWith(ask(own.proxy.endpoint, v5(own) + CICD));
  while ((await own.hss.requests()).length === 0);
  await own.proxy.close();
  expect(await waiting).toBe('ECONNRESET');
  expect(await failedWith(ask(own.proxy.endpoint, v5(own) + CICD))).toBe('ECONNREFUSED');
});

async function failedWith(asked: Promise<Heard>): Promise<string | undefined> {
  return asked.then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
}
