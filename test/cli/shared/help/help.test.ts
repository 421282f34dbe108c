import { Command } from 'commander';
import { program } from '../../../../src/cli/program';
import { HELP_COLUMNS } from '../../../../src/cli/shared/help/wrap-help';
import { columnsOf } from '../../../../src/util/wrap';

/** The help of every command, as a terminal of 80 columns shows it. */

function helpOf(command: Command): string {
  let text = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    text += String(piece);
    return true;
  });
  command.outputHelp();
  write.mockRestore();
  return text;
}

const allOf = (command: Command, path: string): [string, Command][] => [
  [path, command],
  ...command.commands.flatMap((one) => allOf(one, `${path} ${one.name()}`)),
];

let commands: [string, Command][];
beforeAll(async () => {
  commands = allOf(await program(), 'hss-gate');
});

test('fits 80 columns', () => {
  const wide = commands.flatMap(([path, command]) =>
    helpOf(command)
      .split('\n')
      .filter((line) => columnsOf(line) > HELP_COLUMNS)
      .map((line) => `${path}: ${line}`),
  );
  expect(wide).toEqual([]);
});

test('breaks lines between words only, and has straight quotes', () => {
  expect(commands.length).toBeGreaterThan(15);
  for (const [path, command] of commands) {
    const help = helpOf(command);
    // What is joined again has every option and description in one piece.
    const joined = help.replace(/\s+/g, ' ');
    for (const { hidden, flags, description } of command.options) {
      if (hidden) continue;
      expect(joined).toContain(flags);
      expect(joined).toContain(description.replace(/\s+/g, ' '));
    }
    expect(`${path}: ${help}`).not.toMatch(/[’‘“”]/);
  }
});

test('examples are a paragraph with a heading on its own line', () => {
  const helps = commands.map(([path, command]) => [path, helpOf(command)] as const);
  const withExamples = helps.filter(([, help]) => help.includes('Examples:'));
  expect(withExamples.length).toBeGreaterThan(15);
  for (const [path, help] of withExamples) {
    expect(`${path}: ${help}`).toMatch(/\n\nExamples:\n {2}\$ /);
  }
});
