import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { envOf, Hss, startHss } from '../../../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  POLICY_LINE,
  folderWith,
  hssGate,
  planOf,
} from '../../../support/gated-plans';
import { run } from '../../../support/processes';
import { HSS_GATE } from '../../../support/simulator';

/** `--output`, `--quiet` and `--verbose` of the commands that judge. */

let hss: Hss;
let env: { readonly [name: string]: string };
let folder: string;

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  env = envOf(hss);
});

beforeEach(() => {
  folder = folderWith({
    'image-policy.yaml': POLICY,
    'good.json': planOf([GOOD]),
    'bad.json': planOf([GOOD, BAD]),
  });
});

const gate = (...args: readonly string[]) => hssGate(folder, args, env);
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

test.each(['check', 'plan'])('%s writes several files in one run', async (command) => {
  const { exitCode, stdout, stderr } = await gate(
    command,
    ...['-o', 'json=out/r.json', '-o', 'sarif=r.sarif', '-o', 'junit=r.xml', '-o', 'gitlab=g.json'],
    ...['-o', 'markdown=r.md', '-o', 'html=r.html', '-o', 'github=g.txt', '-o', 'table=t.txt'],
    command === 'check' ? BAD : 'bad.json',
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: POLICY_LINE });
  expect(JSON.parse(read('out/r.json'))).toMatchObject({ outcome: 'denied' });
  expect(JSON.parse(read('r.sarif'))).toMatchObject({ version: '2.1.0' });
  expect(read('r.xml')).toContain('<testsuites');
  expect(JSON.parse(read('g.json'))).toHaveLength(1);
  expect(read('r.md')).toContain('max-severity');
  expect(read('r.html')).toMatch(/^<!doctype html>/i);
  expect(read('g.txt')).toMatch(/^::error /);
  // The table is on stdout all the same.
  expect(stdout).toBe(read('t.txt'));
  expect(stdout).toMatch(/1 (image )?denied/);
});

test('stdout has the one format that is requested', async () => {
  const { exitCode, stdout, stderr } = await gate('plan', '--output', 'json', 'bad.json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: POLICY_LINE });
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'denied' });
});

test.each<[string[], number, string]>([
  [['-o', 'json=r.json'], 2, ''],
  [['-o', 'json=r.json', '-o', 'github'], 2, '::error '],
])('--quiet with %j prints no more than it has to', async (outputs, code, begin) => {
  const { exitCode, stdout, stderr } = await gate('plan', '--quiet', ...outputs, 'bad.json');
  expect(exitCode).toBe(code);
  expect(stderr).toMatch(/^hss-gate: denied: .*; 2 images: 1 denied.*\n$/);
  expect(stdout.slice(0, 8)).toBe(begin);
  expect(JSON.parse(read('r.json'))).toMatchObject({ outcome: 'denied' });
});

test('--quiet still says errors', async () => {
  const { exitCode, stdout, stderr } = await gate('plan', '--quiet', 'none.json');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^HSS_INVALID_ARGUMENT: none\.json can't be read/);
});

test('--verbose lists each request without a credential', async () => {
  const { exitCode, stdout, stderr } = await gate('check', '--verbose', '-o', 'json', GOOD);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'allowed' });
  const [policy, source, ...requests] = stderr.trimEnd().split('\n');
  expect(`${policy}\n`).toBe(POLICY_LINE);
  expect(source).toMatch(/^source: local endpoint \(simulator or proxy\), http:/);
  expect(requests.length).toBeGreaterThan(0);
  for (const line of requests) {
    expect(line).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/v5\/[^ ]+\/image\/(cicd\/images|registries|registries\/images)\?[^ ]*: HTTP 200 in \d+ ms$/,
    );
  }
  expect(stderr).not.toContain(hss.options.credentials.token);
});

