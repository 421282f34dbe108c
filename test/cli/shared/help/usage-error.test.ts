import { hssGate } from '../../../support/gated-plans';

/** What is wrong with a command line is said as any other error is. */

test.each([
  ['chek', 1, "unknown command 'chek'", 'did you mean check? If not, see hss-gate --help'],
  ['check', 1, "missing required argument 'image'", 'see hss-gate check --help'],
  [
    'check --polcy x a:1',
    1,
    "unknown option '--polcy'",
    'did you mean --policy? If not, see hss-gate check --help',
  ],
  [
    'policy lint a b',
    1,
    "too many arguments for 'lint'. Expected 1 argument but got 2.",
    'see hss-gate policy lint --help',
  ],
  [
    'list sync-task-registries',
    1,
    "required option '--task-id <text>' not specified",
    'see hss-gate list sync-task-registries --help',
  ],
  [
    'completion csh',
    1,
    "command-argument value 'csh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
    'see hss-gate completion --help',
  ],
  [
    'check --wait 10 a:1',
    1,
    '"10" is not a valid value for --wait. Expected a duration up to 24h, such as 90s, 10m or 1h30m.',
    'see hss-gate check --help',
  ],
  [
    'check -o jsn a:1',
    1,
    '"jsn" is not a valid value for --output. Did you mean json?',
    'see hss-gate check --help',
  ],
  [
    'check --expect-endpoint https://user:secretpw1234@hss.example.com/ a:1',
    1,
    '"https://***@hss.example.com/" is not a valid value for --expect-endpoint. endpoint is not allowed: it holds a user name or a password.',
    'see hss-gate check --help',
  ],
  ['exec --nonsense -- true', 125, "unknown option '--nonsense'", 'see hss-gate exec --help'],
  [
    'simulate --nonsense -- true',
    125,
    "unknown option '--nonsense'",
    'see hss-gate simulate --help',
  ],
  ['simulate --nonsense', 1, "unknown option '--nonsense'", 'see hss-gate simulate --help'],
])('hss-gate %s ends with %d', async (line, exitCode, problem, advice) => {
  expect(await hssGate('/', line.split(' '))).toEqual({
    exitCode,
    stdout: '',
    stderr: `HSS_INVALID_ARGUMENT: ${problem}\n  what to do: ${advice}\n`,
  });
});

test('what was given cannot forge a line or act upon a terminal', async () => {
  const { stderr } = await hssGate('/', ['check', '--a\n::error::x\u001b[2J']);
  expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  expect(stderr).not.toContain('\u001b');
  expect(stderr).not.toContain('::error');
});
