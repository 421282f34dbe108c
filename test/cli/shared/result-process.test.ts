import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DATA, GOOD, POLICY, folderWith } from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a command that waits for the reader of a pipe',
  async (signal) => {
    const folder = folderWith({ 'image-policy.yaml': POLICY });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const child = spawn(
      process.execPath,
      [HSS_GATE, 'check', '-o', 'table', '-o', 'json=pipe', GOOD],
      { cwd: folder, env: { PATH: process.env.PATH!, ...envOf(await startHss({ data: DATA })) } },
    );
    const ended = once(child, 'exit');
    // The table comes before the pipe is opened.
    await once(child.stdout, 'data');
    let isOver = false;
    void ended.then(() => (isOver = true));
    while (!isOver) {
      child.kill(signal);
      await delay(20);
    }
    const [code, by] = (await ended) as [number | null, string | null];
    expect([signal, { SIGINT: 130, SIGTERM: 143 }[signal]]).toContain(by ?? code);
  },
);
