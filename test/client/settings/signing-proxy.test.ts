import { IncomingHttpHeaders, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Environment } from '../../../src/client/settings/environment';
import { ConnectionOptions } from '../../../src/client/settings/options';
import { findSettings } from '../../../src/client/settings/settings';
import { failureOf } from '../../support/failure';
import { CICD, NO_FILES, closeLater, listOnce } from '../../support/hss';

/** An endpoint that signs for us, as `hss-gate exec` runs one: when it is sent no credential, and what it may say. */

const PROXY = 'http://127.0.0.1:8/secret';
const TOKEN = { HW_AUTH_TOKEN: 'tok' };
const INI = '[basic]\nak=a\nsk=s\n';
const none = { kind: 'none' };
const token = { kind: 'token', token: 'tok' };

const find = (options: ConnectionOptions, environment: Environment, ini?: string) =>
  findSettings(options, environment, {
    ...NO_FILES,
    read: (path) => Promise.resolve(path === NO_FILES.ini({}) ? ini : undefined),
  });

const FOUND: {
  readonly given: string;
  readonly options: ConnectionOptions;
  readonly environment: Environment;
  readonly ini?: string;
  readonly credential: object;
}[] = [
  {
    given: 'HSS_ENDPOINT, nothing else',
    options: {},
    environment: { HSS_ENDPOINT: PROXY },
    credential: none,
  },
  {
    given: 'https',
    options: {},
    environment: { HSS_ENDPOINT: 'https://localhost/x' },
    credential: none,
  },
  {
    given: 'IPv6',
    options: {},
    environment: { HSS_ENDPOINT: 'http://[::1]:8/x' },
    credential: none,
  },
  {
    given: 'HSS_ENDPOINT, and a token',
    options: {},
    environment: { HSS_ENDPOINT: PROXY, ...TOKEN },
    credential: none,
  },
  {
    given: 'HSS_ENDPOINT, and a profile',
    options: {},
    environment: { HSS_ENDPOINT: PROXY },
    ini: INI,
    credential: none,
  },
  {
    given: 'HSS_ENDPOINT, and half a key',
    options: {},
    environment: { HSS_ENDPOINT: PROXY, HW_ACCESS_KEY: 'a' },
    credential: none,
  },
  {
    given: 'HSS_ENDPOINT, and the environment by name',
    options: { credentials: { kind: 'environment' } },
    environment: { HSS_ENDPOINT: PROXY, ...TOKEN },
    credential: none,
  },
  {
    given: 'HSS_ENDPOINT, and a credential of the options',
    options: { credentials: { kind: 'token', token: 'tok' } },
    environment: { HSS_ENDPOINT: PROXY },
    credential: token,
  },
  {
    given: 'the option, nothing else',
    options: { endpoint: PROXY },
    environment: {},
    credential: none,
  },
  {
    given: 'the option, and a token',
    options: { endpoint: PROXY },
    environment: TOKEN,
    credential: token,
  },
  {
    given: 'the option, and a profile',
    options: { endpoint: PROXY },
    environment: {},
    ini: INI,
    credential: { kind: 'accessKey' },
  },
  {
    given: 'the option before HSS_ENDPOINT',
    options: { endpoint: 'http://127.0.0.1:8' },
    environment: { HSS_ENDPOINT: PROXY, ...TOKEN },
    credential: token,
  },
  {
    given: 'loopback without a path',
    options: {},
    environment: { HSS_ENDPOINT: 'http://127.0.0.1:8/', ...TOKEN },
    credential: token,
  },
  {
    given: 'a path elsewhere',
    options: {},
    environment: { HSS_ENDPOINT: 'https://hss.example/x', ...TOKEN },
    credential: token,
  },
];

test.each(FOUND)(
  'the credential for $given is the right one or none',
  async ({ options, environment, ini, credential }) => {
    expect((await find(options, environment, ini)).credential).toMatchObject(credential);
  },
);

test.each([
  [{}, { HSS_ENDPOINT: 'http://127.0.0.1:8' }],
  [{}, { HSS_ENDPOINT: 'https://hss.example/secret' }],
  [{ endpoint: PROXY }, { HW_ACCESS_KEY: 'a' }],
  [{ credentials: { kind: 'profile' } }, { HSS_ENDPOINT: PROXY }],
] as [ConnectionOptions, Environment][])(
  'a credential is required with the options %j and the variables %j',
  async (options, environment) => {
    expect((await failureOf(() => find(options, environment))).code).toBe('HSS_NO_CREDENTIALS');
  },
);

/** A server that refuses everything with one header, and what it was sent. */
async function refusing(status: number, code: string) {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    response.writeHead(status, { 'x-hss-gate-error': code });
    response.end(JSON.stringify({ error_code: code, error_msg: 'in its words' }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closeLater(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret`;
  return { heard, environment: { HSS_ENDPOINT: endpoint, HW_PROJECT_ID: 'p', ...TOKEN } };
}

test.each(['HSS_UNREACHABLE', 'HSS_TIMEOUT', 'HSS_BAD_RESPONSE', 'HSS_SERVER_ERROR'])(
  'the code %s of a proxy is an error at once, and no credential is sent',
  async (code) => {
    const { heard, environment } = await refusing(503, code);
    const failure = await failureOf(() => listOnce({}, CICD, environment));
    expect([failure.code, failure.message]).toEqual([
      code,
      expect.stringContaining('in its words'),
    ]);
    expect(heard.map((headers) => Object.keys(headers).sort())).toEqual([
      ['accept', 'connection', 'host'],
    ]);
  },
);

test.each(['', 'HSS_IMAGE_DENIED', 'toString'])(
  'the code %j is not accepted from a proxy',
  async (code) => {
    const { heard, environment } = await refusing(503, code);
    const failure = await failureOf(() => listOnce({ maxRetries: 1 }, CICD, environment));
    expect([failure.code, heard.length]).toEqual(['HSS_SERVER_ERROR', 2]);
  },
);

/** How `hss-gate exec` describes the server behind the proxy at an origin. */
const behind = (proxy: string): Environment => ({
  HSS_GATE_UPSTREAM: JSON.stringify({
    proxy,
    endpoint: 'https://hss.example',
    projectId: 'p',
    source: 'live',
  }),
});

test.each([
  ['without a description of it', {}, 'http://127.0.0.1:8'],
  ['with one of another proxy', behind('http://127.0.0.1:9'), 'http://127.0.0.1:8'],
  ['with a description of it', behind('http://127.0.0.1:8'), 'https://hss.example'],
])('a local endpoint with a path, %s, is shown without the path', async (_, variables, shown) => {
  const { shownEndpoint } = await find({}, { HSS_ENDPOINT: PROXY, ...variables });
  expect(shownEndpoint).toBe(shown);
});
