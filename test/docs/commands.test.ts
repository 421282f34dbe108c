import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { program } from '../../src/cli/program';
import { blocks, root, textOf } from './reader';

/** Checks that the shell blocks of the documents use scripts of package.json and commands and options of hss-gate that exist. */

/** No other test runs the commands of these documents: they run the tests themselves, or measure for minutes. */
const [CONTRIBUTING, PERFORMANCE] = ['CONTRIBUTING.md', 'docs/performance.md'];
/** test/cli/list/vulnerabilities runs one of its commands; the other downloads a file. */
const VULNERABILITIES = 'docs/vulnerabilities.md';

const documents = [
  'README.md',
  CONTRIBUTING,
  PERFORMANCE,
  VULNERABILITIES,
  ...['connection', 'guide', 'pipelines', 'plan-time', 'policy', 'scan', 'troubleshooting'].map(
    (name) => `docs/${name}.md`,
  ),
  ...['gated-deployment', 'organisation-policy', 'registry-ids', 'vulnerabilities'].map(
    (name) => `examples/${name}/README.md`,
  ),
];

const linesOf = (document: string): string[] =>
  blocks(document, 'sh').flatMap((text) => text.replace(/\\\n/g, ' ').trim().split('\n'));

/** The matches in all documents: [document, the captured group]. */
function calls(pattern: RegExp): [string, string][] {
  return documents.flatMap((document) =>
    linesOf(document).flatMap((line) =>
      [...line.matchAll(pattern)].map(([, rest]): [string, string] => [document, rest]),
    ),
  );
}

const scripts = Object.keys(
  (JSON.parse(textOf('package.json')) as { scripts: { [name: string]: string } }).scripts,
);

test.each(calls(/\bnpm ((?:run \S+)|\w+)/g))(
  '%s shows a script that exists: npm %s',
  (_document, call) => {
    const name = call.replace(/^run /, '');
    // These are npm's own commands; all others are scripts.
    if (['ci', 'install'].includes(call)) return;
    expect(scripts).toContain(name);
  },
);

/** Parses the words after `hss-gate` with commander, and returns its complaint. */
function problemOf(words: readonly string[], command: Command): string | undefined {
  const below = command.commands.find((one) => one.name() === words[0]);
  if (below !== undefined) return problemOf(words.slice(1), below);
  if (command.commands.length > 0) return `there is no command ${words[0]}`;
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    const { operands, unknown } = command.parseOptions([...words]);
    if (unknown.length > 0) return `there is no ${unknown[0]}`;
    const { registeredArguments: wanted } = command;
    const most = wanted.some(({ variadic }) => variadic) ? Infinity : wanted.length;
    return operands.length > most ? `too many arguments: ${operands.join(' ')}` : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const words = (text: string): string[] => text.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];

test.each(calls(/\bhss-gate ([^|<>&;#]*)/g))(
  '%s shows a command that exists: hss-gate %s',
  async (_document, call) => {
    expect(problemOf(words(call), await program())).toBeUndefined();
  },
);

test.each([
  ['judge web:1', 'there is no command judge'],
  ['check --polcy x web:1', 'there is no --polcy'],
  ['check web:1 --policy', 'argument missing'],
  ['policy lint one two', 'too many arguments'],
])('hss-gate %s is noticed', async (call, problem) => {
  expect(problemOf(words(call), await program())).toContain(problem);
});

test('CONTRIBUTING.md shows only scripts, and the important ones', () => {
  const shown = linesOf(CONTRIBUTING).map((line) => /^npm (?:run )?(\S+)/.exec(line)?.[1]);
  expect(shown.every((name) => name !== undefined)).toBe(true);
  expect(shown).toEqual(expect.arrayContaining(['ci', 'test', 'test:e2e', 'docs', 'package']));
});

test('the benchmark has the options and suites that performance.md shows', () => {
  const run = textOf('bench/run.mjs');
  const lines = linesOf(PERFORMANCE);
  const options = lines.flatMap((line) => [...line.split('#')[0].matchAll(/ --(\w+)/g)]);
  expect(options.length).toBeGreaterThan(4);
  for (const [, name] of options) expect(run).toMatch(new RegExp(`^ {4}${name}: { type`, 'm'));
  const suites = readdirSync(join(root, 'bench', 'suites'))
    .map((name) => name.replace('.mjs', ''))
    // Selected with its own option.
    .filter((name) => name !== 'huge');
  for (const [, name] of lines.join('\n').matchAll(/--only (\w+)/g)) expect(suites).toContain(name);
  const [, told] = /one suite of (.*)$/m.exec(lines.join('\n'))!;
  expect(told.split(/, | and /).sort()).toEqual(suites.sort());
});
