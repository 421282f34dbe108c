import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkQuery } from '../../../src/contract/query';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { renderSnapshot } from '../../../src/lookup/snapshot';
import { LIB, READ_ONE } from '../../support/processes';
import { envOf, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';
import { BARE, Variables, exec, node } from './support';

/** `hss-gate exec` as it is used: processes, exit codes, and what a child can see. */

const SIMULATED_PROJECT = '0123456789abcdef0123456789abcdef';
const PRINT_ENVIRONMENT = 'console.log(JSON.stringify(process.env))';
const NOTHING = 'process.exitCode = 0';

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

describe('the child', () => {
  test('has its environment, two addresses and the project, anew each time', async () => {
    const before: Variables = { ...BARE, ...env, OTHER: 'stays' };
    const seen = [1, 2].map(async () => {
      const { exitCode, stdout, stderr } = await exec(node(PRINT_ENVIRONMENT), before);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
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

  test('has no credential of the chain and of the provider with --clean-env', async () => {
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

  test('has our input and output, and its arguments as they are', async () => {
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
      stderr: `${JSON.stringify([['a b', '--region', 'x', '--', '$HOME'], 2])}`,
    });
  });

  test('has no credential in any argument or output, though HSS echoes it', async () => {
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

describe('a synthesis in exec', () => {
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
  ])('looks up without a credential, %s', async (_, variables) => {
    const { stdout, stderr } = await exec(['--clean-env', ...node(lookup)], variables());
    expect([stdout, stderr]).toEqual(['{"rows":7}\n', '']);
  });

  test('fails with HSS_AUTH_FAILED where the token is wrong', async () => {
    const wrong = { ...env, HW_AUTH_TOKEN: 'wrong-tok-3' };
    const { exitCode, stdout } = await exec(node(lookup), wrong);
    expect([exitCode, JSON.parse(stdout).code]).toEqual([0, 'HSS_AUTH_FAILED']);
    expect(stdout).not.toContain('wrong-tok-3');
  });

  test('soon fails with HSS_UNREACHABLE where HSS is down, and exec does not', async () => {
    const down = { ...env, HSS_ENDPOINT: 'http://127.0.0.1:1' };
    const { exitCode, stdout } = await exec(node(lookup), down);
    expect([exitCode, JSON.parse(stdout).code]).toEqual([0, 'HSS_UNREACHABLE']);
  });

  test('has the default time for a list, whatever --deadline gives a judgement', async () => {
    const slow = await startHss({ rows: 7, latencyMs: 1200 });
    const { stdout } = await exec(['--deadline', '1', ...node(lookup)], envOf(slow));
    expect(stdout).toBe('{"rows":7}\n');
  });

  test('works in an exec in an exec', async () => {
    const inner = ['--', process.execPath, HSS_GATE, 'exec', '--clean-env', ...node(lookup)];
    expect((await exec(['--clean-env', ...inner], env)).stdout).toBe('{"rows":7}\n');
  });
});

test('a deadline out of range is refused', async () => {
  const { exitCode, stderr } = await exec(['--deadline', '0', ...node(NOTHING)], env);
  expect(exitCode).toBe(125);
  expect(stderr).toContain('"0" is not a valid value for --deadline. Expected a whole');
});

test('IAM finds the project before the child begins', async () => {
  const own = await startHss();
  const variables = { ...without(envOf(own), 'HW_PROJECT_ID'), HW_REGION_NAME: 'cn-north-4' };
  const { stdout } = await exec(node(PRINT_ENVIRONMENT), variables);
  expect(JSON.parse(stdout).HW_PROJECT_ID).toBe(SIMULATED_PROJECT);
  expect((await own.requests()).map(({ path }) => path)).toEqual(['/v3/projects']);
});

test('options override the environment, and a changed project is reported', async () => {
  const rest = { ...without(env, 'HSS_ENDPOINT'), HW_PROJECT_ID: 'other' };
  const options = ['--endpoint', env.HSS_ENDPOINT, '--project-id', SIMULATED_PROJECT];
  const { stdout, stderr } = await exec([...options, ...node(lookup)], rest);
  expect(stdout).toBe('{"rows":7}\n');
  expect(stderr).toBe(
    `hss-gate exec: HW_PROJECT_ID is ${SIMULATED_PROJECT} for the command, and was other\n`,
  );
});

test('the region of the command stays, since others read it, and the one behind the proxy is described', async () => {
  const variables = { ...env, HW_REGION_NAME: 'cn-north-4' };
  const options = ['--region', 'cn-south-1'];
  const { stdout } = await exec([...options, ...node(PRINT_ENVIRONMENT)], variables);
  const printed = JSON.parse(stdout) as { readonly [name: string]: string };
  expect(printed.HW_REGION_NAME).toBe('cn-north-4');
  expect(Object.values(printed).some((value) => value.includes('"region":"cn-south-1"'))).toBe(
    true,
  );
});

describe('the exit code', () => {
  test.concurrent.each([
    [NOTHING, 0],
    ['process.exit(2)', 2],
    ['process.exit(125)', 125],
    ['process.kill(process.pid, "SIGKILL")', 137],
    ['process.kill(process.pid, "SIGTERM")', 143],
    ['process.kill(process.pid, "SIGINT")', 130],
  ])('of %s is %d', async (script, code) => {
    const { exitCode, signal, stdout, stderr } = await exec(node(script), await starting);
    expect({ exitCode, signal, stdout, stderr }).toEqual({
      exitCode: code,
      signal: null,
      stdout: '',
      stderr: '',
    });
  });

  const file = join(mkdtempSync(join(tmpdir(), 'exec-')), 'file');
  writeFileSync(file, 'text');

  test.concurrent.each([
    [['--', 'no-such-command'], 127, 'HSS_INVALID_ARGUMENT: command not found: "no-such'],
    [['--', file], 126, "can't be run (EACCES)"],
    [['--', tmpdir()], 126, "can't be run"],
    [['--', `${file}/x`], 127, 'command not found'],
    [['--', ''], 126, "can't be run"],
    [[], 125, 'missing required argument'],
    [['--'], 125, 'missing required argument'],
    [['--no-such-option', '--', 'true'], 125, 'unknown option'],
    [['--enforcement', 'no', '--', 'true'], 125, 'Allowed choices are deny, warn'],
    [['--region', 'x.evil/', '--', 'true'], 125, 'HSS_INVALID_ARGUMENT: region is'],
    [['--endpoint', 'http://hss.example', '--', 'true'], 125, 'HSS_INVALID_ARGUMENT: endpoint'],
    [['--profile', 'nobody', '--', 'true'], 125, 'HSS_NO_CREDENTIALS: no profile named "nobody"'],
    [['--snapshot', '/no/such', '--', 'true'], 125, 'HSS_SNAPSHOT_INVALID: /no/such'],
  ])('of %j is %d, with the reason on stderr', async (args, code, words) => {
    const { exitCode, stdout, stderr } = await exec(args, await starting);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });

  test.concurrent(
    'is 125 before the child begins without a credential, with a refused one, and without a project',
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

  test('is explained in the help, with examples', async () => {
    const { exitCode, stdout, stderr } = await exec(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/\[options\] -- COMMAND.*125 if exec.*Examples:/s);
  });
});

describe('the option --snapshot', () => {
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

  test('serves a snapshot without HSS or a credential, and synthesis knows that it is one', async () => {
    const { stdout, stderr } = await exec(['--snapshot', file, ...node(PRINT_ENVIRONMENT)]);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      HW_PROJECT_ID: 'p-1',
      HSS_SNAPSHOT: file,
      HSS_SNAPSHOT_MODE: 'replay',
      TF_VAR_hss_endpoint: expect.stringMatching(/\/gate$/),
    });
    const { stdout: rows } = await exec(['--snapshot', file, ...node(lookup)]);
    expect(rows).toBe('{"rows":1}\n');
  });

  test('refuses a snapshot of another project', async () => {
    expect(await exec(['--snapshot', file, ...node(NOTHING)], env)).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('HSS_SNAPSHOT_INVALID'),
    });
  });
});
