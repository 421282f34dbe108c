import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TEST_CERTIFICATE, TEST_KEY } from '../../simulator/tls';
import { listening, startProxy } from '../../support/connect-proxy';
import { failureOf } from '../../support/failure';
import { Hss, listOnce, startHss } from '../../support/hss';
import { READ_ONE, runScript } from '../../support/processes';

/** HTTPS_PROXY, NO_PROXY and TLS. Node reads its CA certificates as it starts, so what succeeds is a process. */

const folder = mkdtempSync(join(tmpdir(), 'hss-tls-'));
const CA = join(folder, 'ca.pem');
writeFileSync(CA, TEST_CERTIFICATE);
afterAll(() => rmSync(folder, { recursive: true }));

const overTls = (): Promise<Hss> => startHss({ tls: { key: TEST_KEY, cert: TEST_CERTIFICATE } });

/** One lookup in a process that trusts the test's certificate. */
async function lookUp(hss: Hss, env: { [name: string]: string | undefined }): Promise<unknown> {
  const { stdout, stderr } = await runScript(READ_ONE, {
    NODE_EXTRA_CA_CERTS: CA,
    OPTIONS: JSON.stringify({ ...hss.options, maxRetries: 0 }),
    ...env,
  });
  return stdout === '' ? stderr : JSON.parse(stdout);
}

test.concurrent('https goes through HTTPS_PROXY, and the proxy sees no credential', async () => {
  const [hss, proxy] = [await overTls(), await startProxy()];
  const user = { HTTPS_PROXY: `http://user:pass%40word@${proxy.host}` };
  expect(await lookUp(hss, user)).toEqual({ rows: 5 });
  const [{ target, headers }] = proxy.tunnels;
  expect(target).toBe(new URL(hss.endpoint).host);
  expect(headers['proxy-authorization']).toBe(
    `Basic ${Buffer.from('user:pass@word').toString('base64')}`,
  );
  expect(JSON.stringify(headers)).not.toContain(hss.options.credentials.token);
});

test.concurrent.each([
  ['NO_PROXY', { NO_PROXY: 'example.com,127.0.0.1' }],
  ['no_proxy', { no_proxy: '*' }],
])('%s keeps a host from it', async (_, exception) => {
  const [hss, proxy] = [await overTls(), await startProxy()];
  const env = { HTTPS_PROXY: `http://${proxy.host}`, ...exception };
  expect(await lookUp(hss, env)).toEqual({ rows: 5 });
  expect(proxy.tunnels).toEqual([]);
});

test.concurrent('http to loopback never goes through a proxy', async () => {
  const [hss, proxy] = [await startHss(), await startProxy()];
  const url = `http://${proxy.host}`;
  const env = { HTTPS_PROXY: url, HTTP_PROXY: url, http_proxy: url, ALL_PROXY: url };
  expect(await lookUp(hss, env)).toEqual({ rows: 5 });
  expect([proxy.tunnels, proxy.others]).toEqual([[], 0]);
});

test("http to loopback goes past a proxy of the process's environment, too", async () => {
  const [hss, proxy] = [await startHss(), await startProxy()];
  process.env.http_proxy = `http://${proxy.host}`;
  try {
    expect(await listOnce(hss.options)).toHaveLength(5);
  } finally {
    delete process.env.http_proxy;
  }
  expect([proxy.tunnels, proxy.others]).toEqual([[], 0]);
});

test.concurrent('a proxy where nobody listens is named', async () => {
  const hss = await overTls();
  expect(await lookUp(hss, { HTTPS_PROXY: 'http://127.0.0.1:9' })).toEqual({
    code: 'HSS_UNREACHABLE',
    message: expect.stringMatching(
      /the proxy can't be reached: .*ECONNREFUSED[^]*what to do: .*HTTPS_PROXY/,
    ) as string,
  });
});

test.concurrent('a proxy whose name nobody knows is named', async () => {
  const hss = await overTls();
  const env = { HTTPS_PROXY: 'http://user:SECRET@proxy.invalid:3128' };
  const { code, message } = await failureOf(() => listOnce(hss.options, undefined, env));
  expect(code).toBe('HSS_UNREACHABLE');
  expect(message).toContain("the proxy can't be reached");
  expect(message).not.toContain('SECRET');
});

test.concurrent(
  "https to a port that speaks plain http is reported without OpenSSL's words",
  async () => {
    const hss = await startHss();
    const endpoint = hss.options.endpoint!.replace('http:', 'https:');
    const { code, message } = await failureOf(() => listOnce({ ...hss.options, endpoint }));
    expect(code).toBe('HSS_UNREACHABLE');
    expect(message).toMatch(/the endpoint does not speak TLS\n/);
  },
);

test.concurrent('a server with an untrusted certificate gets no credential', async () => {
  const hss = await overTls();
  const env = { NODE_EXTRA_CA_CERTS: '', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  expect(await lookUp(hss, env)).toEqual({
    code: 'HSS_UNREACHABLE',
    message: expect.stringMatching(/certificate is not trusted: .*NODE_EXTRA_CA_CERTS/s) as string,
  });
});

test.concurrent.each(
  [
    { NODE_OPTIONS: '--use-openssl-ca', SSL_CERT_FILE: CA },
    { NODE_OPTIONS: '--use-system-ca', SSL_CERT_FILE: CA },
    { NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: CA },
  ].filter(({ NODE_OPTIONS = '--use-system-ca' }) =>
    process.allowedNodeEnvironmentFlags.has(NODE_OPTIONS),
  ),
)('a certificate of the system is trusted by %j', async (env) => {
  const hss = await overTls();
  expect(await lookUp(hss, { NODE_EXTRA_CA_CERTS: '', ...env })).toEqual({ rows: 5 });
});

test.concurrent.each([
  { status: 407, attempts: 1 },
  { status: 403, attempts: 1 },
  { status: 429, attempts: 1 },
  { status: 500, attempts: 1 },
  { status: 502, attempts: 2 },
  { status: 503, attempts: 2 },
  { status: 504, attempts: 2 },
])('a proxy that refuses by $status is named', async ({ status, attempts }) => {
  const [hss, proxy] = [await overTls(), await startProxy([status])];
  const env = { HTTPS_PROXY: `http://user:SECRET@${proxy.host}` };
  const options = { ...hss.options, maxRetries: 1 };
  const { code, message } = await failureOf(() => listOnce(options, undefined, env));
  expect([code, message]).toEqual([
    'HSS_UNREACHABLE',
    expect.stringContaining(`the proxy refuses the connection: Proxy response (${status})`),
  ]);
  expect(message).not.toContain('SECRET');
  expect(proxy.tunnels).toHaveLength(attempts);
});

test.concurrent('a proxy that fails for a moment is asked again', async () => {
  const [hss, proxy] = [await overTls(), await startProxy([502, 503, 504, 200])];
  const env = {
    HTTPS_PROXY: `http://${proxy.host}`,
    OPTIONS: JSON.stringify({ ...hss.options, maxRetries: 3 }),
  };
  expect(await lookUp(hss, env)).toEqual({ rows: 5 });
  expect(proxy.tunnels).toHaveLength(4);
});

test.concurrent('a proxy that does not answer times out', async () => {
  const host = await listening(createSocketServer((socket) => void socket.on('error', () => 0)));
  const options = { ...(await overTls()).options, timeoutSeconds: 0.3, maxRetries: 0 };
  const { code } = await failureOf(() =>
    listOnce(options, undefined, { HTTPS_PROXY: `http://${host}` }),
  );
  expect(code).toBe('HSS_TIMEOUT');
});
