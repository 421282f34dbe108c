import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { HssError } from '../../../src/contract/error';
import { Ended, LIB, run } from '../../support/processes';

/** How programs end that do not catch an error of this package. */

const MESSAGE = 'HSS_IMAGE_DENIED: stack shop is refused\n  what to do: pin it\n';

const ERROR = `new HssError('HSS_IMAGE_DENIED', 'stack shop is refused', { advice: 'pin it' })`;
const THROW = `throw ${ERROR};`;

const root = join(__dirname, '..', '..', '..');
const TSX = ['--import', require.resolve('tsx')];
const TS_NODE = ['-r', require.resolve('ts-node/register/transpile-only')];

/** Runs a program in a file of its own, which finds HssError as a variable. */
function runProgram(
  program: string,
  { flags = [], file = 'app.cjs' }: { readonly flags?: readonly string[]; readonly file?: string },
): Promise<Ended> {
  const path = join(mkdtempSync(join(tmpdir(), 'hss-uncaught-')), file);
  const module = JSON.stringify(join(LIB, 'contract', 'error.js'));
  const head = file.endsWith('.mjs')
    ? `import error from ${module}; const { HssError } = error;`
    : `const { HssError } = require(${module});`;
  writeFileSync(path, `${head}\n${program}\n`);
  return run([process.execPath, ...flags, path], {}, root);
}

describe('an error that nobody catches prints its message alone, with exit code 1', () => {
  test.each([
    { where: 'at the top of a CommonJS module', file: 'app.cjs', program: THROW },
    { where: 'at the top of an ES module', file: 'app.mjs', program: THROW },
    {
      where: 'at the top of an ES module, after an await',
      file: 'app.mjs',
      program: `await new Promise(setImmediate); ${THROW}`,
    },
    { where: 'in a promise', program: `(async () => { ${THROW} })();` },
    { where: 'in a later turn', program: `setTimeout(() => { ${THROW} });` },
    { where: 'by tsx', flags: TSX, file: 'app.ts', program: THROW },
    { where: 'by ts-node', flags: TS_NODE, file: 'app.ts', program: THROW },
    {
      where: 'after another one that was caught',
      program: `try { throw new HssError('HSS_TIMEOUT', 'first'); } catch {} ${THROW}`,
    },
    {
      where: 'in a promise, with --unhandled-rejections=strict',
      flags: ['--unhandled-rejections=strict'],
      program: `(async () => { ${THROW} })();`,
    },
    {
      where: 'although the program has set another exit code',
      program: `process.exitCode = 3; ${THROW}`,
    },
  ])('thrown $where', async ({ program, ...options }) => {
    const ended = await runProgram(program, options);
    expect(ended).toEqual({ exitCode: 1, stdout: '', stderr: MESSAGE });
  });

  test('once, when several are thrown in one turn', async () => {
    const ended = await runProgram(`for (const one of [1, 2]) (async () => { ${THROW} })();`, {});
    expect(ended).toEqual({ exitCode: 1, stdout: '', stderr: MESSAGE });
  });

  test('after the listeners of the program that run at its end', async () => {
    const program = `process.on('exit', (code) => console.log('exit', code)); ${THROW}`;
    const ended = await runProgram(program, {});
    expect(ended).toEqual({ exitCode: 1, stdout: 'exit 1\n', stderr: MESSAGE });
  });
});

describe('nothing is changed', () => {
  test.each([
    {
      where: 'for a program that catches the error',
      program: `try { ${THROW} } catch {}`,
      exitCode: 0,
    },
    {
      where: 'for a program that catches the error and exits',
      program: `try { ${THROW} } catch { process.exit(7); }`,
      exitCode: 7,
    },
    {
      where: 'for a program that catches the rejection',
      program: `(async () => { ${THROW} })().catch(() => { process.exitCode = 4; });`,
      exitCode: 4,
    },
    {
      where: 'for a program with a listener for uncaught errors',
      program: `process.on('uncaughtException', (error) => console.log(error.code)); ${THROW}`,
      exitCode: 0,
      stdout: 'HSS_IMAGE_DENIED\n',
    },
    {
      where: 'for a program with a capture callback',
      program: `process.setUncaughtExceptionCaptureCallback((error) => console.log(error.code)); ${THROW}`,
      exitCode: 0,
      stdout: 'HSS_IMAGE_DENIED\n',
    },
    {
      where: 'for a program with a listener for rejections',
      program: `process.on('unhandledRejection', (error) => console.log(error.code)); (async () => { ${THROW} })();`,
      exitCode: 0,
      stdout: 'HSS_IMAGE_DENIED\n',
    },
    {
      where: 'with --unhandled-rejections=none',
      flags: ['--unhandled-rejections=none'],
      program: `(async () => { ${THROW} })();`,
      exitCode: 0,
    },
  ])('$where', async ({ program, flags = [], exitCode, stdout = '' }) => {
    const ended = await runProgram(program, { flags });
    expect(ended).toEqual({ exitCode, stdout, stderr: '' });
  });

  test('with --unhandled-rejections=warn, which prints a warning and goes on', async () => {
    const flags = ['--unhandled-rejections=warn'];
    const { exitCode, stderr } = await runProgram(`(async () => { ${THROW} })();`, { flags });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('UnhandledPromiseRejectionWarning');
  });

  test('for an error of the program that follows one of ours', async () => {
    const program = `try { ${THROW} } catch {} throw new TypeError('its own');`;
    const { exitCode, stderr } = await runProgram(program, {});
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/throw new TypeError[^]*TypeError: its own\n {4}at /);
    expect(stderr).not.toContain(MESSAGE);
  });

  test('for a program that writes diagnostic reports of uncaught errors', async () => {
    const program = `process.report.directory = require('os').tmpdir(); process.report.compact = true; ${THROW}`;
    const { exitCode, stderr } = await runProgram(program, {
      flags: ['--report-uncaught-exception'],
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Writing Node.js report');
  });
});

describe('the listener', () => {
  const EVENTS = ['uncaughtExceptionMonitor', 'uncaughtException', 'unhandledRejection'];
  const counts = (): number[] => EVENTS.map((event) => process.listenerCount(event));

  test('is removed when the event loop turns', async () => {
    await setImmediate();
    const before = counts();
    new HssError('HSS_TIMEOUT', 'one');
    new HssError('HSS_TIMEOUT', 'another');
    expect(counts()).toEqual([before[0] + 1, before[1], before[2]]);
    await setImmediate();
    expect(counts()).toEqual(before);
  });

  test('is not installed in a worker thread, whose errors are events of the main thread', async () => {
    const program = `
      const { Worker, isMainThread } = require('node:worker_threads');
      if (isMainThread) new Worker(__filename).on('error', ({ code }) => console.log('got', code));
      else { ${THROW} }`;
    const ended = await runProgram(program, {});
    expect(ended).toEqual({ exitCode: 0, stdout: 'got HSS_IMAGE_DENIED\n', stderr: '' });
  });
});
