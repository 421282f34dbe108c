import { applyCommandOf } from '../../../../src/cli/exec/apply/saved-plan';
import { splitWords } from '../../../../src/cli/exec/apply/shell-words';

/** Which file a call of Terraform applies, by its arguments and environment alone. */

const call = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  applyCommandOf({ binary: 'terraform', args, environment, cwd: __dirname });

const EXISTING = 'saved-plan.test.ts';

test.each<[readonly string[], string | undefined]>([
  [['-plan.bin'], undefined],
  [['--', '-plan.bin'], '-plan.bin'],
  [['plan.bin'], 'plan.bin'],
  [['plan.bin', '-no-color'], 'plan.bin'],
  [['-'], '-'],
  [[''], undefined],
  [['--', ''], undefined],
  [['-backup', '-target', 'plan.bin'], 'plan.bin'],
  [['--backup', 'plan.bin'], undefined],
  [['-backup=x', 'plan.bin'], 'plan.bin'],
  [['--var', 'a=b', '--auto-approve', 'plan.bin'], 'plan.bin'],
  [['-auto-approve=false', '-lock', 'plan.bin'], 'plan.bin'],
  [['-target', '--', 'plan.bin'], 'plan.bin'],
  [['-json', 'plan.bin', 'other'], 'plan.bin'],
  // Flags of versions to come.
  [['-unknown', 'value', 'plan.bin'], 'plan.bin'],
  [['-unknown=value', 'plan.bin'], 'plan.bin'],
  [['-unknown', EXISTING], EXISTING],
])('the plan file of apply %j is found', (args, file) => {
  expect(call(['apply', ...args])!.saved?.file).toBe(file);
});

test.each([
  [['-backup', '-no-color', 'plan.bin']],
  [['-state-out', '-compact-warnings', 'plan.bin']],
  [['-var', '-concise', 'plan.bin']],
])('the plan file of apply %j is in doubt, since versions read it differently', (args) => {
  expect(() => call(['apply', ...args])).toThrow('HSS_INVALID_ARGUMENT: versions of terraform');
});

test.each([[['plan', 'apply']], [['-version']], [['destroy', 'plan.bin']], [[]]])(
  'the command %j is not an apply',
  (args) => expect(call(args)).toBeUndefined(),
);

test('the environment comes before the arguments, TF_CLI_ARGS_apply first', () => {
  const environment = { TF_CLI_ARGS: 'second', TF_CLI_ARGS_apply: '-lock "first plan"' };
  const { saved } = call(['-chdir=sub', 'apply', 'third'], environment)!;
  expect(saved).toMatchObject({ file: 'first plan', path: `${__dirname}/sub/first plan` });
  expect(saved!.withFile('/copy')).toEqual({
    args: ['-chdir=sub', 'apply', '-lock', '/copy', 'second', 'third'],
    unset: ['TF_CLI_ARGS_apply', 'TF_CLI_ARGS'],
  });
});

test('a flag in the environment takes its value from the arguments', () => {
  const { saved } = call(['apply', 'state.bin', 'plan.bin'], { TF_CLI_ARGS: '-state' })!;
  expect(saved!.withFile('/copy')).toEqual({ args: ['apply', 'state.bin', '/copy'], unset: [] });
});

test.each<[string, readonly string[]]>([
  ['', []],
  [' a\tb\n', ['a', 'b']],
  [`"a b" 'c d'`, ['a b', 'c d']],
  [`a"b c"d''`, ['ab cd']],
  [`'' ""`, ['', '']],
  [String.raw`a\ b "c\"d" 'e\f' \'`, ['a b', 'c"d', String.raw`e\f`, "'"]],
  [`"a;b|(c)" '\`x\`'`, ['a;b|(c)', '`x`']],
])('the text %j is split as Terraform splits it', (text, words) => {
  expect(splitWords(text, 'TF_CLI_ARGS')).toEqual(words);
});

test.each(['"a', "a'", 'a\\', 'a;b', '$(a)', '`a`', 'a > b'])('the text %j is refused', (text) => {
  expect(() => splitWords(text, 'TF_CLI_ARGS')).toThrow(
    'HSS_INVALID_ARGUMENT: TF_CLI_ARGS contains',
  );
});

test.each([
  { args: [], environment: { TF_CLI_ARGS: 'apply plan.bin' }, refused: true },
  { args: ['-chdir=.'], environment: { TF_CLI_ARGS: "'apply' plan.bin" }, refused: true },
  { args: [''], environment: { TF_CLI_ARGS_: 'ap"pl"y -auto-approve' }, refused: true },
  { args: ['plan'], environment: { TF_CLI_ARGS: 'apply' }, refused: false },
  { args: ['-version'], environment: { TF_CLI_ARGS: '-no-color' }, refused: false },
])(
  'a call with $args that takes its subcommand from $environment is refused: $refused',
  ({ args, environment, refused }) => {
    const made = () => call(args, environment);
    if (refused) expect(made).toThrow('HSS_INVALID_ARGUMENT: the subcommand apply is in TF_CLI_');
    else expect(made()).toBeUndefined();
  },
);
