import { program } from '../../src/cli/program';
import { run } from '../support/processes';
import { HSS_GATE } from '../support/simulator';

/** The command line itself. */

const COMMANDS = [
  ...['check', 'scan', 'plan', 'exec', 'policy', 'list', 'snapshot', 'doctor', 'completion'],
  'simulate',
];

test('the program has all commands, or only the one that is named', async () => {
  const namesOf = async (named?: string): Promise<string[]> =>
    (await program(named)).commands.map((one) => one.name());
  expect(await namesOf()).toEqual(COMMANDS);
  for (const name of COMMANDS) expect(await namesOf(name)).toEqual([name]);
  for (const other of ['--help', 'help', 'toString', 'chek']) {
    expect(await namesOf(other)).toEqual(COMMANDS);
  }
});

const hssGate = (...args: readonly string[]) => run([process.execPath, HSS_GATE, ...args]);

test.each([['--version'], ['-V']])('%s prints the version alone', async (option) => {
  const { version } = jest.requireActual<{ version: string }>('../../package.json');
  expect(await hssGate(option)).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test('help lists every command, and an unknown one is a usage error that names the nearest', async () => {
  const { exitCode, stdout } = await hssGate('--help');
  expect(exitCode).toBe(0);
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(await hssGate('chek')).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('did you mean check?'),
  });
});
