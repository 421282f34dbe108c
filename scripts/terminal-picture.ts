/**
 * Writes docs/pictures/terminal.svg, the README's picture of a terminal, from the output of
 * commands. Times, ports and the length of lines are fixed, so that the same output gives the same
 * picture.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ansiToJson } from 'anser';
import { cutToColumns, wrap } from '../src/util/wrap';

const root = join(__dirname, '..');
const program = join(root, 'lib', 'bundle', 'command', 'hss-gate.js');

/** The file that the picture is written to. */
export const PICTURE = join(root, 'docs', 'pictures', 'terminal.svg');

const COMMANDS = [
  'hss-gate check shop/web:1.4.2 shop/web:1.5.0',
  'hss-gate policy explain shop/web:1.5.0',
];

const COLUMNS = 118;
const [CHARACTER, LINE, MARGIN] = [7.22, 17, 18];

/** Returns the output of the commands, each after a prompt. */
function session(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-picture-'));
  const run = (words: readonly string[]): string => {
    const { stdout } = spawnSync(process.execPath, [program, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder, FORCE_COLOR: '1' },
    });
    if (stdout === '') throw new Error(`no output of hss-gate ${words.join(' ')}`);
    return stdout;
  };
  run(['policy', 'init']);
  return COMMANDS.flatMap((command) => [
    `\u001b[1m$ ${command}\u001b[22m`,
    ...steady(run(['simulate', '--', ...command.split(' ')])).split('\n'),
    '',
  ]).slice(0, -1);
}

/** Replaces everything that differs between runs. */
function steady(output: string): string {
  return output
    .replace(/(?<=127\.0\.0\.1:)\d+/g, '8080')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-12-01T09:30:00.000Z')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '2026-12-08 09:30 UTC')
    .replace(/\d{4}-\d\d-\d\d(?![T\d])(?! \d\d:)/g, '2026-12-01')
    .replace(/\d\.\d(?= hours)/g, '2.1')
    .trimEnd();
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Returns one line of output as SVG text, with a class for each colour or weight. */
function textOf(line: string, row: number): string {
  const y = MARGIN + 40 + row * LINE;
  const spans = ansiToJson(line, { use_classes: true, remove_empty: true }).map(
    ({ content, fg, decorations }) => {
      const classes = [fg, ...decorations].filter(Boolean).join(' ');
      return classes === ''
        ? escaped(content)
        : `<tspan class="${classes}">${escaped(content)}</tspan>`;
    },
  );
  return `<text x="${MARGIN}" y="${y}">${spans.join('')}</text>`;
}

/** Wraps long lines as a terminal of this width does. */
function fitted(line: string): string[] {
  const lines = line.includes('\u001b') ? [line] : wrap(line, COLUMNS);
  return lines.map((one) => (one.includes('\u001b') ? one : cutToColumns(one, COLUMNS)));
}

/** Returns the picture. Runs the built command, so build first. */
export function terminalPicture(): string {
  const lines = session().flatMap(fitted);
  const width = Math.ceil(COLUMNS * CHARACTER + 2 * MARGIN);
  const height = MARGIN * 2 + 30 + lines.length * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t">
  <title id="t">A terminal: ${escaped(COMMANDS.join(', then '))}</title>
  <style>
    text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #e6edf3; white-space: pre; }
    .ansi-red { fill: #ff7b72; } .ansi-green { fill: #56d364; } .ansi-yellow { fill: #e3b341; } .bold { font-weight: 700; } .dim { fill: #9198a1; }
  </style>
  <rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
  <circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="42" cy="20" r="6" fill="#febc2e"/><circle cx="62" cy="20" r="6" fill="#28c840"/>
${lines.map((line, row) => `  ${textOf(line, row)}`).join('\n')}
</svg>
`;
}

if (require.main === module) writeFileSync(PICTURE, terminalPicture());
