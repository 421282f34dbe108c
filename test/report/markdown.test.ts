import { HssError } from '../../src/contract/error';
import { Decision } from '../../src/policy';
import { render } from '../../src/report/render';
import { markdownOf } from '../../src/report/markdown-sections';
import { mixed, run } from './run-support';
import { SHA, report, reported, undeterminable, withText } from './support';

describe('a summary', () => {
  test('has a section for each stack and a row for each image, with its places', () => {
    const text = markdownOf([
      report({
        stack: 'one',
        images: [
          reported({
            decision: Decision.ALLOW,
            findings: [],
            pinnedReference: `r.io/shop/web@${SHA}`,
          }),
          reported({ decision: Decision.ALLOW, findings: [], path: 'one/b' }),
        ],
      }),
      report({ stack: 'two', images: [reported()] }),
      report({ stack: 'three' }),
    ]);
    expect(text).toBe(
      [
        '# Image gate',
        '',
        '## ✅ Stack <code>one</code>: allowed',
        '',
        '| Decision | Image | Where | Scan | Findings |',
        '| --- | --- | --- | --- | --- |',
        `| ✅ allowed | <code>r.io/shop/web:1</code> | <code>shop/web</code><br><code>one/b</code> | <code>${SHA}</code> | all rules pass |`,
        '',
        '## ❌ Stack <code>two</code>: denied',
        '',
        '| Decision | Image | Where | Scan | Findings |',
        '| --- | --- | --- | --- | --- |',
        '| ❌ denied | <code>r.io/shop/web:1</code> | <code>shop/web</code> |  | <code>max-severity</code> its severity is High<br>Next: fix what the scan found, rebuild the image and scan it |',
        '',
        '## ✅ Stack <code>three</code>: allowed',
        '',
        'No image was found.',
        '',
      ].join('\n'),
    );
  });

  test.each([
    { given: { images: [reported({ decision: Decision.WARN })] } },
    { given: { undeterminable: [undeterminable({ reason: 'why', decision: Decision.WARN })] } },
  ])('a stack with no more than warnings is not headed as a good one: $given', ({ given }) => {
    const text = markdownOf([report({ stack: 'one', ...given })]);
    expect(text).toContain('## ⚠️ Stack <code>one</code>: warned\n');
  });

  test.each<[string, Parameters<typeof report>[0], string]>([
    ['warned', { images: [reported({ decision: Decision.WARN })] }, '| ⚠️ warned | '],
    [
      'undecided',
      { undecided: [{ reference: 'x', path: 'p', error: new HssError('HSS_TIMEOUT', 'late') }] },
      '| ❌ undecided | <code>x</code> | <code>p</code> |  | error 1 below: <code>HSS\\_TIMEOUT</code> |',
    ],
    [
      'undeterminable',
      { undeterminable: [undeterminable({ reason: 'why', decision: Decision.WARN })] },
      '| ⚠️ warned | <code>a.b</code> |  |  | <code>images-determinable</code> why<br>Next: write the images as plain text, or declare them in the policy |',
    ],
    [
      'undeterminable and denied',
      { undeterminable: [undeterminable({ reason: 'why', path: 'shop/b' })] },
      '| ❌ denied | <code>a.b</code> | <code>shop/b</code> |  | <code>images-determinable</code> why<br>Next: write the images as plain text, or declare them in the policy |',
    ],
    [
      'undeterminable and waived',
      { undeterminable: [undeterminable({ reason: 'why', waivedBy: 'owner o' })] },
      '| ⚠️ waived | <code>a.b</code> |  |  | <code>images-determinable</code> why (waived by owner o) |',
    ],
    ['ignored', { ignored: [{ address: 'a.b', gate: 'g' }] }, '| ⏭️ ignored | <code>a.b</code> |'],
    [
      'in conflict',
      { conflicts: ['two digests'] },
      '| ❌ conflict |  |  |  | two digests<br>Next: resolve this, then synthesize and plan again |',
    ],
    [
      'waived',
      { images: [reported({ findings: [{ ruleId: 'r', message: 'm', waivedBy: 'owner o' }] })] },
      '<code>r</code> m (waived by owner o) |',
    ],
    [
      'scanned at no time',
      { images: [reported({ image: { latestScanTime: 9e15 } })] },
      '| ❌ denied | <code>r.io/shop/web:1</code> | <code>shop/web</code> |  | ',
    ],
  ])('lists what is %s', (_, change, expected) => {
    expect(markdownOf([report(change)])).toContain(expected);
  });
});

test('a summary of gates and the report of a command have the same rows', async () => {
  const rowsOf = (text: string): string[] => {
    const lines = text.split('\n');
    const head = lines.findIndex((line) => line.startsWith('| Decision |'));
    return lines.slice(head, lines.indexOf('', head));
  };
  const rows = rowsOf(markdownOf([mixed()]));
  expect(rows).toHaveLength(12);
  expect(rowsOf(await render('markdown', run()))).toEqual(rows);
});

describe('a text from outside', () => {
  const plain = markdownOf([withText('x')]);

  test.each<[string, string]>([
    ['a pipe', 'a|b || c'],
    ['a pipe that is escaped', 'a\\|b'],
    ['backticks', '`a` ``b`` ```c'],
    ['a script', '<script>alert(1)</script>'],
    ['the end of its tag', '</code></td></table><img src=x onerror=alert(1)>'],
    ['an entity', '&lt;script&gt; &#60;'],
    ['line breaks', 'a\n| ✅ allowed |\r\n\n## ✅ all is well\n'],
    ['other line breaks', 'a\u2028b\u2029c\u0085d\u000be\u000cf'],
    ['a link', '[click](https://evil.example) ![x](y) <https://evil.example>'],
    ['a bare link', 'https://evil.example www.evil.example'],
    ['emphasis', '**a** _b_ ~~c~~'],
    ['a mention', '@all #1'],
    ['control characters', 'a\u0000\u001b[31m\u0007b'],
    ['marks that turn its direction', 'a\u202eb\u200fc\u2066d\u061ce\u200eb'],
    ['characters that are not seen', 'a\u200bb\ufeffc\u2060d\u00ad'],
    ['halves of characters', 'a\ud800b'],
  ])('that has %s stays text, in its own cell', (_, hostile) => {
    const text = markdownOf([withText(hostile)]);
    // No line more than with a plain text, and each of as many cells.
    const cells = (one: string): number[] =>
      one.split('\n').map((line) => line.split(/(?<!\\)(?:\\\\)*\|/).length);
    expect(cells(text)).toEqual(cells(plain));
    expect(text.match(/<(?!\/?(?:code|details|summary)>|br>)/g)).toBeNull();
    expect(text.match(/<\/?code>/g)).toHaveLength(plain.match(/<\/?code>/g)!.length);
    expect(text).not.toMatch(/&(?!#\d+;)/);
    expect(text).not.toMatch(/(?<!\\)[`[\]*_~@]/);
    expect(text).not.toMatch(/https:\/\/|www\./);
    // eslint-disable-next-line no-control-regex -- they must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    // Emoji are written with joiners of their own, but not these.
    expect(text).not.toMatch(/[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/);
  });

  test('is shown unchanged', () => {
    expect(markdownOf([withText('a<b>&c')])).toContain('<code>a&#60;b&#62;&#38;c</code>');
    expect(markdownOf([withText('生产/a.b-c')])).toContain('<code>生产/a.b-c</code>');
  });
});
