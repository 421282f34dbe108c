// npm run bench: our lookups against the bare HTTP client, in pairs in one run, against a simulator in its own
// process. Prints medians with their spread, and writes them to bench/results/. `-- --runs N` sets how many pairs.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });
const runs = Number(options.runs);

async function simulate(args) {
  const child = spawn(process.execPath, [`${root}lib/cli/main.js`, 'simulate', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const env = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [name, value] = line.split('=', 2);
    env[name] = value;
    if (name === 'HSS_ENDPOINT') return { env, stop: () => child.kill() };
  }
  throw new Error('the simulator did not start');
}

/** One case in a process of its own, which prints what it measured as JSON. */
function run(name, env) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${root}bench/cases/${name}.cjs`],
    {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout);
}

async function requestsOf(env, name) {
  await fetch(`${env.HSS_ENDPOINT}/__simulator/requests`, { method: 'DELETE' });
  run(name, env);
  const { requests } = await (await fetch(`${env.HSS_ENDPOINT}/__simulator/requests`)).json();
  return requests.length;
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const spread = (numbers) =>
  `${sorted(numbers)[0].toFixed(2)} to ${sorted(numbers).at(-1).toFixed(2)}`;

/** Ours and theirs in turn, so that a machine whose speed drifts slows both. */
function pairs(ours, theirs, env) {
  run(ours, env);
  run(theirs, env);
  return Array.from({ length: runs }, () => [run(ours, env).ms, run(theirs, env).ms]);
}

const results = [];

const fast = await simulate(['--rows', '20000']);
const slow = await simulate(['--rows', '20000', '--latency-ms', '20']);
try {
  const requests = await requestsOf(fast.env, 'lookup-once');
  results.push({
    what: 'requests of one lookup of 20,000 rows',
    value: requests,
    spread: '',
    goal: 'at most 101',
    met: requests <= 101,
  });

  for (const [latency, server] of [
    [0, fast],
    [20, slow],
  ]) {
    const ratios = pairs('lookup-warm', 'undici-warm', server.env).map(([a, b]) => a / b);
    results.push({
      what: `20,000 rows at ${latency} ms: lookup / undici at the same concurrency`,
      value: Number(median(ratios).toFixed(2)),
      spread: spread(ratios),
      goal: '-',
    });
  }

  const extra = pairs('lookup-first', 'undici-first', fast.env).map(([a, b]) => a - b);
  results.push({
    what: 'first lookup of a process - first request by undici, ms',
    value: Number(median(extra).toFixed(0)),
    spread: spread(extra),
    goal: 'at most about 200',
    met: median(extra) <= 200,
  });
} finally {
  fast.stop();
  slow.stop();
}

const table = new Table({
  head: ['What', 'Median', 'Spread', 'Goal', 'Met'],
  style: { head: [], border: [] },
});
for (const { what, value, spread: from, goal, met } of results) {
  table.push([what, value, from, goal, met === undefined ? '-' : met ? 'yes' : 'NO']);
}
console.log(table.toString());

mkdirSync(`${root}bench/results`, { recursive: true });
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
writeFileSync(
  `${root}bench/results/latest.json`,
  `${JSON.stringify(
    {
      version,
      node: process.version,
      cpu: `${cpus().length} x ${cpus()[0].model}`,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      runs,
      results,
    },
    null,
    2,
  )}\n`,
);
