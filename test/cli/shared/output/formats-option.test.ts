import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { program } from '../../../../src/cli/program';
import { outputsOf } from '../../../../src/cli/shared/output/formats-option';
import { Hss, envOf, startHss } from '../../../support/hss';
import { folderWith, hssGate } from '../../../support/gated-plans';

/** `--output`, whose meaning is the same for every command. */

test.each([
  ['nothing', {}, ['text']],
  ['a format', { output: [{ format: 'json' }] }, ['json']],
  ['a file', { output: [{ format: 'json', file: 'f' }] }, ['json=f', 'text']],
  ['a file, quietly', { output: [{ format: 'json', file: 'f' }], quiet: true }, ['json=f']],
  ['nothing, quietly', { quiet: true }, ['text']],
  ['both', { output: [{ format: 'json', file: 'f' }, { format: 'csv' }] }, ['json=f', 'csv']],
  ['the older spelling', { format: 'json' }, ['json']],
] as const)('%s', (_, flags, expected) => {
  const outputs = outputsOf<string>(flags, 'text');
  expect(
    outputs.map(({ format, file }) => (file === undefined ? format : `${format}=${file}`)),
  ).toEqual(expected);
});

test('is -o, --output <format[=file]> wherever a command has formats', async () => {
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  const having = all(await program()).filter(({ options }) =>
    options.some(({ long }) => long === '--output' || long === '--format'),
  );
  expect(having.map((one) => one.name()).sort()).toEqual(
    ['check', 'doctor', 'images', 'plan', 'registries', 'registry-images', 'scan', 'show'].concat(
      'sync-task-registries',
      'vulnerabilities',
    ),
  );
  for (const { options } of having) {
    expect(options.find(({ long }) => long === '--output')?.flags).toBe(
      '-o, --output <format[=file]>',
    );
    expect(options.find(({ long }) => long === '--format')?.hidden ?? true).toBe(true);
  }
});

describe('lists, doctor and snapshots', () => {
  let hss: Hss;
  const folder = folderWith({});
  beforeAll(async () => {
    hss = await startHss({ rows: 30 });
  });
  const run = (...args: string[]) => hssGate(folder, args, envOf(hss));
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

  test('write files beside what goes to stdout', async () => {
    const { exitCode, stdout } = await run(
      ...['list', 'images', '-o', 'csv=made/images.csv', '-o', 'ndjson=images.ndjson'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^IMAGE /);
    expect(read('made/images.csv').trimEnd().split('\n')).toHaveLength(31);
    expect(read('images.ndjson').trimEnd().split('\n')).toHaveLength(30);
  });

  test('print nothing but what is asked for under --quiet', async () => {
    const { stdout } = await run('list', 'registries', '-q', '-o', 'json=registries.json');
    expect(stdout).toBe('');
    expect(JSON.parse(read('registries.json'))).toMatchObject({ total: 30 });
  });

  test('take the older spelling, but not both', async () => {
    const old = await run('list', 'images', '--format', 'csv');
    expect(old).toEqual(await run('list', 'images', '-o', 'csv'));
    const { exitCode, stderr } = await run('doctor', '--format', 'json', '-o', 'text');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cannot be used with');
  });

  test('write the same text to a file that doctor shows', async () => {
    const { stdout } = await run('doctor', '-o', 'text', '-o', 'json=d.json', '-o', 'text=d.txt');
    expect(read('d.txt')).toBe(stdout);
    expect(JSON.parse(read('d.json'))).toHaveProperty('sections');
    await run('snapshot', 'record', 'hss.json', '--registries');
    const shown = await run('snapshot', 'show', 'hss.json', '-o', 'json=shown.json');
    expect(shown.stdout).toMatch(/^project: /);
    expect(JSON.parse(read('shown.json'))).toHaveProperty('lookups');
  });

  test.each([
    [['list', 'images', '-o', 'csv', '-o', 'json'], 'two outputs go to stdout: csv and json'],
    [['list', 'images', '-o', 'csv='], 'Expected a file name after =; leave out = to write'],
    [['list', 'images', '-o', 'xml'], 'Expected one of table, json, ndjson, csv.'],
    [['doctor', '-o', 'jsn'], 'Did you mean json?'],
  ])('%j is a usage error', async (args, told) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(told);
  });

  test('fail where a list can not be written', async () => {
    const { exitCode, stderr } = await run('list', 'images', '-o', 'csv=images.ndjson/x.csv', '-q');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('HSS_INVALID_ARGUMENT: the csv output could not be written');
    expect(existsSync(join(folder, 'images.ndjson'))).toBe(true);
  });
});
