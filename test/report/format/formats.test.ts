import { HssError } from '../../../src/contract/error';
import { Decision } from '../../../src/policy';
import { FORMATS, Format, render } from '../../../src/report/render';
import { RunReport } from '../../../src/report/run-report';
import { HOSTILE, mixed, run, runWithText } from '../run-support';
import { report, reported } from '../support';
import { gitlabProblems, reportProblems, sarifProblems, xmlProblems } from '../validators';

/** What a terminal or a browser acts upon, or does not show. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A plan of many images, every second one denied. */
const many = (count: number): RunReport =>
  run({
    parts: [
      report({
        stack: 'plan.json',
        images: Array.from({ length: count }, (_, at) =>
          reported(
            {
              reference: `registry.example/shop/app${at}:1`,
              path: undefined,
              ...(at % 2 === 0 ? { decision: Decision.ALLOW, findings: [] } : {}),
            },
            `kubernetes_deployment_v1.app[${at}]`,
          ),
        ),
      }),
    ],
  });

const CASES: readonly [string, RunReport][] = [
  ['one of each', run()],
  ['no part', run({ parts: [], outcome: 'allowed' })],
  ['no image', run({ parts: [report()], outcome: 'allowed' })],
  ['two stacks', run({ subject: 'cdktf.out', parts: [mixed(), report({ stack: 'other' })] })],
  ['images by themselves', run({ command: 'check', subject: undefined })],
  [
    'only undeterminable resources',
    run({ parts: [report({ undeterminable: mixed().undeterminable })] }),
  ],
  [
    'nothing but an error of several lines',
    run({
      outcome: 'undecided',
      parts: [
        report({
          undecided: [
            {
              reference: 'a:1',
              path: 'a:1',
              error: new HssError('HSS_UNREACHABLE', 'one\n::error::two\n\u001b[31m| three |', {
                advice: 'four',
              }),
            },
          ],
        }),
      ],
    }),
  ],
  ['5,000 images', many(5_000)],
  ...HOSTILE.map(([name, text]): [string, RunReport] => [name, runWithText(text)]),
];

describe.each<[Format]>(FORMATS.map((format) => [format]))('the format %s', (format) => {
  test.each(CASES)(
    'shows a report with %s whole, the same each time, and safely',
    async (_, given) => {
      const text = await render(format, given);
      expect(await render(format, structuredCloneOf(given))).toBe(text);
      expect(text.endsWith('\n')).toBe(true);
      expect(UNSAFE.exec(text)).toBeNull();
      expect(UNSAFE.exec(await render(format, given, { coverage: true }))).toBeNull();
      if (format === 'json') {
        const problems = reportProblems(JSON.parse(text));
        // No row has such a severity: what the contract does not know is left out of rows.
        expect(
          problems.filter(({ instancePath }) => !/severity(?:Level)?$/.test(instancePath)),
        ).toEqual([]);
      }
      if (format === 'sarif') expect(sarifProblems(JSON.parse(text))).toEqual([]);
      if (format === 'gitlab-container-scanning') {
        expect(gitlabProblems(JSON.parse(text))).toEqual([]);
      }
      if (format === 'gitlab') {
        const prints = JSON.parse(text).map(
          ({ fingerprint }: { fingerprint: string }) => fingerprint,
        );
        expect(new Set(prints).size).toBe(prints.length);
      }
    },
  );
});

test.each(FORMATS)('the format %s names the file and hash of the policy', async (format) => {
  const policy = { file: 'team/gate.yaml', hash: '0123456789ab'.repeat(5) };
  const text = await render(format, run({ subject: 'plan.json', policy }));
  expect(text).toContain(policy.file);
  expect(text).toContain(policy.hash.slice(0, 12));
});

/** Errors are no plain data. */
function structuredCloneOf(given: RunReport): RunReport {
  return { ...given, parts: given.parts.map((part) => ({ ...part, images: [...part.images] })) };
}

describe('JUnit', () => {
  test('is what the strict schemas of Jenkins and windyroad take, whatever things are called', async () => {
    // All at once: starting the validator takes longer than validating.
    const documents = await Promise.all(
      CASES.map(async ([name, given], at) => ({
        fileName: `case${at}.xml`,
        contents: await render('junit', given),
        name,
      })),
    );
    expect(await xmlProblems(documents)).toEqual([]);
  });
});

test('a report as JSON keeps every name', async () => {
  for (const [, text] of HOSTILE) {
    const [part] = JSON.parse(await render('json', runWithText(text))).parts;
    expect(part.stack).toBe(text);
    expect(part.images[0].reference).toBe(text);
    expect(part.images[0].findings[0].waivedBy).toBe(text);
    expect(part.undeterminable[1]).toMatchObject({ address: text, waivedBy: text });
    expect(part.resources[2]).toMatchObject({
      ...{ address: text, type: text, path: text, gate: text, harmless: text, declaredBy: text },
      found: [{ reference: text, path: text }, { reference: text }],
      doubts: [{ path: text, reason: text }],
      notes: [text],
    });
  }
});

test('names that differ only in invisible characters stay apart', async () => {
  for (const format of ['junit', 'html'] as const) {
    const text = await render(format, runWithText('a\u202eb\u001bc]]>'));
    expect(text).toContain('a\\u{202e}b\\u{1b}c]]');
  }
});

test('the schemas refuse what is wrong', async () => {
  const known = JSON.parse(await render('json', run()));
  expect(reportProblems(known)).toEqual([]);
  expect(reportProblems({ ...known, more: 1 })).not.toEqual([]);
  expect(reportProblems({ ...known, outcome: 'fine' })).not.toEqual([]);
  expect(sarifProblems({ version: '2.1.0' })).not.toEqual([]);
  const nameless = '<?xml version="1.0"?><testsuites><testsuite/></testsuites>';
  expect(await xmlProblems([{ fileName: 'a.xml', contents: nameless }])).not.toEqual([]);
});
