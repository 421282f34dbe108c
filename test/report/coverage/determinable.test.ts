import { Decision } from '../../../src/policy';
import { countsOf, countsSentence, ruleCountsOf } from '../../../src/report/counts';
import { Format, render } from '../../../src/report/render';
import { StackReport, isRefused } from '../../../src/report/stack-report';
import { refusalText } from '../../../src/report/text/verdict-text';
import { WAIVER, run } from '../run-support';
import { report, undeterminable } from '../support';

/** Resources whose images can't be determined: each state in each format. */

const REASON = 'spec.image is known only when Terraform applies';
const ADDRESS = 'acme_worker.jobs';

const of = (change: Parameters<typeof undeterminable>[0]): StackReport =>
  report({
    stack: 'plan.json',
    undeterminable: [undeterminable({ address: ADDRESS, reason: REASON, ...change })],
  });

const STATES = {
  denied: of({}),
  warned: of({ decision: Decision.WARN }),
  waived: of({ waivedBy: WAIVER }),
} as const;

type Name = keyof typeof STATES;

const shown = (format: Format, name: Name): Promise<string> =>
  render(format, run({ parts: [STATES[name]], outcome: name === 'denied' ? 'denied' : 'allowed' }));

test.each<[Name, boolean, string]>([
  ['denied', true, '1 resource undeterminable'],
  ['warned', false, '1 resource undeterminable (1 warned)'],
  ['waived', false, '1 resource undeterminable (1 waived)'],
])('a resource is counted once: %s, refused %s', (name, refused, sentence) => {
  const part = STATES[name];
  const counts = { denied: 0, warned: 0, waived: 0, [name]: 1 };
  expect(isRefused(part)).toBe(refused);
  expect(countsOf(run({ parts: [part] })).undeterminable).toEqual(counts);
  expect(countsSentence(countsOf(run({ parts: [part] })))).toBe(sentence);
  expect(ruleCountsOf(run({ parts: [part] }))).toEqual([
    { ruleId: 'images-determinable', title: 'The images can be determined', ...counts },
  ]);
  // A refusal names what refuses a stack, and nothing else.
  expect(refusalText(part, { colour: false }) !== '').toBe(refused);
});

test.each<[Name, Format, RegExp]>([
  [
    'denied',
    'table',
    /│ acme_worker\.jobs │ denied .* │ ✗ images-determinable: spec\.image is known/,
  ],
  [
    'warned',
    'table',
    /│ acme_worker\.jobs │ warned .* │ ✗ images-determinable: spec\.image is known/,
  ],
  [
    'waived',
    'table',
    /│ acme_worker\.jobs │ waived .* │ – images-determinable: spec\.image is known/,
  ],
  [
    'denied',
    'markdown',
    /\| ❌ denied \| .*<code>images-determinable<\/code> spec\.image is known/,
  ],
  [
    'warned',
    'markdown',
    /\| ⚠️ warned \| .*<code>images-determinable<\/code> spec\.image is known/,
  ],
  ['waived', 'markdown', /\| ⚠️ waived \| .*is known only .*\(waived by owner payments until/],
  ['denied', 'html', /class="badge denied"[^]*<code class="rule">images-determinable<\/code>/],
  ['warned', 'html', /class="badge warned"[^]*<code class="rule">images-determinable<\/code>/],
  ['waived', 'html', /class="badge waived"[^]*<span class="waiver">waived by owner payments until/],
  [
    'denied',
    'junit',
    /<failure message="images-determinable: spec\.image .*" type="images-determin/,
  ],
  ['warned', 'junit', /failures="0" .*skipped="0"[^]*<system-err>warned: acme_worker\.jobs/],
  ['waived', 'junit', /failures="0" .*skipped="0"[^]*waived: acme_worker\.jobs[^]*waived by owner/],
  [
    'denied',
    'github',
    /^::error .*title=Images can't be determined%3A acme_worker\.jobs::images-de/,
  ],
  ['warned', 'github', /^::warning .*title=Images can't be determined%3A acme_worker\.jobs::/],
  ['waived', 'github', /^::notice .*title=Waived%3A acme_worker\.jobs::.*, waived by owner pay/],
  ['denied', 'gitlab', /"the images of acme_worker\.jobs can't be determined: spec[^]*"critical"/],
  ['warned', 'gitlab', /"check_name": "images-determinable"[^]*"severity": "minor"/],
  ['waived', 'gitlab', /can't be determined: .*, waived by owner payments[^]*"severity": "info"/],
  [
    'denied',
    'sarif',
    /"level": "error",\s+"message": \{[^}]*\},\s+"ruleId": "images-determinable"/,
  ],
  [
    'warned',
    'sarif',
    /"level": "warning",\s+"message": \{[^}]*\},\s+"ruleId": "images-determinable"/,
  ],
  ['waived', 'sarif', /"suppressions": \[\s+\{\s+"kind": "external",\s+"status": "accepted"/],
  ['denied', 'json', /"decision": "DENY",\s+"ruleId": "images-determinable"\n/],
  ['warned', 'json', /"decision": "WARN",\s+"ruleId": "images-determinable"\n/],
  [
    'waived',
    'json',
    /"decision": "ALLOW",\s+"ruleId": "images-determinable",\s+"waivedBy": "owner/,
  ],
])('a resource is shown: %s, as %s', async (name, format, expected) => {
  expect(await shown(format, name)).toMatch(expected);
});

test.each<Name>(['denied', 'warned'])('%s is not suppressed in SARIF', async (name) => {
  expect(await shown('sarif', name)).not.toContain('suppressions');
});

test('the rule images-determinable names its three ways out', async () => {
  const { runs } = JSON.parse(await shown('sarif', 'denied'));
  const rules = runs[0].tool.driver.rules as { id: string; help: { text: string } }[];
  const { help } = rules.find(({ id }) => id === 'images-determinable')!;
  for (const way of ['plain text', 'gate.declareImages', 'declarations', 'exception', 'scope']) {
    expect(help.text).toContain(way);
  }
});

test('an exception that has expired is where a result without a file is shown', async () => {
  const reason = `${REASON} (waived until 2026-11-01 by mesh, team.yaml:7)`;
  const origin = { file: 'team.yaml', line: 7 };
  const given = run({ subject: undefined, parts: [of({ reason, origin })] });
  const { runs } = JSON.parse(await render('sarif', given));
  expect(runs[0].results[0].locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'team.yaml' },
    region: { startLine: 7 },
  });
});
