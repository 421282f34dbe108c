import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from 'node:net';
import { MAX_CONNECTIONS } from '../../src/proxy/connections';
import { closeLater } from '../support/hss';
import { Proxied, ask, startProxied, v5 } from './support';

/** Another program of the machine opens connections to the proxy, and says nothing on them. */

/** Opens connections, prints that all were open, and then, once a line asks for it, that few enough are left. */
const IDLER = `
  const { connect } = require('node:net');
  const [port, count, first] = process.argv.slice(1);
  let open = 0, opened = 0, limit = -1;
  // The proxy closes a connection before this process learns of it, so the number is waited for.
  const told = () => {
    if (open > limit) return;
    console.log('few');
    limit = -1;
  };
  for (let at = 0; at < count; at++) {
    const socket = connect(Number(port), '127.0.0.1', () => {
      open++;
      if (first !== '') socket.write(first);
      if (++opened === Number(count)) console.log('all');
    });
    socket.on('error', () => undefined).on('close', () => { open--; told(); }).resume();
  }
  process.stdin.on('data', (line) => { limit = Number(line); told(); });
`;

async function idle(
  base: string,
  count: number,
  first = '',
): Promise<(limit: number) => Promise<unknown>> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['-e', IDLER, new URL(base).port, String(count), first],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  closeLater(async () => {
    child.kill();
    await once(child, 'close');
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('all');
  return async (limit) => {
    child.stdin!.write(`${limit}\n`);
    return (await lines.next()).value;
  };
}

let proxied: Proxied;
beforeAll(async () => {
  proxied = await startProxied();
});

const answered = async ({ proxy }: Proxied): Promise<number> =>
  (await ask(proxy.endpoint, `${v5(proxied)}/image/cicd/images?limit=10`)).status;

test.each([
  ['say nothing', ''],
  ['begin a request and never end it', 'GET / HTTP/1.1\r\nHost: x\r\n'],
])('the oldest of many that %s are closed, and the proxy answers', async (_what, first) => {
  const atMost = await idle(proxied.proxy.endpoint, MAX_CONNECTIONS + 200, first);
  expect(await answered(proxied)).toBe(200);
  expect(await atMost(MAX_CONNECTIONS)).toBe('few');
});

test('a request that is not whole in seconds is ended', async () => {
  const { hostname, port } = new URL(proxied.proxy.endpoint);
  const socket = connect(Number(port), hostname);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
  await once(socket.resume(), 'close');
}, 10_000);

test('a request that is being served is not interrupted by them', async () => {
  const { hss, proxy } = proxied;
  await hss.faults({ kind: 'latency', ms: 1500 });
  const slow = answered(proxied);
  const { hostname, port } = new URL(proxy.endpoint);
  const sockets = Array.from({ length: 2 * MAX_CONNECTIONS }, () =>
    connect(Number(port), hostname),
  );
  for (const socket of sockets) socket.on('error', () => undefined).resume();
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  expect(await slow).toBe(200);
  for (const socket of sockets) socket.destroy();
  await hss.faults();
});
