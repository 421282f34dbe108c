import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { showPlan } from '../../../../src/cli/exec/apply/show-plan';
import { runChild } from '../../../../src/cli/exec/child/run-child';
import { startProcess } from '../../../../src/cli/exec/child/start-process';

/** A command that can't be started is reported alike, whoever starts it and however Node says it. */

const folder = mkdtempSync(join(tmpdir(), 'start-process-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'file');
writeFileSync(file, 'not executable');
chmodSync(file, 0o600);

const FAILURES = [
  {
    what: 'a command that there is not',
    command: 'none-of-this-name',
    exitCode: 127,
    why: 'command not found: "none-of-this-name"',
  },
  {
    what: 'a path below a file',
    command: join(file, 'x'),
    exitCode: 127,
    why: `command not found: "${file}/x"`,
  },
  {
    what: 'a file that is not executable',
    command: file,
    exitCode: 126,
    why: `"${file}" can't be run (EACCES)`,
  },
  {
    what: 'a name that no command can have',
    command: 'a\0b',
    exitCode: 126,
    why: '"a\\u0000b" can\'t be run (ERR_INVALID_ARG_VALUE)',
  },
];

describe.each(FAILURES)('$what is reported', ({ command, exitCode, why }) => {
  const problem = `HSS_INVALID_ARGUMENT: ${why}`;

  test('where it is the command of exec', async () => {
    expect(await runChild([command], process.env)).toEqual({ exitCode, problem });
  });

  test('where it is the binary that shows a plan', async () => {
    const call = { binary: command, args: [], environment: process.env, cwd: folder };
    expect(await showPlan(call, [], 'plan.bin')).toEqual({ exitCode, problem });
  });
});

test('an error of a process that runs is no failure to start it', async () => {
  const fail = jest.fn();
  const child = startProcess('node', () => spawn(process.execPath, ['-e', '']), fail)!;
  child.emit('error', new Error('a signal could not be sent'));
  await once(child, 'exit');
  expect(fail).not.toHaveBeenCalled();
});
