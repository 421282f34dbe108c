import { HssError } from '../../../src/contract/error';
import { Decision } from '../../../src/policy';
import { refusalAdvice, refusalCode } from '../../../src/report/text/refusal';
import { report, reported, undeterminable } from '../support';

const ADVICE = {
  undecided: 'undecided',
  unreadable: 'unreadable',
  undeterminable: 'undeterminable',
  conflicts: 'conflicts',
};
const PASS = 'deploy images that pass, or have the owner of the policy change it';

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
  expect(refusalAdvice(report(given), ADVICE)).toEqual(advice);
});
