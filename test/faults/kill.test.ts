import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSnapshot, renderSnapshot } from '../../src/lookup/snapshot';
import { DATA, GOOD, POLICY } from '../support/gated-plans';
import { LIB, run } from '../support/processes';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { BLOCKED, KILLER, RECORD, SYNTH, TEN } from './programs';

/**
 * Processes that end where they stand. What `hss-gate exec` leaves is in test/cli/exec/exec.test.ts (its port is closed) and
 * test/terraform/at-plan.test.ts (a plan under way fails, and nothing is left running).
 */

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'hss-kill-'));
const KILLER_FILE = join(folder, 'killer.js');
writeFileSync(KILLER_FILE, KILLER);

let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving(DATA);
});
afterAll(async () => {
  await hss.stop();
  rmSync(folder, { recursive: true });
});

const script = (text: string): string[] => [
  process.execPath,
  '-e',
  // As a module of this repository, so that it finds cdktf.
  `const lib = ${JSON.stringify(LIB)}; module.paths = [${JSON.stringify(join(ROOT, 'node_modules'))}]; ${text}`,
];

/** What writes a file: how it is run, where the file is, and what a whole one is. */
interface Writer {
  readonly command: (out: string) => readonly string[];
  readonly file: string;
  /** What the file holds before; a snapshot replaces nothing but a snapshot. */
  readonly old: string;
  /** @throws for half a file */
  readonly check: (text: string) => void;
}

const NOWHERE = { endpoint: 'https://hss.example', projectId: 'p-1' };

const WRITERS: { readonly [what: string]: Writer } = {
  'a snapshot': {
    command: () => script(RECORD),
    file: 'snapshot.json',
    old: renderSnapshot({ ...NOWHERE, recordedAt: '2026-11-22T06:00:00.000Z', lookups: [] }),
    check: (text) => expect(readSnapshot(text, 'it').lookups).toHaveLength(1),
  },
  'a verdict file': {
    command: () => script(SYNTH),
    file: 'stacks/shop/hss-verdicts.json',
    old: 'the old one',
    check: (text) => expect(JSON.parse(text)).toMatchObject({ stack: 'shop' }),
  },
  'a report': {
    command: (out) => [
      ...[process.execPath, HSS_GATE, 'check', '--policy', join(out, 'policy.yaml')],
      ...['--output', `json=${join(out, 'report.json')}`, GOOD],
    ],
    file: 'report.json',
    old: 'the old one',
    check: (text) => expect(JSON.parse(text)).toMatchObject({ outcome: 'allowed' }),
  },
};

const STEPS = [
  ...['before openSync', 'after openSync', 'within writeSync', 'after writeSync'],
  ...['before fsyncSync', 'after closeSync', 'before renameSync', 'after renameSync'],
];

describe.each(Object.keys(WRITERS))('a process that is killed while it writes %s', (what) => {
  const { command, file, old, check } = WRITERS[what];
  test.concurrent.each(STEPS)('leaves the old file or the new one: %s', async (step) => {
    const out = mkdtempSync(join(folder, 'out-'));
    const path = join(out, file);
    writeFileSync(join(out, 'policy.yaml'), POLICY);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, old);
    const env = { ...hss.env, OUT: out, DIGIT: 'a', KILL_AT: step, KILL_FILE: path };
    const [node, ...args] = command(out);
    const child = spawn(node, ['--require', KILLER_FILE, ...args], {
      env: { PATH: process.env.PATH, HOME: '/nowhere', ...env },
      stdio: 'ignore',
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const left = readFileSync(path, 'utf8');
    if (step === 'after renameSync') check(left);
    else expect(left).toBe(old);
    // The next run is not hindered by what this one left.
    expect(await run(command(out), { ...env, DIGIT: 'b' })).toMatchObject({ exitCode: 0 });
    check(readFileSync(path, 'utf8'));
  });
});

/** A process that is blocked in a lookup, once HSS has its request. */
async function blocked(env: { readonly [name: string]: string }) {
  const hanging = await SimulatorProcess.start(['--fault', '{"kind":"hang"}']);
  const [node, ...args] = script(BLOCKED);
  const child = spawn(node, args, {
    env: { PATH: process.env.PATH, HOME: '/nowhere', ...hanging.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const over = once(child, 'close');
  while ((await hanging.requests()).length === 0);
  return { child, lines, over, hanging };
}

describe('during a blocked lookup', () => {
  test.concurrent.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends the process at once',
    async (signal) => {
      const { child, lines, over, hanging } = await blocked({});
      child.kill(signal);
      expect(await over).toEqual([null, signal]);
      // Nothing came of the lookup, nor after it.
      expect(lines).toEqual([]);
      await hanging.stop();
    },
  );

  test.concurrent('a signal ends the process although somebody listens to it', async () => {
    const { child, lines, over, hanging } = await blocked({ HANDLER: 'SIGINT' });
    child.kill('SIGINT');
    expect(await over).toEqual([null, 'SIGINT']);
    expect(lines).toEqual([]);
    await hanging.stop();
  });
});

test('ten lookups of which one fails give nine values, and one error that names its construct', async () => {
  const ten = await SimulatorProcess.serving({
    cicd_images: Array.from({ length: 10 }, (_, n) => ({ image_name: `app-${n}` })),
    image_sync_task_registries: { task: [] },
  });
  await ten.faults({ kind: 'status', status: 403, endpoint: 'sync' });
  const { stdout, stderr } = await run(script(TEN), ten.env);
  expect(stderr).toBe('');
  const outcomes = JSON.parse(stdout) as string[];
  expect(outcomes.map((outcome, n) => outcome === `app-${n}`)).toEqual(
    outcomes.map((_, n) => n !== 6),
  );
  expect(outcomes[6]).toMatch(
    /^HSS_FORBIDDEN: .*\n {2}construct: shop\/lookup-6\n {2}query: GET .*\/tasks\/task\/registries/,
  );
  await ten.stop();
});
