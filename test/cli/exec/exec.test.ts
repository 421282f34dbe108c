import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { startWatcher } from '../../../src/cli/exec/child/watcher';
import { childrenOf, isRunning, processOf } from '../../../src/cli/exec/child/process-tree';
import { checkQuery } from '../../../src/contract/query';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { renderSnapshot } from '../../../src/lookup/snapshot';
import { LIB, READ_ONE } from '../../support/processes';
import { envOf, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';
import { ask } from '../../proxy/support';

/** `hss-gate exec` as it is used: processes, signals, exit codes, and what a child can see. */

const SIMULATED_PROJECT = '0123456789abcdef0123456789abcdef';
const PRINT_ENVIRONMENT = 'console.log(JSON.stringify(process.env))';
const NOTHING = 'process.exitCode = 0';
/** What exec says at its end when it judged nothing. */
const NONE_JUDGED = 'hss-gate exec: no saved plan was judged\n';

type Variables = { readonly [name: string]: string };

const BARE: Variables = { PATH: process.env.PATH!, HOME: '/nowhere' };

function start(args: readonly string[], env: Variables = {}): ChildProcess {
  return spawn(process.execPath, [HSS_GATE, 'exec', ...args], { env: { ...BARE, ...env } });
}

async function ended(child: ChildProcess, input = '') {
  const [out, err]: string[][] = [[], []];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => err.push(text));
  child.stdin!.on('error', () => undefined).end(input);
  const [exitCode, signal] = await once(child, 'close');
  return { exitCode, signal, stdout: out.join(''), stderr: err.join('') };
}

const exec = (args: readonly string[], env: Variables = {}, input = '') =>
  ended(start(args, env), input);

const node = (script: string): string[] => ['--', process.execPath, '-e', script];

const without = (variables: Variables, name: string): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([key]) => key !== name));

/** Begun here, because concurrent tests don't wait for hooks. */
const starting = startHss({
  rows: 7,
  accessKey: 'AK-of-exec-test',
  secretKey: 'SK-of-exec-test',
}).then(envOf);
let env: Variables;
beforeAll(async () => {
  env = await starting;
});

/** A script that looks one list up, as a synthesis does. */
const lookup = `const lib = ${JSON.stringify(LIB)};${READ_ONE}`;

describe('what the child has', () => {
  test('its environment, two addresses and the project; anew each time', async () => {
    const before: Variables = { ...BARE, ...env, OTHER: 'stays' };
    const seen = [1, 2].map(async () => {
      const { exitCode, stdout, stderr } = await exec(node(PRINT_ENVIRONMENT), before);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: NONE_JUDGED });
      return JSON.parse(stdout) as Variables;
    });
    const [one, two] = await Promise.all(seen);
    const { HSS_ENDPOINT, TF_VAR_hss_endpoint, HSS_GATE_UPSTREAM, ...rest } = one;
    expect(HSS_GATE_UPSTREAM).not.toContain(new URL(HSS_ENDPOINT).pathname.slice(1));
    const { PATH, ...kept } = without(before, 'HSS_ENDPOINT');
    expect(rest).toMatchObject(kept);
    expect(Object.keys(rest).sort()).toEqual(Object.keys({ ...kept, PATH }).sort());
    // Behind the launchers of terraform and tofu.
    expect(rest.PATH.split(':').slice(1).join(':')).toBe(PATH);
    expect(HSS_ENDPOINT).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
    expect(TF_VAR_hss_endpoint).toBe(`${HSS_ENDPOINT}/gate`);
    expect(new URL(two.HSS_ENDPOINT).pathname).not.toBe(new URL(HSS_ENDPOINT).pathname);
  });

  test('--clean-env takes away every credential of the chain and of the provider', async () => {
    const keys = { HW_ACCESS_KEY: 'AK-of-exec-test', HW_SECRET_KEY: 'SK-of-exec-test' };
    const all = {
      ...env,
      ...keys,
      HW_SECURITY_TOKEN: '',
      HUAWEICLOUD_SDK_AK: 'x',
      HUAWEICLOUD_SDK_SK: 'x',
      HUAWEICLOUD_SDK_SECURITY_TOKEN: 'x',
      CLOUD_SDK_AK: 'x',
      CLOUD_SDK_SK: 'x',
      HUAWEICLOUD_SDK_CREDENTIALS_FILE: 'x',
      HW_SHARED_CONFIG_FILE: 'x',
      HW_PROFILE: 'x',
      HW_USER_PASSWORD: 'password-of-exec-test',
      OS_SECRET_KEY: 'SK-of-exec-test',
      OS_PASSWORD: 'password-of-exec-test',
      OS_AUTH_TOKEN: 'token-of-exec-test',
      TF_VAR_hss_token: 'token-of-exec-test',
    };
    const { stdout } = await exec(['--clean-env', ...node(PRINT_ENVIRONMENT)], all);
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(
      [
        ...['HOME', 'HSS_ENDPOINT', 'HSS_GATE_UPSTREAM', 'HW_PROJECT_ID', 'PATH'],
        'TF_VAR_hss_endpoint',
      ].sort(),
    );
    expect(stdout).not.toContain('of-exec-test');
  });

  test('input and output of ours, and arguments as they are', async () => {
    const script = `process.stdin.pipe(process.stdout);
      process.stderr.write(JSON.stringify([process.argv.slice(1), process.execArgv.length]))`;
    const args = [
      '--',
      process.execPath,
      '-e',
      script,
      '--',
      'a b',
      '--region',
      'x',
      '--',
      '$HOME',
    ];
    expect(await exec(args, env, 'typed')).toEqual({
      exitCode: 0,
      signal: null,
      stdout: 'typed',
      stderr: `${JSON.stringify([['a b', '--region', 'x', '--', '$HOME'], 2])}${NONE_JUDGED}`,
    });
  });

  test('no credential in any argument or output, though HSS echoes it', async () => {
    const echo = await startHss({
      token: 'tok-of-exec-test',
      faults: [{ kind: 'status', status: 403, errorMsg: 'not for tok-of-exec-test' }],
    });
    const script = `${lookup}
      const { readFileSync } = require('node:fs');
      for (const id of ['self', process.ppid]) console.log(readFileSync('/proc/' + id + '/cmdline', 'utf8'));`;
    const { stdout, stderr } = await exec(['--clean-env', ...node(script)], envOf(echo));
    expect(stdout).toContain('HSS_FORBIDDEN');
    expect(stdout + stderr).not.toMatch(/tok-of-exec-test|Signature=/);
  });
});

