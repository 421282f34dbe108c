// Processes: the simulator, cases, and programs that are measured from outside.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const hssGateFile = join(root, 'lib', 'bundle', 'command', 'hss-gate.js');

/** A folder of this run's own, gone when it ends. Everything that is measured runs there. */
export const scratch = mkdtempSync(join(tmpdir(), 'cdktf-hss-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Nothing of who runs the benchmark: no proxy, profile or credential of theirs. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT', 'NODE_OPTIONS'];
const environment = (env) => ({
  ...Object.fromEntries(
    KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  ),
  CDKTF_OUTDIR: join(scratch, 'cdktf.out'),
  DISABLE_VERSION_CHECK: '1',
  ...env,
});

/** Runs a function with the settings of a simulator in a process of its own. */
export async function withSimulator(args, use) {
  const child = spawn(process.execPath, [hssGateFile, 'simulate', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment({}),
  });
  try {
    return await use(await settingsFrom(child));
  } finally {
    child.kill();
  }
}

async function settingsFrom(child) {
  const settings = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [name, value] = line.split('=', 2);
    settings[name] = value;
    if (name !== 'HSS_ENDPOINT') continue;
    // Lookups take the token, the official client only keys.
    const { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey, ...env } = settings;
    return { ...env, BENCH_ACCESS_KEY: accessKey, BENCH_SECRET_KEY: secretKey };
  }
  throw new Error('the simulator did not start');
}

const caseFile = (name) => join(root, 'bench', 'cases', `${name}.cjs`);

/** One case in a process of its own: what it printed, and how long the process took. */
export function runCase(name, settings = {}, env = {}) {
  const { stdout, processMs } = run(name, [caseFile(name), JSON.stringify(settings)], env);
  return { ...JSON.parse(stdout), processMs };
}

/** hss-gate: the memory and processor time that it used, and how long the process took. */
export function runHssGate(args, env = {}) {
  const figures = join(scratch, 'figures.json');
  const preload = join(root, 'bench', 'support', 'at-exit.cjs');
  const { processMs } = run(
    `hss-gate ${args.join(' ')}`,
    ['--require', preload, hssGateFile, ...args],
    { ...env, BENCH_FIGURES: figures },
    'ignore',
  );
  return { ...JSON.parse(readFileSync(figures, 'utf8')), processMs };
}

/** How long a process of Node's takes in ms, from its start to its exit. */
export const processTime = (args) => run(args.join(' '), args).processMs;

/** The processor time of a whole process of Node's in ms, its start and its end included: `-e 0` takes more for these than in between. */
export function processorTime(args, env = {}) {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`;
  const [command, ...rest] = ['bash', '-c', script, 'bash', process.execPath, ...args];
  const { stderr } = run(args.join(' '), rest, env, 'ignore', command);
  const [user, system] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

/** That of a case. */
export const caseProcessorTime = (name, settings, env) =>
  processorTime([caseFile(name), JSON.stringify(settings)], env);

export const hssGateProcessorTime = (args, env) => processorTime([hssGateFile, ...args], env);

function run(name, args, env, stdout = 'pipe', command = process.execPath) {
  const started = performance.now();
  const child = spawnSync(command, args, {
    cwd: scratch,
    env: environment(env),
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'pipe'],
  });
  const processMs = performance.now() - started;
  if (child.status !== 0) {
    throw new Error(`${name} ended with ${child.status ?? child.signal}: ${child.stderr}`);
  }
  return { stdout: child.stdout, stderr: child.stderr, processMs };
}
