import fc from 'fast-check';
import { Decision } from '../../src/policy';
import { countsOf, ruleCountsOf } from '../../src/report/counts';
import { render } from '../../src/report/render';
import { RunReport } from '../../src/report/run-report';
import { run } from './run-support';
import { report, reported } from './support';

const WAIVED = { ruleId: 'scan-fresh', message: 'm', waivedBy: 'owner o' };
const FOUND = { ruleId: 'max-severity', message: 'm' };

/** A few images with any verdict, in a few places of a few stacks. */
const runs = fc
  .array(
    fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        decision: fc.constantFrom(Decision.ALLOW, Decision.WARN, Decision.DENY),
        findings: fc.subarray([WAIVED, FOUND]),
        path: fc.constantFrom('x', 'y'),
      }),
      { maxLength: 6 },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) =>
    run({
      parts: parts.map((images, at) =>
        report({
          stack: `stack${at}`,
          images: images.map(({ name, ...verdict }) =>
            reported({ reference: `r.io/${name}:1`, ...verdict }),
          ),
        }),
      ),
    }),
  );

test('the counts add up, and the JSON, the page and its rows count alike', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (given) => {
      const counts = countsOf(given);
      const { images, uses, denied, undecided, warned, waived, allowed } = counts;
      expect(denied + undecided + warned + waived + allowed).toBe(images);
      expect(images).toBeLessThanOrEqual(uses);
      expect(JSON.parse(await render('json', given)).counts).toEqual(counts);
      const html = await render('html', given);
      for (const state of ['denied', 'warned', 'waived', 'allowed'] as const) {
        expect([
          state,
          (html.match(new RegExp(`data-state="${state}"`, 'g')) ?? []).length,
        ]).toEqual([state, counts[state]]);
        expect(html).toContain(`<dt>${state}</dt><dd>${counts[state]}</dd>`);
      }
    }),
    { numRuns: 50 },
  );
});

const deployed = (...paths: string[]): RunReport =>
  run({
    parts: [report({ images: paths.map((path) => reported({ path, findings: [FOUND, WAIVED] })) })],
  });

test.each([
  { paths: ['a'], sentence: '1 image denied' },
  { paths: ['a', 'b', 'c'], sentence: '1 image in 3 places: 1 denied' },
])('an image counts once in $paths', async ({ paths, sentence }) => {
  const given = deployed(...paths);
  expect((await render('table', given)).split('\n')[0]).toBe(`DENIED  ${sentence}`);
  expect(await render('html', given)).toContain(`<p>${sentence.split(/:| denied/)[0]}</p>`);
});

test('an address in two stacks is two places', () => {
  const parts = ['one', 'two'].map((stack) =>
    report({ stack, images: [reported({ path: undefined }, 'docker_container.web')] }),
  );
  expect(countsOf({ parts })).toMatchObject({ images: 1, uses: 2 });
});

test('a waived finding of a denied image is a finding by rule, and no waived image', async () => {
  const given = deployed('a', 'b');
  expect(countsOf(given)).toMatchObject({ denied: 1, waived: 0 });
  expect(ruleCountsOf(given)).toMatchObject([
    { ruleId: 'scan-fresh', waived: 1, denied: 0 },
    { ruleId: 'max-severity', waived: 0, denied: 1 },
  ]);
  expect(await render('html', given)).toContain('<h2 id="rules">Findings by rule</h2>');
});