describe('a synthesis in it', () => {
  test.each([
    ['by token', () => env],
    [
      'signed',
      () => ({
        HSS_ENDPOINT: env.HSS_ENDPOINT,
        HW_PROJECT_ID: env.HW_PROJECT_ID,
        HW_ACCESS_KEY: 'AK-of-exec-test',
        HW_SECRET_KEY: 'SK-of-exec-test',
      }),
    ],
  ])('looks up with no credential of its own, %s', async (_, variables) => {
    const { stdout, stderr } = await exec(['--clean-env', ...node(lookup)], variables());
    expect([stdout, stderr]).toEqual(['{"rows":7}\n', NONE_JUDGED]);
  });

  test('a wrong token is HSS_AUTH_FAILED to it', async () => {
    const wrong = { ...env, HW_AUTH_TOKEN: 'wrong-tok-3' };
    const { exitCode, stdout } = await exec(node(lookup), wrong);
    expect([exitCode, JSON.parse(stdout).code]).toEqual([0, 'HSS_AUTH_FAILED']);
    expect(stdout).not.toContain('wrong-tok-3');
  });

  test('HSS that is down is HSS_UNREACHABLE to it, soon, and no failure of exec', async () => {
    const down = { ...env, HSS_ENDPOINT: 'http://127.0.0.1:1' };
    const { exitCode, stdout } = await exec(node(lookup), down);
    expect([exitCode, JSON.parse(stdout).code]).toEqual([0, 'HSS_UNREACHABLE']);
  });

  test('works in an exec in an exec', async () => {
    const inner = ['--', process.execPath, HSS_GATE, 'exec', '--clean-env', ...node(lookup)];
    expect((await exec(['--clean-env', ...inner], env)).stdout).toBe('{"rows":7}\n');
  });
});

test('IAM finds the project before the child begins', async () => {
  const own = await startHss();
  const variables = { ...without(envOf(own), 'HW_PROJECT_ID'), HW_REGION_NAME: 'cn-north-4' };
  const { stdout } = await exec(node(PRINT_ENVIRONMENT), variables);
  expect(JSON.parse(stdout).HW_PROJECT_ID).toBe(SIMULATED_PROJECT);
  expect((await own.requests()).map(({ path }) => path)).toEqual(['/v3/projects']);
});

test('options come before the environment, and a changed project is told', async () => {
  const rest = { ...without(env, 'HSS_ENDPOINT'), HW_PROJECT_ID: 'other' };
  const options = ['--endpoint', env.HSS_ENDPOINT, '--project-id', SIMULATED_PROJECT];
  const { stdout, stderr } = await exec([...options, ...node(lookup)], rest);
  expect(stdout).toBe('{"rows":7}\n');
  expect(stderr).toBe(
    `hss-gate exec: HW_PROJECT_ID is ${SIMULATED_PROJECT} for the command, and was other\n${NONE_JUDGED}`,
  );
});

