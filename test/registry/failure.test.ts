import { createServer as createTlsServer } from 'node:tls';
import { createServer } from 'node:net';
import { Registry } from '../../src/registry';
import { ProxyRoute } from '../../src/client/http/proxy-route';
import { HssError } from '../../src/contract/error';
import { TEST_CERTIFICATE, TEST_KEY } from '../simulator/tls';
import { listening, startProxy } from '../support/connect-proxy';
import { failureOf } from '../support/failure';
import { closeLater } from '../support/hss';

/** What is said of a registry that gives no answer, and of the proxy before it. */

const DOMAIN = 'registry.invalid';
const ADVICE = /NO_PROXY/;

async function askedBy(route: ProxyRoute, domain = DOMAIN): Promise<HssError> {
  const credential = { kind: 'identityToken', token: 'SECRET' } as const;
  const registry = new Registry(domain, 'shop/web', credential, route);
  closeLater(() => registry.close());
  const error = await failureOf(() => registry.manifest('1'));
  expect(error.message).not.toMatch(/SECRET|of HSS|to HSS|HSS (can|did)/);
  return error;
}

test.each([
  {
    status: 407,
    summary: /^registry\.invalid can't be asked, because the proxy refuses .*\(407\)/,
  },
  {
    status: 503,
    summary: /^registry\.invalid can't be asked, because the proxy can't connect .*\(503\)/,
  },
])('a proxy that answers CONNECT with $status is named', async ({ status, summary }) => {
  const proxy = await startProxy([status]);
  const error = await askedBy({ proxy: `http://user:SECRET@${proxy.host}` });
  expect(error).toMatchObject({
    code: 'HSS_UNREACHABLE',
    summary: expect.stringMatching(summary) as string,
    details: {
      query: 'GET https://registry.invalid/v2/shop/web/manifests/1',
      advice: expect.stringMatching(ADVICE) as string,
    },
  });
  expect(proxy.tunnels).toMatchObject([{ target: `${DOMAIN}:443` }]);
});

test('a proxy that is not there is named', async () => {
  const { code, summary } = await askedBy({ proxy: 'http://user:SECRET@127.0.0.1:9' });
  expect(code).toBe('HSS_UNREACHABLE');
  expect(summary).toMatch(
    /^registry\.invalid can't be asked, because the proxy can't be reached: /,
  );
});

test('a registry in NO_PROXY is asked without the proxy', async () => {
  const proxy = await startProxy();
  const route = { proxy: `http://${proxy.host}`, noProxy: '.invalid' };
  expect((await askedBy(route)).summary).toMatch(/^registry\.invalid can't be reached: /);
  expect(proxy.tunnels).toEqual([]);
});

test("a certificate that is not trusted is the registry's", async () => {
  const tls = createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE });
  const proxy = await startProxy([], await listening(tls));
  const { summary } = await askedBy({ proxy: `http://${proxy.host}` });
  expect(summary).toMatch(/^registry\.invalid has a TLS certificate that is not trusted: /);
});

test.each([
  {
    what: 'breaks off',
    answer: undefined,
    code: 'HSS_UNREACHABLE',
    words: 'broke the connection off',
  },
  {
    what: 'speaks no HTTP',
    answer: 'hello\r\n',
    code: 'HSS_BAD_RESPONSE',
    words: 'that is not HTTP',
  },
])('a registry that $what', async ({ answer, code, words }) => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (answer === undefined ? socket.destroy() : socket.end(answer)));
  });
  const domain = await listening(server);
  const error = await askedBy({}, domain);
  expect(error.code).toBe(code);
  expect(error.summary.startsWith(`${domain} `)).toBe(true);
  expect(error.summary).toContain(words);
});
