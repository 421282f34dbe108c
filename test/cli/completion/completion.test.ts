import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from '../../../src/cli/program';
import { folderWith, hssGate } from '../../support/gated-plans';
import { Ended } from '../../support/processes';

/** The scripts of `hss-gate completion`, run by their shells; of shells that are not here only what can be read is tested. */

const here = folderWith({ 'file.json': '' });
const scripts = new Map<string, Ended>();

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const ended = await hssGate(here, ['completion', shell]);
    scripts.set(shell, ended);
    writeFileSync(join(here, shell), ended.stdout);
  }
});

/** There nothing may be missing. */
const IN_CI = process.env.CI === 'true';

const isHere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What each line is completed to. */
function bash(lines: readonly (readonly string[])[]): string[][] {
  const calls = lines.map(
    (words) =>
      `COMP_WORDS=(hss-gate ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _hss_gate; echo "\${COMPREPLY[*]}"`,
  );
  const script = [`source ${join(here, 'bash')}`, ...calls].join('\n');
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    cwd: here,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '));
}

const CASES: readonly (readonly [line: readonly string[], expected: readonly string[]])[] = [
  [['li'], ['list']],
  [
    ['list', 're'],
    ['registries', 'registry-images'],
  ],
  [
    ['list', 'images', '--scan-status', 's'],
    ['success', 'scanning'],
  ],
  [['list', 'images', '--sort-d'], ['--sort-dir']],
  [
    ['list', 'vulnerabilities', '--image-source', ''],
    ['cicd', 'registry'],
  ],
  [['snapshot', 've'], ['verify']],
  [
    ['snapshot', 'show', 'fi'],
    ['file.json', 'fish'],
  ],
  [['completion', 'z'], ['zsh']],
  [['check', '--output', 'js'], ['json']],
  [['plan', '-o', 'sa'], ['sarif']],
  [['scan', '-o', 'ju'], ['junit']],
  [
    ['list', 'images', '-o', ''],
    ['table', 'json', 'ndjson', 'csv'],
  ],
  [
    ['doctor', '--output', ''],
    ['text', 'json'],
  ],
  [['snapshot', 'show', '-o', 't'], ['text']],
];

test.each(['bash', 'zsh', 'fish'])(
  'the completion for %s is all that is printed on stdout',
  (shell) => {
    const { exitCode, stdout, stderr } = scripts.get(shell)!;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('hss-gate');
  },
);

test('bash completes commands, options, values and files', () => {
  expect(bash(CASES.map(([line]) => line)).map((words) => [...words].sort())).toEqual(
    CASES.map(([, words]) => [...words].sort()),
  );
});

test('bash completes a value behind =, and the line of another command behind --', () => {
  const [value, file, command, text, simulated] = bash([
    ['list', 'images', '--has-vul', '=', 't'],
    ['check', '-o', 'json', '=', 'file'],
    ['exec', '--', 'tes'],
    ['list', 'images', '--namespace', ''],
    ['simulate', '--', 'tes'],
  ]);
  expect(value).toEqual(['true']);
  expect(file).toEqual(['file.json']);
  expect(simulated).toContain('test');
  expect(command).toContain('test');
  expect(text).toEqual(['']);
});

test('bash completes every command and option that there is', async () => {
  type Tree = Awaited<ReturnType<typeof program>>;
  const all = (command: Tree, path: string[]): [string[], string[]][] => [
    [path, command.options.filter(({ hidden }) => !hidden).map(({ long }) => long!)],
    ...command.commands.flatMap((one) => all(one, [...path, one.name()])),
  ];
  const commands = all(await program(), []);
  const completed = bash(commands.map(([path]) => [...path, '--']));
  commands.forEach(([, options], at) =>
    expect(completed[at]).toEqual(expect.arrayContaining(options)),
  );
});

(isHere('fish') || IN_CI ? test : test.skip)('fish', () => {
  for (const [line, expected] of CASES) {
    const text = ['hss-gate', ...line].join(' ');
    const { stdout } = spawnSync('fish', ['-c', `source fish; complete -C '${text}'`], {
      cwd: here,
      encoding: 'utf8',
    });
    const words = stdout
      .trimEnd()
      .split('\n')
      .map((one) => one.split('\t')[0]);
    expect(words).toEqual(expect.arrayContaining([...expected]));
  }
});

(isHere('zsh') || IN_CI ? test : test.skip)('zsh reads its script', () => {
  expect(spawnSync('zsh', ['-n', join(here, 'zsh')], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});

test('help says how a project completes behind npx: bash completes such a function', async () => {
  const { stdout } = await hssGate(here, ['completion', '--help']);
  const [, shellFunction] = /^ {2}(hss-gate\(\) \{ npx --no -- hss-gate "\$@"; \})$/m.exec(stdout)!;
  const script = `${shellFunction}\nsource ${join(here, 'bash')}\ncomplete -p hss-gate`;
  const { stdout: shown, status } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
  });
  expect({ shown, status }).toEqual({ shown: 'complete -F _hss_gate hss-gate\n', status: 0 });
});

test('an unsupported shell is refused with a list of the supported ones', async () => {
  const { exitCode, stderr } = await hssGate(here, ['completion', 'csh']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
});

test('help has examples', async () => {
  const { stdout } = await hssGate(here, ['completion', '--help']);
  expect(stdout).toContain('$ source <(hss-gate completion bash)');
});
