import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HssErrorCode } from '../../src/contract/error';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { asInstalled, blocks, project, root, run, textOf } from './reader';

/** Every code once. A code that is in the type but not in this list does not compile. */
const CODES = Object.keys({
  HSS_NO_CREDENTIALS: true,
  HSS_AUTH_FAILED: true,
  HSS_FORBIDDEN: true,
  HSS_INVALID_ARGUMENT: true,
  HSS_NOT_FOUND: true,
  HSS_AMBIGUOUS: true,
  HSS_THROTTLED: true,
  HSS_UNREACHABLE: true,
  HSS_TIMEOUT: true,
  HSS_SERVER_ERROR: true,
  HSS_BAD_RESPONSE: true,
  HSS_UNSTABLE_LIST: true,
  HSS_TOO_MANY_ROWS: true,
  HSS_SNAPSHOT_MISS: true,
  HSS_SNAPSHOT_INVALID: true,
  HSS_SNAPSHOT_UNWRITABLE: true,
  HSS_POLICY_INVALID: true,
  HSS_IMAGE_DENIED: true,
  HSS_NO_FRAMEWORK: true,
  HSS_INTERNAL: true,
} satisfies { [code in HssErrorCode]: true });

const document = textOf('docs/troubleshooting.md');

/** The entries by code. */
const entries = new Map(
  document
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.split('\n')[0], text] as const)
    .filter(([heading]) => heading.startsWith('HSS_')),
);

function sources(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** The string literals of the sources as patterns, in which any text may replace an expression. */
const LITERALS = sources(join(root, 'src'))
  .flatMap((text) => [
    ...text.matchAll(/'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"|`((?:[^`\\]|\\.)+)`/g),
  ])
  .map(([, single, double, template]) => single ?? double ?? template)
  .map((text) => text.split(/\\n|\n/)[0])
  .filter((text) => text.replace(/\$\{[^}]*\}/g, '').trim().length >= 8)
  .map((text) =>
    text.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^$()[\]{}|\\/]/g, '\\$&')),
  )
  .map((parts) => new RegExp(`^(.+: )?${parts.join('.+')}(: .*)?$`));

/** Returns the words if they occur in no source. */
const foreign = (words: string): string[] =>
  LITERALS.some((literal) => literal.test(words)) ? [] : [words];

test('the codes are those of the type', () => {
  const source = readFileSync(join(root, 'src', 'contract', 'error.ts'), 'utf8');
  const declared = /export type HssErrorCode =([^;]+);/.exec(source)![1];
  expect([...declared.matchAll(/'(HSS_\w+)'/g)].map(([, code]) => code)).toEqual(CODES);
});

test('the codes with an entry and with a row in the table are those of the type', () => {
  expect([...entries.keys()]).toEqual(CODES);
  const lines = [...document.matchAll(/^\| \[(\w+)\]\(#(\w+)\)/gm)];
  expect(lines.map(([, code]) => code)).toEqual(CODES);
  expect(lines.map(([, , anchor]) => anchor)).toEqual(CODES.map((code) => code.toLowerCase()));
});

test.each(CODES)('%s has an example in the words of the sources, and says what to do', (code) => {
  const entry = entries.get(code)!;
  const [example] = [...entry.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
  const [first, ...below] = example.trimEnd().split('\n');
  expect(first.split(': ')[0]).toBe(code);
  expect(foreign(first.slice(code.length + 2))).toEqual([]);
  const advice = below.find((line) => line.startsWith('  what to do: '));
  if (advice !== undefined) {
    expect(foreign(advice.replace('  what to do: ', ''))).toEqual([]);
  }
  expect(entry).toMatch(/^- \*\*Do:\*\*|\| What to do/m);
});

test('the exit codes of exec agree with its help', () => {
  const { stdout } = run(root, process.execPath, [HSS_GATE, 'exec', '--help']);
  for (const code of ['125', '126', '127']) {
    expect(document).toMatch(new RegExp(`^\\| ${code} +\\| \`exec\``, 'm'));
    expect(stdout).toContain(code);
  }
});

test('the commands that are shown exist', () => {
  const shown = [
    ...document.matchAll(/`npx --no -- (hss-gate [a-z -]+?)( REFERENCE| --[a-z]+)?`/g),
  ];
  const commands = [...blocks('docs/troubleshooting.md', 'sh'), ...shown.map(([, text]) => text)];
  expect(commands.length).toBeGreaterThan(4);
  // Without options and redirections: the block that has some is run below.
  const names = commands.map((text) =>
    text.trim().replace('npx --no -- ', '').replace(/ --.*/, ''),
  );
  for (const command of new Set(names)) {
    const [, ...words] = command.split(' ');
    const { status, stdout } = run(root, process.execPath, [HSS_GATE, ...words, '--help']);
    expect({ command, status }).toEqual({ command, status: 0 });
    expect(stdout).toContain(`Usage: ${command}`);
  }
});

test('the command for bug reports writes the report', async () => {
  const hss = await SimulatorProcess.start(['--rows', '30']);
  try {
    const block = blocks('docs/troubleshooting.md', 'sh').find((text) =>
      text.includes('--contract'),
    );
    const folder = project({});
    const { status, stderr } = run(folder, 'sh', ['-ec', asInstalled(block!)], hss.env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const report = readFileSync(join(folder, 'hss-contract.json'), 'utf8');
    expect(JSON.parse(report)).toMatchObject({ schema_version: 1, ok: true });
    expect(report).toContain('sha256:<64 lower-case hex>');
    expect(document).toMatch(/"nothing\s+differs\s+from\s+the\s+contract"/);
    const { lists } = JSON.parse(report) as { lists: { operation: string; outcome: string }[] };
    for (const { operation, outcome } of lists) {
      if (outcome === 'asked') expect(document).toContain(`\`${operation}\``);
    }
  } finally {
    await hss.stop();
  }
});