test('--verbose lists failed attempts, too', async () => {
  const nowhere = { ...env, HSS_ENDPOINT: 'http://127.0.0.1:9' };
  const { exitCode, stderr } = await hssGate(folder, ['check', '--verbose', GOOD], nowhere);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^GET http:\/\/127\.0\.0\.1:9\/\S+: HSS_UNREACHABLE in \d+ ms$/m);
});

test.each([
  ['good.json', 1],
  ['bad.json', 2],
])('a file that can’t be written makes the exit code of %s %i', async (plan, code) => {
  mkdirSync(join(folder, 'folder'));
  const { exitCode, stdout, stderr } = await gate(
    ...['plan', '-o', 'json=image-policy.yaml/r.json', '-o', 'sarif=folder'],
    ...['-o', 'markdown=r.md', plan],
  );
  expect(exitCode).toBe(code);
  expect(stdout).not.toBe('');
  expect(stderr.split('\n').slice(1)).toEqual([
    expect.stringMatching(
      /^hss-gate: the json output could not be written to image-policy\.yaml\/r\.json \(E[A-Z]+\)$/,
    ),
    'hss-gate: the sarif output could not be written to folder (EISDIR)',
    '',
  ]);
  expect(read('r.md')).not.toBe('');
  // No draft stays behind.
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('what a link leads to is written, and devices stay what they are', async () => {
  writeFileSync(join(folder, 'there.json'), 'old');
  symlinkSync('there.json', join(folder, 'link.json'));
  const outputs = ['-o', 'json=link.json', '-o', 'github=/dev/stderr', '-o', 'html=/dev/null'];
  const { exitCode, stderr } = await gate('plan', ...outputs, 'bad.json');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('::error ');
  expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  expect(JSON.parse(read('there.json'))).toMatchObject({ outcome: 'denied' });
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
});

test.each<[string[], RegExp]>([
  [
    ['-o', 'json=r', '-o', 'sarif=./r'],
    /^HSS_INVALID_ARGUMENT: two outputs go to \.\/r: json and sarif\n/,
  ],
  [['-o', 'json=a/r', '-o', 'html=a/../a/r'], /two outputs go to a\/\.\.\/a\/r: json and html/],
  [['-o', 'json', '-o', 'table=-'], /two outputs go to stdout: json and table/],
  [['-o', 'json', '-o', 'table=/dev/stdout'], /two outputs go to stdout: json and table/],
  [['-o', 'json=bad.json'], /the output json would overwrite bad\.json, which is an input/],
  [['-o', 'json=image-policy.yaml'], /would overwrite image-policy\.yaml/],
  [['-o', 'jsn=r'], /Did you mean json\?/],
  [
    ['-o', 'pdf'],
    /Expected one of table, json, sarif, junit, gitlab, gitlab-container-scanning, github, markdown, html/,
  ],
  [['-o', 'json='], /Expected a file name after =/],
])('%j is refused before anything is asked', async (outputs, told) => {
  const before = (await hss.requests()).length;
  const { exitCode, stdout, stderr } = await gate('plan', ...outputs, 'bad.json');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(told);
  expect((await hss.requests()).length).toBe(before);
  expect(existsSync(join(folder, 'r'))).toBe(false);
});

test('a full stdout is reported, and a denial keeps its exit code', async () => {
  const shell = ['bash', '-c', 'cd "$0"; exec "$@" > /dev/full', folder];
  const command = [process.execPath, HSS_GATE, 'plan', '-o', 'json', 'bad.json'];
  const { exitCode, stderr } = await run([...shell, ...command], env);
  expect([exitCode, stderr]).toEqual([
    2,
    `${POLICY_LINE}hss-gate: the json output could not be written (ENOSPC)\n`,
  ]);
});

test('a pipe that is closed early causes no stack trace, and the exit code is the verdict’s', async () => {
  const child = spawn(process.execPath, [HSS_GATE, 'plan', '-o', 'html', 'bad.json'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  child.stdout.destroy();
  const told: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => told.push(text));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(told.join('')).toBe(POLICY_LINE);
});
