import { refusalOf } from '../../../src/constructs/gate/admission/refusal';
import { warningTexts } from '../../../src/plan';
import { FORMATS, render } from '../../../src/report/render';
import { refusalText } from '../../../src/report/text/verdict-text';
import { commandsIn } from '../../support/ci-commands';
import { runWithText } from '../run-support';
import { SHA, report, reported, withText } from '../support';

/** A name from outside gives no command to the pipeline in whose log it stands. */

const NAMES = [
  '::error::all is well',
  '\n::stop-commands::x\r::set-env name=A::b',
  `r.io/shop/${'a'.repeat(30)}::${'b'.repeat(30)}::x`,
  'a ::add-path::/tmp ##[group]x',
  'x##vso[task.complete result=Succeeded;]',
  '##teamcity[buildStatus status=|SUCCESS|]',
  '\u200b::warning::x',
  '\u202f\u2028::debug::x',
];

const OURS = /^::(?:error|warning|notice) [^:]*::/;

test.each(NAMES)('the name %j is no command in any format', async (name) => {
  for (const format of FORMATS) {
    const text = await render(format, runWithText(name));
    const found = commandsIn(text).filter((line) => format !== 'github' || !OURS.test(line));
    expect({ format, found }).toEqual({ format, found: [] });
    if (format === 'github') expect(text).not.toMatch(/##\w*\[/);
  }
});

test.each(NAMES)('the name %j is no command in a table of any width and colour', async (name) => {
  for (let width = 40; width < 100; width++) {
    const options = { width, colour: width % 2 === 0, coverage: true };
    expect(commandsIn(await render('table', runWithText(name), options))).toEqual([]);
  }
});

test.each(NAMES)('the name %j is no command in a refusal or a warning', (name) => {
  const stack = withText(name);
  expect(commandsIn(refusalOf(stack, [name]).message)).toEqual([]);
  for (const colour of [true, false]) {
    expect(commandsIn(refusalText(stack, { colour }))).toEqual([]);
    expect(commandsIn(warningTexts(stack, { colour }).join('\n'))).toEqual([]);
  }
});

test('a reference by digest can be copied from every format', async () => {
  const reference = `[fe80::1]:5000/shop/web@${SHA}`;
  const parts = [report({ images: [reported({ reference })] })];
  for (const format of ['table', 'json', 'github'] as const) {
    const text = await render(format, { ...runWithText('x'), parts }, { width: 240 });
    const shown = format === 'github' ? reference.replaceAll(':', '%3A') : reference;
    expect(text).toContain(shown);
  }
  expect(refusalOf(parts[0], []).message).toContain(reference);
});
