import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LIB, runScript } from '../../support/processes';
import { SimulatorProcess } from '../../support/simulator';

/** Signals while the main thread is blocked, in programs that listen to them. */

jest.setTimeout(60_000);

const BIN = join(__dirname, '..', '..', '..', 'node_modules', '.bin');
const PROGRAM = join(__dirname, '..', 'programs', 'read-one.ts');

/** From the signal on. It is far below the deadline of a lookup, which is 300 s. */
const BOUND_MS = 10_000;

const LISTENERS: { readonly [whose: string]: string } = {
  'no listener': '',
  'a listener that ends the process itself': "process.on('SIGNAL', () => process.exit(5));",
  'a listener that does nothing': "process.on('SIGNAL', () => undefined);",
  'a listener that is meant for one signal': "process.once('SIGNAL', () => undefined);",
  'a listener that an earlier lookup found there': `
    process.on('SIGNAL', () => undefined);
    try { read({ endpoint: 'http://127.0.0.1:9', maxRetries: 0 }); } catch {}`,
};

let hss: SimulatorProcess;
let hanging: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.start();
  hanging = await SimulatorProcess.start(['--fault', '{"kind":"hang"}']);
});
afterAll(async () => {
  await hss.stop();
  await hanging.stop();
});

/** How a program ends, and what it has said, that gets a signal while it waits for HSS. */
async function endedBy(
  signals: NodeJS.Signals | readonly NodeJS.Signals[],
  command: readonly string[],
): Promise<readonly [unknown, string]> {
  await hanging.reset();
  await hanging.faults({ kind: 'hang' });
  const [file, ...args] = command;
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, HOME: '/nowhere', ...hanging.env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  child.stdout.on('data', (data) => (said += String(data)));
  // All its processes have the same end of this pipe, so it is closed when the last of them has ended.
  const over = once(child, 'close');
  while ((await hanging.requests()).length === 0);
  for (const signal of [signals].flat()) child.kill(signal);
  const late = setTimeout(killAll, BOUND_MS, child);
  const ending = (await over) as unknown;
  clearTimeout(late);
  return [ending, said];
}

function killAll({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

function listeningTo(signal: NodeJS.Signals, listeners: string): readonly string[] {
  const script = `
    const { Lookups } = require(${JSON.stringify(LIB)} + '/lookup/lookups.js');
    const query = { endpoint: 'cicd-images', values: {} };
    const read = (options) => Lookups.of({}).start({ kind: 'live' }, options, query).rows;
    ${listeners.replace('SIGNAL', signal)}
    try { read({}); console.log('rows'); } catch { console.log('error'); }
  `;
  return [process.execPath, '-e', script];
}

// An interrupted lookup is no answer, not even an empty one: nothing was said.
test.each(Object.keys(LISTENERS))(
  'SIGINT ends a program that waits for HSS, where there is %s',
  async (whose) => {
    const program = listeningTo('SIGINT', LISTENERS[whose]);
    expect(await endedBy('SIGINT', program)).toEqual([[null, 'SIGINT'], '']);
  },
);

test.each(['SIGTERM', 'SIGQUIT'] as const)(
  '%s ends a program that waits for HSS and listens to it',
  async (signal) => {
    const program = listeningTo(signal, "process.on('SIGNAL', () => undefined);");
    expect(await endedBy(signal, program)).toEqual([[null, signal], '']);
  },
);

test('a listener that the program takes off after a lookup does not come back', async () => {
  const script = `
    const [kept, off, removed, once] = [0, 1, 2, 3].map(() => () => undefined);
    for (const listener of [kept, off, removed]) process.on('SIGINT', listener);
    process.once('SIGINT', once);
    process.on('SIGTERM', off);
    const { Lookups } = require(lib + '/lookup/lookups.js');
    Lookups.of({}).start({ kind: 'live' }, {}, { endpoint: 'cicd-images', values: {} }).rows;
    process.off('SIGINT', off);
    process.removeListener('SIGINT', removed);
    process.off('SIGINT', once);
    process.removeAllListeners('SIGTERM');
    setImmediate(() => {
      const own = ['off', 'removeListener', 'removeAllListeners'].filter((name) => Object.hasOwn(process, name));
      console.log(process.listeners('SIGINT').length, process.listeners('SIGINT')[0] === kept, process.listenerCount('SIGTERM'), own.length);
      process.exit();
    });
  `;
  expect(await runScript(script, hss.env)).toMatchObject({ exitCode: 0, stdout: '1 true 0 0\n' });
});

test('a program that listens to SIGHUP outlives its terminal while it waits for HSS', async () => {
  const program = listeningTo('SIGHUP', "process.on('SIGNAL', () => undefined);");
  expect(await endedBy(['SIGHUP', 'SIGTERM'], program)).toEqual([[null, 'SIGTERM'], '']);
});

test('the first process of a container keeps its listeners: without them a signal does nothing there', async () => {
  const script = `
    Object.defineProperty(process, 'pid', { value: 1 });
    process.on('SIGTERM', () => undefined);
    const { Lookups } = require(lib + '/lookup/lookups.js');
    Lookups.of({}).start({ kind: 'live' }, {}, { endpoint: 'cicd-images', values: {} }).rows;
    console.log(process.listenerCount('SIGTERM'));
    process.exit();
  `;
  expect(await runScript(script, hss.env)).toMatchObject({ exitCode: 0, stdout: '1\n' });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a program that tsx runs, and tsx', async (signal, code) => {
  const ended = await endedBy(signal, [join(BIN, 'tsx'), PROGRAM]);
  expect(ended).toEqual([[code, null], '']);
});

test('listeners are in force again, in their order, when the program goes on', async () => {
  const script = `
    const heard = [];
    const counts = () => ['SIGINT', 'SIGTERM'].map((signal) => process.listenerCount(signal)).join();
    process.once('SIGINT', () => heard.push('once'));
    process.on('SIGINT', () => heard.push('always'));
    const { Lookups } = require(lib + '/lookup/lookups.js');
    Lookups.of({}).start({ kind: 'live' }, {}, { endpoint: 'cicd-images', values: {} }).rows;
    heard.push(counts());
    process.on('SIGINT', () => heard.push('late'));
    setImmediate(() => {
      heard.push(counts());
      process.emit('SIGINT');
      process.on('SIGINT', () => { console.log(heard.join(' ')); process.exit(); });
      process.kill(process.pid, 'SIGINT');
      setInterval(() => undefined, 1000);
    });
  `;
  expect(await runScript(script, hss.env)).toEqual({
    exitCode: 0,
    stdout: '0,0 3,0 once always late always late\n',
    stderr: '',
  });
});