describe('exit codes', () => {
  test.concurrent.each([
    [NOTHING, 0],
    ['process.exit(2)', 2],
    ['process.exit(125)', 125],
    ['process.kill(process.pid, "SIGKILL")', 137],
    ['process.kill(process.pid, "SIGTERM")', 143],
    ['process.kill(process.pid, "SIGINT")', 130],
  ])('of %s: %d', async (script, code) => {
    const { exitCode, signal, stdout, stderr } = await exec(node(script), await starting);
    expect({ exitCode, signal, stdout, stderr }).toEqual({
      exitCode: code,
      signal: null,
      stdout: '',
      stderr: NONE_JUDGED,
    });
  });

  const file = join(mkdtempSync(join(tmpdir(), 'exec-')), 'file');
  writeFileSync(file, 'text');

  test.concurrent.each([
    [['--', 'no-such-command'], 127, 'HSS_INVALID_ARGUMENT: there is no command "no-such'],
    [['--', file], 126, "can't be run (EACCES)"],
    [['--', tmpdir()], 126, "can't be run"],
    [['--', `${file}/x`], 127, 'there is no command'],
    [['--', ''], 126, "can't be run"],
    [[], 125, 'missing required argument'],
    [['--'], 125, 'missing required argument'],
    [['--no-such-option', '--', 'true'], 125, 'unknown option'],
    [['--enforcement', 'no', '--', 'true'], 125, 'Allowed choices are deny, warn'],
    [['--region', 'x.evil/', '--', 'true'], 125, 'HSS_INVALID_ARGUMENT: region is'],
    [['--endpoint', 'http://hss.example', '--', 'true'], 125, 'HSS_INVALID_ARGUMENT: endpoint'],
    [['--profile', 'nobody', '--', 'true'], 125, 'HSS_NO_CREDENTIALS: no profile named "nobody"'],
    [['--snapshot', '/no/such', '--', 'true'], 125, 'HSS_SNAPSHOT_INVALID: /no/such'],
  ])('%j: %d, and why on stderr', async (args, code, words) => {
    const { exitCode, stdout, stderr } = await exec(args, await starting);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });

  test.concurrent(
    'no credential, a refused one, and no project: 125 before the child begins',
    async () => {
      const env = await starting;
      const bare = { HSS_ENDPOINT: env.HSS_ENDPOINT };
      const say = node('console.log("began")');
      expect(await exec(say, bare)).toMatchObject({
        exitCode: 125,
        stdout: '',
        stderr: expect.stringContaining('HSS_NO_CREDENTIALS'),
      });
      const refused = { ...bare, HW_AUTH_TOKEN: 'wrong-tok-4', HW_REGION_NAME: 'cn-north-4' };
      expect(await exec(say, refused)).toMatchObject({
        exitCode: 125,
        stdout: '',
        stderr: expect.stringContaining('HSS_AUTH_FAILED'),
      });
      expect(await exec(say, { ...bare, HW_AUTH_TOKEN: env.HW_AUTH_TOKEN })).toMatchObject({
        exitCode: 125,
        stdout: '',
        stderr: expect.stringContaining('neither a project ID nor a region'),
      });
    },
  );

  test('help has examples and the codes', async () => {
    const { exitCode, stdout, stderr } = await exec(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/\[options\] -- COMMAND.*125 when exec.*Examples:/s);
  });
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

describe('signals', () => {
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

describe('--snapshot', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'snapshot-')), 'hss.json');
  writeFileSync(
    file,
    renderSnapshot({
      endpoint: 'https://hss.example',
      projectId: 'p-1',
      recordedAt: '2026-11-22T06:00:00.000Z',
      lookups: [{ query: checkQuery(CICD_IMAGES, {}), rows: [{ imageName: 'web' }] }],
    }),
  );

  test('serves without HSS or credential, and synthesis knows that it is a snapshot', async () => {
    const { stdout, stderr } = await exec(['--snapshot', file, ...node(PRINT_ENVIRONMENT)]);
    expect(stderr).toBe(NONE_JUDGED);
    expect(JSON.parse(stdout)).toMatchObject({
      HW_PROJECT_ID: 'p-1',
      HSS_SNAPSHOT: file,
      HSS_SNAPSHOT_MODE: 'replay',
      TF_VAR_hss_endpoint: expect.stringMatching(/\/gate$/),
    });
    const { stdout: rows } = await exec(['--snapshot', file, ...node(lookup)]);
    expect(rows).toBe('{"rows":1}\n');
  });

  test('of another project is refused', async () => {
    expect(await exec(['--snapshot', file, ...node(NOTHING)], env)).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('HSS_SNAPSHOT_INVALID'),
    });
  });
});
