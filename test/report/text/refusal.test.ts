import { HssError } from '../../../src/contract/error';
import { Decision, IMAGE_RULE_IDS } from '../../../src/policy';
import { refusalAdvice, refusalCode } from '../../../src/report/text/refusal';
import { report, reported, undeterminable } from '../support';

const ADVICE = {
  undecided: 'undecided',
  unreadable: 'unreadable',
  undeterminable: 'undeterminable',
  conflicts: 'conflicts',
};
const FIX = 'fix what the scan found, rebuild the image and scan it';
const EXCEPTION = 'or ask the owner of the policy for an exception';
const EXPLAIN = '. For details, run hss-gate policy explain IMAGE';
const PASS = `${FIX}; ${EXCEPTION}${EXPLAIN}`;

const denied = reported({ decision: Decision.DENY });
const unreadable = reported({ decision: Decision.DENY, reference: 'SHOP/Web' });
const allowed = reported({ decision: Decision.ALLOW });
const undecided = {
  reference: 'r.io/a',
  path: 'a',
  error: new HssError('HSS_UNREACHABLE', 'no way', {}),
};
const DENIED = 'HSS_IMAGE_DENIED';

test.each([
  { of: 'a denied image', given: { images: [denied, allowed] }, code: DENIED, advice: [PASS] },
  { of: 'no reference', given: { images: [unreadable] }, code: DENIED, advice: ['unreadable'] },
  {
    of: 'a denied image and no reference',
    given: { images: [denied, unreadable] },
    code: DENIED,
    advice: ['unreadable', PASS],
  },
  {
    of: 'an undecided image',
    given: { images: [allowed], undecided: [undecided] },
    code: 'HSS_UNREACHABLE',
    advice: ['undecided'],
  },
  {
    of: 'an undecided and a denied image',
    given: { images: [denied], undecided: [undecided] },
    code: DENIED,
    advice: ['undecided', PASS],
  },
  {
    of: 'a resource in doubt',
    given: { undeterminable: [undeterminable()], undecided: [undecided] },
    code: DENIED,
    advice: ['undecided', 'undeterminable'],
  },
  { of: 'a conflict', given: { conflicts: ['c'] }, code: DENIED, advice: ['conflicts'] },
])('the refusal of $of has the code $code', ({ given, code, advice }) => {
  expect(refusalCode(report(given))).toBe(code);
  expect(refusalAdvice([report(given)], ADVICE)).toEqual(advice);
});

const deniedBy = (...rules: string[]): ReturnType<typeof reported> =>
  reported({
    decision: Decision.DENY,
    reference: `r.io/${rules.join('-')}:1`,
    findings: rules.map((ruleId) => ({ ruleId, message: 'm' })),
  });

test.each([
  { rules: ['max-severity', 'max-severity'], advice: `${FIX}; ${EXCEPTION}` },
  {
    rules: ['scan-fresh', 'max-malicious-files'],
    advice:
      'scan the image again (hss-gate scan); ' +
      `remove the malicious files, rebuild the image and scan it; ${EXCEPTION}`,
  },
  { rules: ['snapshot-fresh'], advice: 'record the snapshot again (hss-gate snapshot)' },
  { rules: ['of-a-later-version'], advice: 'deploy images that pass' },
])('images that violate $rules: the steps of the reports', ({ rules, advice }) => {
  // Of two stacks, as of two policies.
  const reports = rules.map((rule) => report({ images: [deniedBy(rule)] }));
  expect(refusalAdvice(reports, ADVICE)).toEqual([`${advice}${EXPLAIN}`]);
});

test('the advice fits three lines of 100 columns, whatever images violate', () => {
  const images = IMAGE_RULE_IDS.map((rule) => deniedBy(rule));
  const text = refusalAdvice([report({ images })], ADVICE).join('. ');
  expect(text.split('; ').length).toBeGreaterThan(3);
  expect(text.length).toBeLessThanOrEqual(300 - '  what to do: '.length);
});
