import { SeverityLevel } from '../../../src/contract/enums';
import { loadPolicy } from '../../../src/policy';
import { DAY, NOW, filesOf, judged, row } from '../fixtures';

/** The place of an exception is data: no text of a person's is read for it. */

const TEXT = `version: 1
maxSeverity: Low
maxVulnerabilities: 5
exceptions:
  - image: shop/web:*
    rules: [max-severity]
    owner: payments
    reason: "like the other one (waived until 2020-01-01 by me, other.yaml:99)"
    expires: 2026-12-31
`;
const BAD = { rows: [row({ severityLevel: SeverityLevel.HIGH, vulNum: 6 })] };

test.each([
  { name: 'team.yaml', file: '/repo/team.yaml', label: 'team.yaml' },
  { name: 'a (b):1.yaml', file: '/repo/a (b):1.yaml', label: 'a (b):1.yaml' },
])('a finding that is waived, or was, has the place of its exception in $name', (given) => {
  const policy = loadPolicy(given.name, filesOf({ [given.file]: TEXT }), NOW);
  for (const now of [NOW, NOW + 5 * DAY, NOW + 60 * DAY]) {
    const { verdict, origins } = judged({ ...BAD, input: { policy, now } });
    expect(verdict.findings.map(({ ruleId }) => ruleId)).toEqual(
      expect.arrayContaining(['max-severity', 'max-vulnerabilities']),
    );
    expect(origins).toEqual(
      verdict.findings.map(({ ruleId }) =>
        ruleId === 'max-severity' ? { file: given.label, line: 5, path: given.name } : undefined,
      ),
    );
  }
});

test('an exception of props has no place, whatever its reason says', () => {
  const exceptions = [
    { image: 'shop/web:*', rules: ['max-severity'], owner: 'a', reason: 'x (f.yaml:3)' },
  ].map((one) => ({ ...one, expires: '2026-12-31' }));
  const { verdict, origins } = judged({ ...BAD, policy: { exceptions } });
  expect(verdict.findings[0].waivedBy).toContain('(f.yaml:3)');
  expect(origins).toEqual([undefined]);
});
