import { stripVTControlCharacters } from 'node:util';
import { HssError } from '../../../src/contract/error';
import { Decision } from '../../../src/policy';
import { countsText } from '../../../src/report/counts';
import { refusalText, verdictText } from '../../../src/report/text/verdict-text';
import { SHA, report, reported, undeterminable, verdict, withText } from '../support';

const plain = { colour: false };
const FINDINGS = [
  { ruleId: 'max-severity', message: 'its severity is High' },
  { ruleId: 'max-malicious-files', message: 'it has 2 malicious files', waivedBy: 'owner o' },
  { ruleId: 'scan-fresh', message: 'it is 生产 old' },
];

test('findings are aligned below each other, without white space at the ends of lines', () => {
  const image = { imageDigest: SHA, severityLevel: 'High' as never, latestScanTime: 0 };
  expect(verdictText(verdict({ findings: FINDINGS, image }), plain)).toBe(
    [
      'r.io/shop/web:1 (shop/web)',
      `  digest ${SHA}, severity High, scan in an unknown state at 1970-01-01T00:00:00.000Z`,
      '  ✗ max-severity:        its severity is High',
      '  – max-malicious-files: it has 2 malicious files, waived by owner o',
      '  ✗ scan-fresh:          it is 生产 old',
    ].join('\n'),
  );
});

test('of an index the platforms are told, not the scan that it does not have', () => {
  const image = { imageDigest: SHA, scanStatus: 'unscan' as never };
  const platforms = [
    { names: [], image: { severityLevel: 'Medium' as never, latestScanTime: 0 } },
    { names: [] },
  ];
  expect(verdictText(verdict({ findings: [], image, platforms }), plain).split('\n')[1]).toBe(
    `  digest ${SHA}, index of 2 platforms, severity Medium, oldest scan at 1970-01-01T00:00:00.000Z`,
  );
});

test('colours change nothing but the colours', () => {
  const one = report({ images: [reported({ findings: FINDINGS })] });
  const coloured = refusalText(one, { colour: true });
  expect(coloured).toContain('\u001b[1mr.io/shop/web:1 (shop/web)\u001b[22m');
  expect(coloured).toContain('\u001b[31m✗ max-severity:\u001b[39m');
  expect(coloured).toContain('\u001b[33m– max-malicious-files:\u001b[39m');
  expect(refusalText(one, plain)).not.toContain('\u001b');
  expect(stripVTControlCharacters(coloured)).toBe(refusalText(one, plain));
});

test('a refusal lists all that is wrong with a stack, and nothing else', () => {
  const one = report({
    images: [
      reported({ path: 'shop/a' }),
      reported({ path: 'shop/b' }),
      reported({ decision: Decision.ALLOW, reference: 'fine', findings: [] }),
      reported({ decision: Decision.WARN, reference: 'warned' }),
    ],
    undecided: [
      {
        reference: 'x',
        path: 'p',
        error: new HssError('HSS_TIMEOUT', 'late', { advice: 'try again' }),
      },
    ],
    undeterminable: [
      undeterminable({ address: 'a.b', path: 'p', reason: 'why' }),
      undeterminable({ address: 'c.d', reason: 'why' }),
      undeterminable({ address: 'warned', reason: 'why', decision: Decision.WARN }),
      undeterminable({ address: 'waived', reason: 'why', waivedBy: 'owner o' }),
    ],
    ignored: [{ address: 'ignored', gate: 'g' }],
    conflicts: ['two digests'],
  });
  expect(refusalText(one, plain)).toBe(
    [
      'r.io/shop/web:1 (shop/a, shop/b)',
      '  ✗ max-severity: its severity is High',
      '',
      'a.b (p)',
      "  its images can't be determined: why",
      '',
      'c.d',
      "  its images can't be determined: why",
      '',
      'x (p)',
      '  could not be decided: HSS_TIMEOUT: late',
      '    what to do: try again',
      '',
      'two digests',
    ].join('\n'),
  );
  expect(countsText([one])).toBe(
    '4 images in 5 places: 1 denied, 1 undecided, 1 warned, 1 allowed; ' +
      '4 resources undeterminable (2 denied, 1 warned, 1 waived); 1 conflict; 1 resource ignored',
  );
});

test.each([
  ['line breaks', 'a\n✅ all is well\r\nb\u2028c\u0085d'],
  ['escapes of a terminal', 'a\u001b[2J\u001b]8;;https://evil.example\u0007b\u009b31m'],
  ['marks that turn its direction', 'a\u202eb\u200fc\u2066d'],
])('a text from outside that has %s makes no line, colour or direction', (_, hostile) => {
  const text = refusalText({ ...withText(hostile), undecided: [] }, plain);
  const expected = refusalText({ ...withText('x'), undecided: [] }, plain);
  expect(text.split('\n')).toHaveLength(expected.split('\n').length);
  // eslint-disable-next-line no-control-regex -- they must not be there
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  expect(text).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
});
