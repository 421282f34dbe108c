import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support';

const bench = (...path: string[]): string => join(root, 'bench', ...path);

test.each([
  [['--write', '--runs', '4'], 'medians of at least 5 rounds, not 4'],
  [['--write', '--small'], 'need a full run'],
  [['--write', '--only', 'gate'], 'need a full run'],
  [['--huge', '--write'], '--huge measures once, and alone'],
  [['--huge', '--runs', '2'], '--huge measures once, and alone'],
])('no figures for the document come from bench %j', (args, words) => {
  // Ends one that measures after all.
  const { status, stderr } = spawnSync(process.execPath, [bench('run.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
});

test.each([
  // The first page; then 8, 16, 32 and the 44 that are left.
  { requests: 101, latencyMs: 50, ms: 250 },
  { requests: 101, latencyMs: 200, ms: 1000 },
  { requests: 1, latencyMs: 50, ms: 50 },
  { requests: 9, latencyMs: 50, ms: 100 },
  { requests: 10, latencyMs: 50, ms: 150 },
  // 64 at a time take 320 of these a second, were it not for the quota: the 201st begins a second after the first.
  { requests: 201, latencyMs: 200, ms: 1400 },
  { requests: 200, latencyMs: 50, ms: 350 },
  { requests: 201, latencyMs: 50, ms: 1050 },
  { requests: 10_051, latencyMs: 50, ms: 50_400 },
  // No quota: the first page, three rounds to reach 64, and ten of 64.
  { requests: 57 + 640, latencyMs: 50, perSecond: 10_000, ms: 700 },
])('the least time of $requests requests at $latencyMs ms is $ms ms', ({ ms, ...list }) => {
  expect(leastTime(`leastMs(${JSON.stringify(list)})`)).toBe(ms);
});

test.each([
  [0, 1],
  [200, 1],
  [201, 2],
  [399, 2],
  [400, 3],
  [20_000, 101],
  [2_000_000, 10_051],
])('the least number of requests for %d rows is %d', (rows, requests) => {
  expect(leastTime(`leastRequests(${rows})`)).toBe(requests);
});

function leastTime(expression: string): unknown {
  const code = `import { leastMs, leastRequests } from ${JSON.stringify(bench('support', 'least-time.mjs'))};
    console.log(${expression});`;
  const args = ['--input-type=module', '--eval', code];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}
