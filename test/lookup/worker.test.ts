import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIB, READ_ONE, run, runScript } from '../support/processes';
import { SimulatorProcess } from '../support/simulator';

/** The worker as part of a process: what it must not do to it, and what becomes of a worker that fails. */

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'hss-worker-'));
let hss: SimulatorProcess;

beforeAll(async () => {
  hss = await SimulatorProcess.start(['--rows', '7']);
});
afterAll(async () => {
  await hss.stop();
  rmSync(folder, { recursive: true });
});

test.concurrent('it neither keeps the process alive nor writes a word', async () => {
  const hanging = await SimulatorProcess.start(['--fault', '{"kind":"hang"}']);
  const script = `
    const { Lookups } = require(lib + '/lookup/lookups.js');
    Lookups.of({}).start({ kind: 'live' }, {}, { endpoint: 'cicd-images', values: {} });
    const asked = async () =>
      (await (await fetch(process.env.HSS_ENDPOINT + '/__simulator/requests')).json()).requests;
    (async () => {
      while ((await asked()).length === 0);
      console.log('asked');
    })();
  `;
  const ended = await runScript(script, { ...hanging.env, NODE_DEBUG: 'http,net,worker' });
  expect(ended).toMatchObject({ exitCode: 0, stdout: 'asked\n' });
  await hanging.stop();
});

test.concurrent('it takes no part in its parent’s hooks', async () => {
  const hook = join(folder, 'hook.js');
  writeFileSync(hook, 'console.log("hook");');
  const ended = await runScript(READ_ONE, { ...hss.env, NODE_OPTIONS: `--require ${hook}` });
  expect(ended).toEqual({ exitCode: 0, stdout: 'hook\n{"rows":7}\n', stderr: '' });
});

const PROGRAM = join(__dirname, 'programs', 'read-one.ts');
const BIN = join(ROOT, 'node_modules', '.bin');

test.concurrent.each([
  ['tsx', [join(BIN, 'tsx'), PROGRAM]],
  ['ts-node', [join(BIN, 'ts-node'), '--transpile-only', PROGRAM]],
  ['node, as an ES module', [process.execPath, '--import', 'tsx', PROGRAM]],
])('it works under %s', async (_, command) => {
  expect(await run(command, hss.env)).toMatchObject({ exitCode: 0, stdout: '7\n' });
});

/** A copy of the package's lookup, with one file changed or gone. */
function brokenLib(name: string, file: string, text: string | undefined): string {
  const lib = join(folder, name.replace(/\W+/g, '-'), 'lib');
  for (const part of ['bundle', 'client', 'contract', 'lookup', 'util']) {
    cpSync(join(LIB, part), join(lib, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(lib, '..', 'node_modules'));
  rmSync(join(lib, file));
  if (text !== undefined) writeFileSync(join(lib, file), text);
  return lib;
}

const ANSWER = 'bundle/answer.js';
test.concurrent.each([
  ['whose file is missing', 'bundle/worker.js', undefined, 'file is missing'],
  ['that can’t load its client', ANSWER, undefined, 'can’t be loaded'],
  ['that can’t be started', ANSWER, 'throw new Error("SECRET");', 'can’t be loaded'],
  ['that stops as it starts', ANSWER, 'process.exit(3);', 'worker ended'],
  [
    'that stops at a question',
    ANSWER,
    'exports.answer = async () => process.exit(3);',
    'worker ended',
  ],
  [
    'that throws beside its answer',
    ANSWER,
    'exports.answer = () => { setTimeout(() => { throw new Error("SECRET"); }); return new Promise(() => {}); };',
    'an unforeseen Error',
  ],
  [
    'that forgets a rejection',
    ANSWER,
    'exports.answer = () => { void Promise.reject(new TypeError("SECRET")); return new Promise(() => {}); };',
    'an unforeseen TypeError',
  ],
  [
    'that rejects with anything',
    ANSWER,
    'exports.answer = () => Promise.reject("SECRET");',
    'an unforeseen string',
  ],
])('a worker %s is said, at once', async (name, file, text, words) => {
  const lib = brokenLib(name, file, text);
  const { exitCode, stdout } = await runScript(READ_ONE, hss.env, lib);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    code: 'HSS_INTERNAL',
    message: expect.stringContaining(words) as string,
  });
  expect(stdout).not.toContain('SECRET');
});
