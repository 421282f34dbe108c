// Runs processes: the simulator, cases, and measured programs.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const hssGateFile = join(root, 'lib', 'bundle', 'command', 'hss-gate.js');

/** A temporary folder in which everything is measured. It is removed when the run ends. */
export const scratch = mkdtempSync(join(tmpdir(), 'cdktf-hss-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** The variables to keep. The user's proxy, profile and credentials are left out. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT', 'NODE_OPTIONS'];
const environment = (env) => ({
  ...Object.fromEntries(
    KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  ),
  CDKTF_OUTDIR: join(scratch, 'cdktf.out'),
  DISABLE_VERSION_CHECK: '1',
  ...env,
});

/** Runs a function with the settings of a simulator in its own process. */
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
    // Lookups use the token. The official client supports only keys.
    const { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey, ...env } = settings;
    return { ...env, BENCH_ACCESS_KEY: accessKey, BENCH_SECRET_KEY: secretKey };
  }
  throw new Error('the simulator did not start');
}

const caseFile = (name) => join(root, 'bench', 'cases', `${name}.cjs`);

/** Runs a case in its own process. Returns its output, and the time that the process took. */
export function runCase(name, settings = {}, env = {}) {
  const { stdout, processMs } = run(name, [caseFile(name), JSON.stringify(settings)], env);
  return { ...JSON.parse(stdout), processMs };
}

/**
 * Runs hss-gate. Returns the memory and processor time that it used, and the time that the process
 * took.
 */
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

/** Returns the time of a Node process, from start to exit, ms. */
export const processTime = (args) => run(args.join(' '), args).processMs;

/**
 * Returns the processor time of a Node process, ms, including its start and exit: `-e 0` takes more
 * time for these than in between.
 */
export function processorTime(args, env = {}) {
  const script = `TIMEFORMAT='%U %S'; time "$@" >/dev/null 2>&1`;
  const [command, ...rest] = ['bash', '-c', script, 'bash', process.execPath, ...args];
  const { stderr } = run(args.join(' '), rest, env, 'ignore', command);
  const [user, system] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

/** Returns the processor time of a case, ms. */
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
