import fc from 'fast-check';
import { breakCommands, safeJson } from '../../src/util/safe-text';
import { HssError } from '../../src/contract/error';
import { wrap } from '../../src/util/wrap';
import { commandsIn } from '../support/ci-commands';

/** Texts out of what commands are made of. */
const parts = [
  ':',
  '::',
  '#',
  '##',
  '[',
  ']',
  ' ',
  '\n',
  '\r',
  '\t',
  '\u0085',
  'vso',
  'error',
  'é',
  '\\',
  '"',
];
const text = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((all) => all.join(''));

test('no text is a command for a pipeline, also where words are wrapped', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 40 }), (given, width) => {
      const broken = breakCommands(given);
      expect(commandsIn(broken)).toEqual([]);
      // A word that is longer than a line is chopped by our own wrap only, which the table looks at.
      const lines = broken.split(' ').every(({ length }) => length <= width) ? broken : '';
      expect(commandsIn(wrap(lines, width).join('\n'))).toEqual([]);
      expect(breakCommands(broken)).toBe(broken);
    }),
  );
});

test.each([
  [`r.io/shop/web@sha256:${'a'.repeat(64)}`],
  ['[fe80::1]:5000/shop/web:1'],
  ['http://[::1]:8080/v5'],
  ['std::string'],
  ['# a heading, and ## one below'],
  ['issue #1 [open]'],
])('the text %s stays unchanged', (given) => {
  expect(breakCommands(given)).toBe(given);
});

test.each([
  ['::error::x', ': :error::x'],
  ['  ::add-mask::x', '  : :add-mask::x'],
  ['a ::::x', 'a : :x'],
  ['\u001b[2m::error::x', '\u001b[2m: :error::x'],
  ['a ##[error]x', 'a # #[error]x'],
  ['a##vso[task.complete result=Succeeded;]', 'a# #vso[task.complete result=Succeeded;]'],
  ['####teamcity[x]', '# #teamcity[x]'],
])('the text %s is shown as %s', (given, shown) => {
  expect(breakCommands(given)).toBe(shown);
});

test('JSON holds no command, and means the same', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (given) => {
      const json = safeJson(JSON.stringify([given, { [given]: given }]));
      expect(commandsIn(json)).toEqual([]);
      expect(JSON.parse(json)).toEqual([given, { [given]: given }]);
    }),
  );
});

test("an error's message has no command in it, whatever it is made of", () => {
  const said = '::error::x\n::set-output name=a::b ##vso[task.setvariable]';
  const { message } = new HssError('HSS_TIMEOUT', said, {
    advice: said,
    query: said,
    serviceCode: said,
    serviceMessage: said,
    requestId: said,
    constructPath: said,
  });
  expect(commandsIn(message)).toEqual([]);
});
