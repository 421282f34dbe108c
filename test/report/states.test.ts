import { Decision, ImageVerdict } from '../../src/policy';
import { stateOfRun } from '../../src/report/entries';
import { render } from '../../src/report/render';
import { run } from './run-support';
import { report, reported } from './support';

/** The one word for a decision in each report. */

const FINDING = { ruleId: 'max-severity', message: 'm' };
const CASES: readonly [string, Pick<ImageVerdict, 'decision' | 'findings'>, string][] = [
  ['allowed', { decision: Decision.ALLOW, findings: [] }, 'allowed'],
  ['waived', { decision: Decision.ALLOW, findings: [{ ...FINDING, waivedBy: 'o' }] }, 'allowed'],
  ['warned', { decision: Decision.WARN, findings: [FINDING] }, 'warned'],
  ['denied', { decision: Decision.DENY, findings: [FINDING] }, 'denied'],
];

test.each(CASES)('an image that is %s has that word in every report', async (word, given, all) => {
  const outcome = all === 'denied' ? 'denied' : 'allowed';
  const judged = run({ outcome, parts: [report({ images: [reported(given)] })] });
  expect(stateOfRun(judged)).toBe(all);
  const table = await render('table', judged);
  expect(table).toMatch(new RegExp(`^${all.toUpperCase()} {2}1 image ${word}\n`));
  expect(table).toContain(`│ ${word} `);
  const markdown = await render('markdown', judged);
  expect(markdown).toMatch(new RegExp(`^## \\S+ Image gate: ${all}\n`));
  expect(markdown).toMatch(new RegExp(`^\\| \\S+ ${word} \\|`, 'm'));
  const html = await render('html', judged);
  expect(html).toContain(`<title>Image gate: ${all}</title>`);
  expect(html).toContain(`<tr role="row" data-state="${word}"`);
  const json = JSON.parse(await render('json', judged));
  expect(json).toMatchObject({
    outcome,
    counts: { [word]: 1 },
    parts: [{ images: [{ decision: given.decision, state: word }] }],
  });
  expect(await render('github', judged)).toContain(`::${all}: 1 image ${word}, `);
  expect(await render('junit', judged)).toContain(`1 image ${word}`);
  const [{ results }] = JSON.parse(await render('sarif', judged)).runs;
  const states = results.map(
    ({ properties }: { properties: { state: string } }) => properties.state,
  );
  expect(states).toEqual(given.findings.map(() => word));
});
