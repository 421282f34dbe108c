import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { LIB } from '../support/processes';
import { SimulatorProcess } from '../support/simulator';

/** Lists at several latencies, and processes that share a quota, over real sockets to a simulator of its own process. */

jest.setTimeout(120_000);

/** Pages of eleven rows that overlap by one: as many requests as 20,000 rows take, and little work for a busy machine. */
const ROWS = 1010;
const PAGE_CAP = ['--fault', JSON.stringify({ kind: 'page-cap', rows: 11 })];
const REQUESTS = 101;

/** Says when it has asked something, for which it loads everything; waits for a line; says how many rows it read, or which error came. */
const LIST = `
  const { HssClient } = require(lib + '/client/client.js');
  const { findSettings } = require(lib + '/client/settings/settings.js');
  const { PausableDeadline } = require(lib + '/client/api.js');
  (async () => {
    const client = new HssClient(await findSettings({}, process.env));
    await client.list({ endpoint: 'cicd-images', values: { imageName: 'none' } }, new PausableDeadline(100));
    console.log('ready');
    await require('node:events').once(process.stdin, 'data');
    const query = { endpoint: 'cicd-images', values: {} };
    const came = await client.list(query, new PausableDeadline(100)).then((rows) => rows.length, (error) => error.message);
    console.log(came);
    process.exit();
  })();
`;

interface Lister {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

async function startLister({ env }: SimulatorProcess): Promise<Lister> {
  const script = `const lib = ${JSON.stringify(LIB)};${LIST}`;
  const child = spawn(process.execPath, ['-e', script], {
    env: { PATH: process.env.PATH, HOME: '/nowhere', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  return { child, lines };
}

async function list({ child, lines }: Lister): Promise<string> {
  const gone = once(child, 'exit');
  child.stdin!.end('go\n');
  const { value } = (await lines.next()) as { value: string };
  await gone;
  return value;
}

/** What so many processes did with a list each, begun together. */
async function together(
  count: number,
  args: readonly string[],
): Promise<{
  readonly came: readonly string[];
  readonly seconds: number;
  readonly passed: number;
  readonly refused: number;
  readonly peak: number;
}> {
  const hss = await SimulatorProcess.start(['--rows', String(ROWS), ...PAGE_CAP, ...args]);
  try {
    const listers = await Promise.all(Array.from({ length: count }, () => startLister(hss)));
    const came = await Promise.all(listers.map(list));
    const requests = (await hss.requests()).slice(count);
    const times = requests.map(({ time }) => Date.parse(time));
    const withStatus = (status: number): number =>
      requests.filter((request) => request.status === status).length;
    return {
      came,
      seconds: (Math.max(...times) - Math.min(...times)) / 1000,
      passed: withStatus(200),
      refused: withStatus(429),
      peak: await hss.peak(),
    };
  } finally {
    await hss.stop();
  }
}

const rate = (perSecond: number): string[] => [
  '--fault',
  JSON.stringify({ kind: 'rate', perSecond }),
];
const latency = (ms: number): string[] => [
  ...['--latency-ms', String(ms), '--jitter-ms', String(Math.round(0.3 * ms))],
];

test.each([10, 50, 100, 200])(
  'a list at %d ms asks for many pages at once, and is refused nothing',
  async (ms) => {
    const { came, passed, refused, peak } = await together(1, [...latency(ms), ...rate(200)]);
    expect([came, passed, refused]).toEqual([[String(ROWS)], REQUESTS, 0]);
    expect(peak).toBeGreaterThan(8);
    expect(peak).toBeLessThanOrEqual(64);
    // Far away it has time to find its level, however busy the machine is.
    if (ms >= 100) expect(peak).toBeGreaterThan(16);
  },
);

test('a server that allows 50 a second is used, and refuses little', async () => {
  const { came, seconds, passed, refused } = await together(1, [...latency(50), ...rate(50)]);
  expect([came, passed]).toEqual([[String(ROWS)], REQUESTS]);
  expect(seconds).toBeLessThan(2 * (REQUESTS / 50));
  expect(refused).toBeLessThan(REQUESTS);
});

test('ten processes share a quota of 200 a second: all are done within 1.5 times of what it allows', async () => {
  // What the machine takes for its own part is added: a busy one takes longer than the quota allows.
  const free = await together(10, latency(50));
  const { came, seconds, passed, refused } = await together(10, [...latency(50), ...rate(200)]);
  expect(came).toEqual(Array(10).fill(String(ROWS)));
  expect(passed).toBe(10 * REQUESTS);
  expect(seconds).toBeLessThanOrEqual((1.5 * 10 * REQUESTS) / 200 + free.seconds);
  expect(refused).toBeLessThan(5 * REQUESTS);
});
