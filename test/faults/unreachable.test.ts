import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeLater } from '../support/hss';
import { runScript } from '../support/processes';
import { CA, EXPIRED, KEY, SOUND, WRONG_NAME } from './certificates';
import { LISTS, LIST_NAMES, lookUp } from './support';

/**
 * Who answers is not HSS, or nobody does: each endpoint's lookup is HSS_UNREACHABLE, and no credential has left. Node
 * reads whom it trusts as it starts, so these clients are processes.
 */

const folder = mkdtempSync(join(tmpdir(), 'hss-unreachable-'));
const CA_FILE = join(folder, 'ca.pem');
writeFileSync(CA_FILE, CA);
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN = 'token-that-must-not-leave';
const KEYS = { accessKey: 'AKTHATMUSTNOTLEAVE', secretKey: 'SKTHATMUSTNOTLEAVE' };

const LIST_EACH = `
  const { HssClient } = require(lib + '/client/client.js');
  const { PausableDeadline } = require(lib + '/client/api.js');
  const { findSettings } = require(lib + '/client/settings/settings.js');
  const { queries, ...options } = JSON.parse(process.env.OPTIONS);
  (async () => {
    const client = new HssClient(await findSettings({ ...options, deadlineSeconds: 15 }, {}));
    const outcomes = [];
    for (const query of queries) {
      outcomes.push(
        await client.list(query, new PausableDeadline(15)).then(
          (rows) => String(rows.length),
          ({ code, message }) => code + ' ' + message,
        ),
      );
    }
    console.log(JSON.stringify(outcomes));
    await client.close();
  })();
`;

const NO_ROWS = '{"total_num":0,"data_list":[]}';
const FIRST_OF_TWO = '{"total_num":2,"data_list":[{"id":"first"}]}';

/** A server that speaks TLS by a certificate, later connections by another, and counts what arrives. */
async function startTls(
  cert: string,
  later = cert,
): Promise<{ url: string; connections: number; seen: string[] }> {
  const state = { url: '', connections: 0, seen: [] as string[] };
  const server = createServer({ key: KEY, cert }, (request, response) => {
    state.seen.push(JSON.stringify(request.headers));
    if (cert !== later) {
      server.setSecureContext({ key: KEY, cert: later });
      // The next page, if it is asked for, comes by another connection.
      response.setHeader('connection', 'close');
    }
    response.end(cert === later ? NO_ROWS : FIRST_OF_TWO);
  });
  server.on('connection', () => state.connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeLater(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  state.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

const queries = LIST_NAMES.map((name) => LISTS[name].query);

async function listEach(endpoint: string, credentials: object, trusted: string): Promise<string[]> {
  const { stdout, stderr } = await runScript(LIST_EACH, {
    NODE_EXTRA_CA_CERTS: trusted,
    OPTIONS: JSON.stringify({ endpoint, projectId: 'p', credentials, maxRetries: 2, queries }),
  });
  expect(stderr).toBe('');
  for (const secret of [TOKEN, ...Object.values(KEYS)]) expect(stdout).not.toContain(secret);
  return JSON.parse(stdout) as string[];
}

describe.each([
  ['token', { kind: 'token', token: TOKEN }],
  ['keys', { kind: 'accessKey', ...KEYS }],
])('a lookup by %s', (_, credentials) => {
  test.concurrent.each([
    {
      given: 'of another host',
      certificate: WRONG_NAME,
      trusted: CA_FILE,
      words: /altnames|Host: 127\.0\.0\.1/,
    },
    { given: 'that has expired', certificate: EXPIRED, trusted: CA_FILE, words: /expired/ },
    { given: 'of a CA that nobody knows', certificate: SOUND, trusted: '', words: /certificate/ },
  ])('refuses a certificate $given', async ({ certificate, trusted, words }) => {
    const server = await startTls(certificate);
    for (const outcome of await listEach(server.url, credentials, trusted)) {
      expect(outcome).toMatch(/^HSS_UNREACHABLE .*the endpoint's TLS certificate is not trusted: /);
      expect(outcome).toMatch(words);
    }
    // Another attempt would meet the same certificate.
    expect([server.connections, server.seen]).toEqual([queries.length, []]);
  });

  test.concurrent('refuses a bad certificate after a sound one for the first page', async () => {
    const server = await startTls(SOUND, EXPIRED);
    const [outcome] = await listEach(server.url, credentials, CA_FILE);
    expect(outcome).toMatch(/^HSS_UNREACHABLE .*certificate is not trusted: .*expired/);
    // The first page's request alone.
    expect(server.seen).toHaveLength(1);
  });

  test.concurrent('accepts a sound certificate, for comparison', async () => {
    const server = await startTls(SOUND);
    expect(await listEach(server.url, credentials, CA_FILE)).toEqual(queries.map(() => '0'));
    expect(server.seen).toHaveLength(queries.length);
  });
});

test.concurrent.each(LIST_NAMES)(
  'a host that no name service knows is an error of %s',
  async (name) => {
    const { error, shown } = await lookUp(
      {
        endpoint: 'https://hss.invalid',
        projectId: 'p',
        credentials: { kind: 'token', token: TOKEN },
        maxRetries: 2,
        deadlineSeconds: 20,
      },
      name,
    );
    expect(error?.code).toBe('HSS_UNREACHABLE');
    expect(error?.message).toContain('hss.invalid');
    expect(shown).not.toContain(TOKEN);
    // Once where the name service says no; a name service that is busy is asked again.
    const [observed] = JSON.parse(shown) as [object[]];
    expect(observed.length).toBeLessThanOrEqual(3);
  },
);
