import fc from 'fast-check';
import { VULNERABILITY_RULE_IDS } from '../../../../src/policy';
import { versionPattern } from '../../../../src/policy/model/glob';
import { HandledVulnerabilities, KnownExploited } from '../../../../src/policy/model/props';
import {
  MAX_JUDGING_LENGTH,
  AskedJudging,
  judgingText,
  readJudging,
} from '../../../../src/policy/vulnerabilities/plan/plan-judging';

const anyNumbers = fc.record(
  { critical: fc.nat(), high: fc.nat(), medium: fc.nat(), low: fc.nat() },
  { requiredKeys: [] },
);
const anyVersion = fc
  .constantFrom('1.4', '1.*', 'v?.0-rc_1', '*.*.*')
  .map((version) => versionPattern(`shop/web:${version}`)!);
const anyJudging: fc.Arbitrary<AskedJudging> = fc.record(
  {
    max: anyNumbers,
    graceDays: anyNumbers,
    handled: fc.constantFrom(...Object.values(HandledVulnerabilities)),
    knownExploited: fc.constant(KnownExploited.DENY),
    registryNames: fc.array(fc.string(), { maxLength: 2 }),
    exceptions: fc.array(
      fc.record(
        {
          version: anyVersion,
          rules: fc.subarray([...VULNERABILITY_RULE_IDS], { minLength: 1 }),
          end: fc.nat(),
          ids: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ['rules', 'end', 'ids'] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['handled', 'exceptions'] },
);

test('a judging is read as it was written, of characters that a URL takes as they are', () => {
  fc.assert(
    fc.property(anyJudging, (judging) => {
      const text = judgingText(judging);
      expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(readJudging(text)).toEqual(judging);
    }),
  );
});

const text = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString('base64url');
const exception = { end: 1, ids: ['CVE-2026-1'] };

test.each<[what: string, text: string]>([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['base64 with padding', `${text({ handled: 'count' })}=`],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['no object', text([])],
  ['no word on handled ones', text({})],
  ['an unknown setting', text({ handled: 'count', epss: 0.5 })],
  ['an unknown way with handled ones', text({ handled: 'forget' })],
  ['an unknown severity', text({ max: { worst: 0 }, handled: 'count' })],
  ['a text for a limit', text({ max: { high: '0' }, handled: 'count' })],
  ['a negative limit', text({ max: { high: -1 }, handled: 'count' })],
  ['a limit of null', text({ max: { high: null }, handled: 'count' })],
  ['an unknown way with exploited ones', text({ handled: 'count', knownExploited: 'warn' })],
  ['registries that are no list', text({ handled: 'count', registryNames: 'x' })],
  ['exceptions that are no list', text({ handled: 'count', exceptions: {} })],
  ['an exception that never ends', text({ handled: 'count', exceptions: [{ ids: ['CVE-1'] }] })],
  ['an exception for nothing', text({ handled: 'count', exceptions: [{ end: 1 }] })],
  [
    'an exception for another rule',
    text({ handled: 'count', exceptions: [{ rules: ['max-severity'], ...exception }] }),
  ],
  [
    'an exception with a field of tomorrow',
    text({ handled: 'count', exceptions: [{ ...exception, package: 'x' }] }),
  ],
  [
    'a pattern that takes for ever',
    text({ handled: 'count', exceptions: [{ version: '^(a+)+$', ...exception }] }),
  ],
  [
    'a pattern for any version',
    text({ handled: 'count', exceptions: [{ version: '', ...exception }] }),
  ],
  ['settings in another order', text({ knownExploited: 'deny', handled: 'count' })],
  [
    'more than a URL should hold',
    text({ handled: 'count', exceptions: [{ end: 1, ids: ['x'.repeat(MAX_JUDGING_LENGTH)] }] }),
  ],
])('%s is refused', (_, given) => {
  expect(() => readJudging(given)).toThrow(/^HSS_INVALID_ARGUMENT: vulnerabilities is not what/);
});
