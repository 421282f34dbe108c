import { Decision, Enforcement, loadPolicy, policyFromProps } from '../../../src/policy';
import { SeverityLevel } from '../../../src/contract/enums';
import { ResourceDoubt, judgeResource } from '../../../src/report/coverage/resource-report';
import { DAY, filesOf } from '../../policy/fixtures';

const NOW = Date.UTC(2026, 0, 1);

function judged(doubts: readonly ResourceDoubt[], declared = false) {
  const policy = policyFromProps(
    {
      maxSeverity: SeverityLevel.LOW,
      exceptions: [
        {
          resource: 'acme_x.it',
          rules: ['images-determinable'],
          owner: 'platform',
          reason: 'reviewed',
          expires: '2026-01-31',
        },
      ],
      declarations: declared
        ? [{ resource: 'acme_x.it', images: ['a/b:1'], owner: 'platform', reason: 'known' }]
        : [],
    },
    NOW,
  );
  const facts = { address: 'acme_x.it', type: 'acme_x', found: [], unknowns: [], notes: [] };
  const by = { policy, undeterminable: Enforcement.DENY, gate: 'gate', now: NOW };
  return judgeResource({ ...facts, doubts, harmless: 'no rule matches' }, by);
}

const DOUBT = { where: 'a', reason: 'is odd' };
const NAMED = { where: 'b', reason: 'is sensitive, and names an image', isNamed: true };

test("an exception waives what can't be determined", () => {
  expect(judged([DOUBT]).undeterminable?.decision).toBe(Decision.ALLOW);
});

test("no exception waives an image that is named and can't be shown", () => {
  const { undeterminable } = judged([DOUBT, NAMED]);
  expect(undeterminable?.decision).toBe(Decision.DENY);
  expect(undeterminable?.reason).toMatch(/^b is sensitive/);
});

test('a declaration settles both', () => {
  const resource = judged([DOUBT, NAMED], true);
  expect(resource?.declared).toEqual(['a/b:1']);
  expect(resource?.undeterminable).toBeUndefined();
});

test('the place of an exception travels with the resource, waived or expired', () => {
  const written = `version: 1
maxSeverity: Low
exceptions:
  - resource: acme_x.it
    rules: [images-determinable]
    owner: platform
    reason: "see (other.yaml:3)"
    expires: 2026-01-31
`;
  const policy = loadPolicy('team.yaml', filesOf({ '/repo/team.yaml': written }), NOW);
  const facts = { address: 'acme_x.it', type: 'acme_x', found: [], unknowns: [], notes: [] };
  for (const now of [NOW, NOW + 60 * DAY]) {
    const by = { policy, undeterminable: Enforcement.DENY, gate: 'gate', now };
    const { undeterminable } = judgeResource({ ...facts, doubts: [DOUBT], harmless: '' }, by);
    expect(undeterminable?.origin).toMatchObject({ file: 'team.yaml', line: 4 });
  }
  expect(judged([DOUBT]).undeterminable).not.toHaveProperty('origin');
});
