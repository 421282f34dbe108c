import { Decision, RULE_IDS } from '../../../src/policy';
import { groupedEntriesOf } from '../../../src/report/entries';
import { nextStep } from '../../../src/report/advice/next-steps';
import { render } from '../../../src/report/render';
import { run } from '../run-support';
import { report, reported, undeterminable } from '../support';

type Images = Parameters<typeof reported>[0];

const violated = (ruleId: string, change: Images = {}): ReturnType<typeof reported> =>
  reported({ findings: [{ ruleId, message: 'm' }], ...change });
const stepOf = (given: Parameters<typeof report>[0]): string | undefined =>
  nextStep(groupedEntriesOf(report(given))[0]);

const DIGEST = `sha256:${'5'.repeat(64)}`;
const LISTED = { imageDigest: DIGEST };

/** The table says it behind `→ next: ` in a cell, and the other formats behind `Next: `. */
const MAX_LENGTH = 70;

test.each(RULE_IDS)('a denial by %s says on one line what to do, in each report', async (rule) => {
  const images = [violated(rule)];
  const step = stepOf({ images });
  expect(step).toMatch(/^[a-z][^\n]+[^.]$/);
  expect(step!.length).toBeLessThanOrEqual(MAX_LENGTH);
  const given = run({ parts: [report({ images })] });
  const [html, markdown, wide, narrow] = await Promise.all([
    render('html', given),
    render('markdown', given),
    render('table', given, { width: 200 }),
    render('table', given, { width: 80 }),
  ]);
  const escaped = step!.replaceAll('@', '\\@').replaceAll(':', '\\:');
  expect(html.match(/<p class="next">/g)).toHaveLength(1);
  expect(html).toContain(`Next:</span> ${step}</p>`);
  expect(markdown.replaceAll('\\', '')).toContain(`Next: ${escaped.replaceAll('\\', '')}`);
  expect(wide).toContain(`→ next: ${step}`);
  const drawn = narrow.split('\n').filter((line) => /^[│┌├└]/.test(line));
  expect(Math.max(...drawn.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(narrow).toContain('→ next:');
});

test('the table of a plan has the whole references by digest below it', async () => {
  const unpinned = violated('reference-pinned', { reference: 'shop/web:1.4', image: LISTED });
  const severe = reported({
    reference: 'shop/api:1',
    image: LISTED,
    findings: [
      { ruleId: 'max-severity', message: 'm' },
      { ruleId: 'reference-pinned', message: 'm' },
    ],
  });
  const parts = [report({ images: [unpinned, severe] })];
  const table = await render('table', run({ command: 'plan', parts }), { width: 80 });
  expect(table).toContain(`\n\nDeploy by digest:\n  shop/web@${DIGEST}\n`);
  expect(table).not.toContain('shop/api@');
});

test.each<[string, Parameters<typeof report>[0], string | undefined]>([
  [
    'the first rule that counts, of several',
    {
      images: [
        reported({
          findings: [
            { ruleId: 'image-listed', message: 'm', waivedBy: 'o' },
            { ruleId: 'scan-fresh', message: 'm' },
            { ruleId: 'max-severity', message: 'm' },
          ],
        }),
      ],
    },
    'scan the image again (hss-gate scan)',
  ],
  [
    'the reference, where it can not be read',
    { images: [violated('image-listed', { reference: 'a b' })] },
    'correct the image reference',
  ],
  [
    'a warning, which another enforcement denies',
    { images: [violated('scan-fresh', { decision: Decision.WARN })] },
    'scan the image again (hss-gate scan)',
  ],
  [
    'a resource in doubt',
    { undeterminable: [undeterminable({ reason: 'why' })] },
    'write the images as plain text, or declare them in the policy',
  ],
  [
    'a tag, whose digest HSS lists: the reference to deploy',
    { images: [violated('reference-pinned', { reference: 'shop/web:1.4', image: LISTED })] },
    `deploy shop/web@${DIGEST}`,
  ],
  [
    'a tag, for which HSS lists no valid digest',
    {
      images: [
        violated('reference-pinned', { reference: 'shop/web:1.4', image: { imageDigest: 'x' } }),
      ],
    },
    'deploy the image by digest (@sha256:...)',
  ],
  [
    'the severity of an image that is not pinned, either',
    {
      images: [
        reported({
          reference: 'shop/web:1.4',
          image: LISTED,
          findings: [
            { ruleId: 'max-severity', message: 'm' },
            { ruleId: 'reference-pinned', message: 'm' },
          ],
        }),
      ],
    },
    'fix what the scan found, rebuild the image and scan it',
  ],
  [
    'malicious files, which a scan to come does not remove',
    {
      images: [
        reported({
          findings: [
            { ruleId: 'scan-completed', message: 'm' },
            { ruleId: 'max-malicious-files', message: 'm' },
          ],
        }),
      ],
    },
    'remove the malicious files, rebuild the image, and wait for its scan',
  ],
  ['a conflict', { conflicts: ['c'] }, 'resolve this, then synthesize and plan again'],
  [
    'an image that passes: nothing',
    { images: [reported({ decision: Decision.ALLOW })] },
    undefined,
  ],
  [
    'a rule that this version does not know: nothing',
    { images: [violated('toString')] },
    undefined,
  ],
])('the step is about %s', (_, given, step) => {
  expect(stepOf(given)).toBe(step);
});
