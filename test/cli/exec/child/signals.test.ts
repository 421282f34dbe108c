import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { startWatcher } from '../../../../src/cli/exec/child/watcher';
import { childrenOf, isRunning, processOf } from '../../../../src/cli/exec/child/process-tree';
import { envOf, startHss } from '../../../support/hss';
import { HSS_GATE } from '../../../support/simulator';
import { ask } from '../../../proxy/support';
import { BARE, Variables, node, start } from '../support';

/** What becomes of signals, of the child and of the processes beside it. */

let env: Variables;
beforeAll(async () => {
  env = envOf(await startHss());
});

/** Says which signals came, and ends with 3 at SIGTERM. */
const COUNTING = `
  const came = [];
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => {
    came.push(signal);
    console.log(came.join());
    if (signal === 'SIGTERM') process.exit(3);
  });
  setInterval(() => undefined, 1000);
  console.log(process.ppid, process.pid, process.env.HSS_ENDPOINT);`;

function lineReader(child: ChildProcess): () => Promise<string> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value).trim();
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(10);
}

describe('the signals', () => {
  test.each(['SIGINT', 'SIGHUP'] as const)(
    '%s and SIGTERM are passed on, once each',
    async (signal) => {
      const parent = spawn(process.execPath, [HSS_GATE, 'exec', ...node(COUNTING)], {
        env: { ...BARE, ...env },
        // Out of whatever terminal the tests run in.
        detached: true,
      });
      const line = lineReader(parent);
      await line();
      const exit = once(parent, 'exit');
      parent.kill(signal);
      expect(await line()).toBe(signal);
      parent.kill('SIGTERM');
      expect(await line()).toBe(`${signal},SIGTERM`);
      expect(await exit).toEqual([3, null]);
    },
  );

  const script = '/usr/bin/script';
  (existsSync(script) && process.platform === 'linux' ? test : test.skip)(
    'Ctrl-C in a terminal reaches the child once',
    async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'exec-')), 'counting.js');
      writeFileSync(file, COUNTING);
      // Without a shell in between, which would end by the signal that it saw.
      const command = [
        'exec',
        process.execPath,
        HSS_GATE,
        'exec',
        '--',
        process.execPath,
        file,
      ].join(' ');
      const terminal = spawn(script, ['-qec', command, '/dev/null'], { env: { ...BARE, ...env } });
      const line = lineReader(terminal);
      const [execId] = (await line()).split(' ');
      const exit = once(terminal, 'exit');
      terminal.stdin.write('\x03');
      expect((await line()).replace('^C', '')).toBe('SIGINT');
      // Signals are heard in order, so a second SIGINT would come before this.
      process.kill(Number(execId), 'SIGTERM');
      expect(await line()).toBe('SIGINT,SIGTERM');
      expect(await exit).toEqual([3, null]);
    },
  );

  test('a child that is killed ends exec', async () => {
    const parent = start(node(COUNTING), env);
    const [, childId] = (await lineReader(parent)()).split(' ');
    const exit = once(parent, 'exit');
    process.kill(Number(childId), 'SIGKILL');
    expect(await exit).toEqual([137, null]);
  });

  test('when exec is killed its port is closed, the child is told to end, and nothing is left', async () => {
    const parent = start(node(COUNTING), env);
    const line = lineReader(parent);
    const [, childId, endpoint] = (await line()).split(' ');
    const path = `/v5/${env.HW_PROJECT_ID}/image/registries`;
    expect((await ask(endpoint, path)).status).toBe(200);
    const below = childrenOf(processOf(parent.pid!)!);
    expect(below.map(({ id }) => id)).toContain(Number(childId));
    // What else there is holds nothing of ours.
    const [watcher] = below.filter(({ id }) => id !== Number(childId));
    expect(readFileSync(`/proc/${watcher.id}/environ`, 'utf8')).toBe('');
    parent.kill('SIGKILL');
    expect(await line()).toBe('SIGTERM');
    // Nobody has its output open any more.
    await once(parent, 'close');
    await expect(ask(endpoint, path)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await until(() => !below.some(isRunning));
  });

  test('when exec is killed what a shell runs is told too', async () => {
    const script = `'${process.execPath}' -e "$0"; echo more`;
    const parent = start(['--', 'sh', '-c', script, COUNTING], env);
    const line = lineReader(parent);
    await line();
    parent.kill('SIGKILL');
    expect(await line()).toBe('SIGTERM');
    await once(parent, 'close');
  });

  test('a child that was told to end is not told again when exec is killed', async () => {
    const parent = start(node(COUNTING), env);
    const line = lineReader(parent);
    const [, childId] = (await line()).split(' ');
    const [watcher] = childrenOf(processOf(parent.pid!)!).filter(
      ({ id }) => id !== Number(childId),
    );
    // As a pipeline that is cancelled does it: first a word, then the axe.
    process.kill(parent.pid!, 'SIGINT');
    expect(await line()).toBe('SIGINT');
    parent.kill('SIGKILL');
    await until(() => !isRunning(watcher));
    process.kill(Number(childId), 'SIGHUP');
    expect(await line()).toBe('SIGINT,SIGHUP');
    process.kill(Number(childId), 'SIGTERM');
    await once(parent, 'close');
  });

  test('when exec ends by itself its watcher does', async () => {
    const parent = start(node(COUNTING), env);
    const [, childId] = (await lineReader(parent)()).split(' ');
    const below = childrenOf(processOf(parent.pid!)!);
    expect(below).toHaveLength(2);
    const exit = once(parent, 'exit');
    process.kill(Number(childId), 'SIGTERM');
    expect(await exit).toEqual([3, null]);
    await until(() => !below.some(isRunning));
  });

  test('a watcher that was left tells nobody: another process may have the ID by now', async () => {
    const other = spawn(process.execPath, ['-e', COUNTING]);
    const line = lineReader(other);
    await line();
    const watchers = () => childrenOf(processOf(process.pid)!).map(({ id }) => id);
    const before = watchers();
    const watcher = startWatcher();
    watcher.follow(other.pid!);
    watcher.leave();
    await until(() => watchers().every((id) => before.includes(id)));
    other.kill('SIGHUP');
    expect(await line()).toBe('SIGHUP');
    other.kill('SIGTERM');
  });

  test('the proxy ends with the child, whatever is under way', async () => {
    const slow = await startHss({ faults: [{ kind: 'hang' }] });
    const parent = start(node(COUNTING), envOf(slow));
    const [, childId, endpoint] = (await lineReader(parent)()).split(' ');
    const waiting = ask(endpoint, `/v5/${env.HW_PROJECT_ID}/image/registries`).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    while ((await slow.requests()).length === 0);
    const exit = once(parent, 'exit');
    process.kill(Number(childId), 'SIGTERM');
    expect(await exit).toEqual([3, null]);
    expect(await waiting).toBe('ECONNRESET');
  });
});
