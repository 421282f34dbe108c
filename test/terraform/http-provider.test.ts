import { once } from 'node:events';
import { Server, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { HttpProvider, Ran, Workspace, httpProvider } from '../support/terraform';

/** What gates rely on in `data "http"`: with hashicorp/http, and so with what stands in for it. */

let provider: HttpProvider;
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, origin);
    if (pathname === '/moved') response.writeHead(302, { location: '/text' }).end();
    else if (pathname === '/slow') return;
    else if (pathname === '/text')
      response.writeHead(200, ['x-twice', '1', 'X-TWICE', '2']).end('生产 "é"');
    else if (pathname === '/bytes') response.end(Buffer.from([0x61, 0xff]));
    else if (pathname === '/big') response.end('x'.repeat(1_000_000));
    else if (pathname === '/asked')
      response.end([request.url, request.headers.authorization, request.headers['x-a']].join(' '));
    else response.writeHead(Number(pathname.slice(1))).end('why');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = await httpProvider();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await provider.stop();
});

interface Read {
  readonly ran: Ran;
  /** The data source in the state, where the apply succeeded. */
  readonly values: { readonly [attribute: string]: unknown };
}

async function read(http: object): Promise<Read> {
  const workspace = Workspace.of({ data: { http: { it: http } } }, provider);
  expect(await workspace.init()).toMatchObject({ status: 0 });
  const ran = await workspace.apply();
  if (ran.status !== 0) return { ran, values: {} };
  const { values } = JSON.parse((await workspace.show()).stdout);
  return { ran, values: values.root_module.resources[0].values };
}

const TEXT = {
  status_code: 200,
  response_body: '生产 "é"',
  body: '生产 "é"',
  response_body_base64: Buffer.from('生产 "é"').toString('base64'),
  response_headers: expect.objectContaining({ 'X-Twice': '1, 2', Connection: 'keep-alive' }),
};

test.each<[string, object, object]>([
  ['/text', {}, TEXT],
  ['/moved', {}, TEXT],
  ['/404', {}, { status_code: 404, response_body: 'why' }],
  ['/501', {}, { status_code: 501, response_body: 'why' }],
  ['/304', {}, { status_code: 304, response_body: '' }],
  ['/bytes', {}, { response_body: 'a\ufffd', response_body_base64: 'Yf8=' }],
  ['/big', {}, { response_body: 'x'.repeat(1_000_000) }],
  [
    "/asked?a=%2F'&b=c#d",
    { request_headers: { authorization: 'Basic eA==', 'X-A': '1' }, method: 'GET' },
    { response_body: "/asked?a=%2F'&b=c Basic eA== 1" },
  ],
])('the answer to GET %s %j is in the state', async (path, more, expected) => {
  const url = origin + path;
  const { ran, values } = await read({ url, ...more });
  expect(ran).toMatchObject({ status: 0 });
  expect(values).toMatchObject({ id: url, url, retry: null, ...expected });
  expect(ran.stdout.includes('is not recognized as UTF-8')).toBe(path === '/bytes');
});

test.each<[string, object, string]>([
  ['/503', {}, 'giving up after 1 attempt(s)'],
  ['/429', {}, 'giving up after 1 attempt(s)'],
  ['/500', { retry: { attempts: 1, min_delay_ms: 1 } }, 'giving up after 2 attempt(s)'],
  ['/slow', { request_timeout_ms: 50 }, 'request exceeded the specified timeout: 50ms'],
])('the answer to GET %s %j is an error', async (path, more, expected) => {
  const { ran } = await read({ url: origin + path, ...more });
  expect(ran).toMatchObject({ status: 1, stderr: expect.stringContaining('Error making request') });
  expect(ran.stderr.replace(/\s+/g, ' ')).toContain(expected);
});

test('a refused connection is an error', async () => {
  const { ran } = await read({ url: 'http://127.0.0.1:1/' });
  expect(ran).toMatchObject({ status: 1, stderr: expect.stringContaining('connection refused') });
});

test('a URL that is not known before the apply is read by the apply', async () => {
  const workspace = Workspace.of(
    {
      resource: { terraform_data: { where: { input: `${origin}/text` } } },
      data: { http: { it: { url: '${terraform_data.where.output}' } } },
      output: { status: { value: '${data.http.it.status_code}' } },
    },
    provider,
  );
  await workspace.init();
  expect(await workspace.validate()).toMatchObject({ status: 0 });
  const plan = await workspace.plan(['-out=plan']);
  expect(plan).toMatchObject({ status: 0, stdout: expect.stringContaining('known after apply') });
  expect(await workspace.apply(['plan'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('status = 200'),
  });
  expect(await workspace.plan(['-detailed-exitcode'])).toMatchObject({ status: 0 });
  expect(await workspace.destroy()).toMatchObject({ status: 0 });
});

test('several runs at once each read their own answer', async () => {
  const bodies = ['/400', '/401', '/402'].map(
    async (path) => (await read({ url: origin + path })).values,
  );
  expect((await Promise.all(bodies)).map((values) => values.status_code)).toEqual([400, 401, 402]);
});

test('the stand-in refuses what it does not know', async () => {
  if (provider.isReal) return;
  const { ran } = await read({ url: origin, method: 'HEAD', insecure: true });
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('does not know method HEAD');
  expect(ran.stderr).toContain('does not know insecure');
});
