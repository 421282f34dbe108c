import { buildSync } from 'esbuild';
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

test.concurrent('the worker neither keeps the process alive nor writes a word', async () => {
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

test.concurrent(
  'a list that moved is read anew, also for rows that are wanted after the deadline',
  async () => {
    const moving = await SimulatorProcess.start([
      ...['--rows', '1000'],
      ...['--fault', '{"kind":"total","delta":1,"page":"middle","times":1}'],
    ]);
    const script = `
    const { Lookups } = require(lib + '/lookup/lookups.js');
    const query = { endpoint: 'cicd-images', values: {} };
    const lookup = Lookups.of({}).start({ kind: 'live' }, { deadlineSeconds: 4 }, query);
    setTimeout(() => console.log(lookup.rows.length), 4500);
  `;
    const ended = await runScript(script, moving.env);
    expect(ended).toEqual({ exitCode: 0, stdout: '1000\n', stderr: '' });
    await moving.stop();
  },
);

test.concurrent("the worker takes no part in its parent's hooks", async () => {
  const hook = join(folder, 'hook.js');
  writeFileSync(hook, 'console.log("hook");');
  const ended = await runScript(READ_ONE, { ...hss.env, NODE_OPTIONS: `--require ${hook}` });
  expect(ended).toEqual({ exitCode: 0, stdout: 'hook\n{"rows":7}\n', stderr: '' });
});

/** In place of a lookup: what is in force in the thread. */
const IN_FORCE = `
  const [dns, http, net, tls] = ['dns', 'http', 'net', 'tls'].map((name) => require('node:' + name));
  const summary = () => JSON.stringify({
    order: dns.getDefaultResultOrder(),
    family: net.getDefaultAutoSelectFamily(),
    familyMs: net.getDefaultAutoSelectFamilyAttemptTimeout(),
    headerBytes: http.maxHeaderSize,
    tls: [tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION],
    env: process.env,
  });
  exports.answer = async () => ({ error: { code: 'HSS_INTERNAL', summary: summary(), details: {} } });
`;
const DEFAULTS = {
  order: 'verbatim',
  family: true,
  familyMs: 250,
  headerBytes: 16_384,
  tls: ['TLSv1.2', 'TLSv1.3'],
  env: {},
};

test.concurrent.each([
  { options: '', env: {}, code: '', expected: {} },
  { options: '--dns-result-order=ipv4first', env: {}, code: '', expected: { order: 'ipv4first' } },
  {
    options: '',
    env: {},
    code: "require('node:dns').setDefaultResultOrder('ipv4first');",
    expected: { order: 'ipv4first' },
  },
  { options: '--no-network-family-autoselection', env: {}, code: '', expected: { family: false } },
  {
    options: '--network-family-autoselection-attempt-timeout=900',
    env: {},
    code: '',
    expected: { familyMs: 900 },
  },
  {
    options: '--max-http-header-size=40000',
    env: {},
    code: '',
    expected: { headerBytes: 40_000 },
  },
  {
    options: '--tls-min-v1.3',
    env: {},
    code: '',
    expected: { tls: ['TLSv1.3', 'TLSv1.3'] },
  },
  {
    options: '--tls-max-v1.2',
    env: {},
    code: '',
    expected: { tls: ['TLSv1.2', 'TLSv1.2'] },
  },
  {
    options: '',
    env: { NODE_USE_SYSTEM_CA: '1' },
    code: '',
    expected: { env: { NODE_USE_SYSTEM_CA: '1' } },
  },
  {
    options: '--tls-min-v1.0 --insecure-http-parser --no-warnings',
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_DEBUG: 'tls', SSLKEYLOGFILE: '/nowhere/keys' },
    code: '',
    expected: {},
  },
])(
  'the worker takes $expected from NODE_OPTIONS="$options", $env and $code',
  async ({ options, env, code, expected }) => {
    const lib = brokenLib(`in force ${JSON.stringify([options, env, code])}`, ANSWER, IN_FORCE);
    const given = { ...hss.env, ...env, NODE_OPTIONS: options };
    const { stdout } = await runScript(`${code}${READ_ONE}`, given, lib);
    const { message } = JSON.parse(stdout) as { message: string };
    expect(JSON.parse(message.replace(/^HSS_INTERNAL: /, ''))).toEqual({
      ...DEFAULTS,
      ...expected,
    });
  },
);

const known = process.allowedNodeEnvironmentFlags;

(known.has('--use-system-ca') ? test.concurrent.each : test.skip.each)([
  { options: '--use-system-ca', variable: '', env: { NODE_USE_SYSTEM_CA: '1' } },
  { options: '"--use_system_ca"', variable: '', env: { NODE_USE_SYSTEM_CA: '1' } },
  { options: '--use-system-ca --no-use-system-ca', variable: '1', env: {} },
])(
  'the worker gets $env where NODE_OPTIONS=$options says which certificates to use',
  async ({ options, variable, env }) => {
    const script = `console.log(JSON.stringify(require(lib + '/lookup/thread/thread-options.js').threadOptions()));`;
    const given = { NODE_OPTIONS: options, NODE_USE_SYSTEM_CA: variable };
    const { stdout } = await runScript(script, given);
    expect((JSON.parse(stdout) as { env: object }).env).toEqual(env);
  },
);

test.concurrent(
  'the worker that lacks the permission to start names it as the reason',
  async () => {
    const permission = known.has('--permission') ? '--permission' : '--experimental-permission';
    const command = [process.execPath, permission, '--allow-fs-read=*', '-e'];
    const script = `const lib = ${JSON.stringify(LIB)};${READ_ONE}`;
    const { stdout } = await run([...command, script], hss.env);
    expect(JSON.parse(stdout)).toEqual({
      code: 'HSS_INTERNAL',
      message: expect.stringMatching(
        /worker can't start: Access to this API [^]*what to do: .*--allow-worker/,
      ) as string,
    });
  },
);

const PROGRAM = join(__dirname, 'programs', 'read-one.ts');
const BIN = join(ROOT, 'node_modules', '.bin');

test.concurrent.each([
  ['tsx', [join(BIN, 'tsx'), PROGRAM]],
  ['ts-node', [join(BIN, 'ts-node'), '--transpile-only', PROGRAM]],
  ['node, as an ES module', [process.execPath, '--import', 'tsx', PROGRAM]],
])('the worker works under %s', async (_, command) => {
  expect(await run(command, hss.env)).toMatchObject({ exitCode: 0, stdout: '7\n' });
});

const WORKER = 'bundle/worker-code.js';
const ANSWER = 'lookup/answer.js';

/** A copy of the package's lookup, with one file changed or gone. What it asks with is put into the thread's file. */
function brokenLib(name: string, file: string, text: string | undefined): string {
  const lib = join(folder, name.replace(/\W+/g, '-'), 'lib');
  for (const part of ['bundle', 'client', 'contract', 'lookup', 'util']) {
    cpSync(join(LIB, part), join(lib, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(lib, '..', 'node_modules'));
  rmSync(join(lib, file));
  if (text !== undefined) writeFileSync(join(lib, file), text);
  if (file === ANSWER) {
    const { outputFiles } = buildSync({
      entryPoints: [join(lib, 'lookup', 'worker.js')],
      write: false,
      bundle: true,
      platform: 'node',
    });
    writeFileSync(join(lib, WORKER), `module.exports = ${JSON.stringify(outputFiles[0].text)}`);
  }
  return lib;
}

test.concurrent.each([
  { name: 'whose file is missing', file: WORKER, words: 'file is missing' },
  {
    name: 'whose file is cut off',
    file: WORKER,
    text: "module.exports = '",
    words: "the worker's file can't be read (SyntaxError)",
  },
  {
    name: 'whose code is cut off',
    file: WORKER,
    text: "module.exports = 'const {';",
    words: "the lookup's worker can't start",
  },
  {
    name: 'that ends without a word, as one that is out of memory',
    file: ANSWER,
    text: 'exports.answer = () => { process.removeAllListeners("exit"); process.exit(3); };',
    words: 'worker is gone',
  },
  {
    name: "that can't load its client",
    file: ANSWER,
    text: 'throw new Error("SECRET");',
    words: "can't be loaded",
  },
  {
    name: 'that stops as it starts',
    file: ANSWER,
    text: 'process.exit(3);',
    words: 'worker ended',
  },
  {
    name: 'that stops at a question',
    file: ANSWER,
    text: 'exports.answer = async () => process.exit(3);',
    words: 'worker ended',
  },
  {
    name: 'that throws beside its answer',
    file: ANSWER,
    text: 'exports.answer = () => { setTimeout(() => { throw new Error("SECRET"); }); return new Promise(() => {}); };',
    words: 'an unforeseen Error',
  },
  {
    name: 'that forgets a rejection',
    file: ANSWER,
    text: 'exports.answer = () => { void Promise.reject(new TypeError("SECRET")); return new Promise(() => {}); };',
    words: 'an unforeseen TypeError',
  },
  {
    name: 'that rejects with anything',
    file: ANSWER,
    text: 'exports.answer = () => Promise.reject("SECRET");',
    words: 'an unforeseen string',
  },
])('a worker $name is an error at once', async ({ name, file, text, words }) => {
  const lib = brokenLib(name, file, text);
  const { exitCode, stdout } = await runScript(READ_ONE, hss.env, lib);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    code: 'HSS_INTERNAL',
    message: expect.stringContaining(words) as string,
  });
  expect(stdout).not.toContain('SECRET');
});
