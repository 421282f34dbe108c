import fc from 'fast-check';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import {
  Decision,
  Enforcement,
  IMAGE_RULE_IDS,
  JudgeInput,
  Pinning,
  judge,
  parseReference,
  policyFromProps,
} from '../../../src/policy';
import { Explanation, explain } from '../../../src/policy/judge/explain';
import { explainText } from '../../../src/report/text/explain-text';
import { anyCase, anyNearCase } from '../arbitrary';
import { Case, DAY, HOUR, NOW, exception, policyProps, row, sha } from '../fixtures';

function inputOf({ reference, rows, policy, input }: Case = {}): JudgeInput {
  return {
    reference: parseReference(reference ?? 'swr.example.com/shop/web:1.4'),
    rows: rows ?? [row()],
    policy: policyFromProps(policyProps(policy), NOW),
    now: NOW,
    source: 'live',
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    ...input,
  };
}

const explained = (given?: Case): Explanation => explain(inputOf(given));
const stateOf = (id: string, given?: Case) =>
  explained(given).rules.find((rule) => rule.id === id)!;
const HIGH = [row({ severityLevel: SeverityLevel.HIGH })];

describe('rules', () => {
  test.each<[string, Case, object]>([
    ['scan-fresh', {}, { state: 'met', actual: '24 hours', limit: '168 hours' }],
    ['max-severity', {}, { state: 'met', actual: 'Security', limit: 'Low' }],
    ['max-severity', { rows: HIGH }, { state: 'violated', actual: 'High', limit: 'Low' }],
    [
      'max-severity',
      { rows: HIGH, policy: { exceptions: [exception()] } },
      { state: 'waived', waivedBy: expect.stringContaining('payments') },
    ],
    ['max-vulnerabilities', {}, { state: 'not-asked' }],
    ['max-vulnerabilities', { policy: { maxVulnerabilities: 3 } }, { actual: '0', limit: '3' }],
    ['registry-allowed', {}, { state: 'not-asked' }],
    [
      'registry-allowed',
      { policy: { allowedRegistries: ['swr.example.com'] } },
      { state: 'met', actual: 'swr.example.com' },
    ],
    ['digest-known', { policy: { requireDigest: false } }, { state: 'not-asked' }],
    ['snapshot-fresh', {}, { state: 'not-asked' }],
    [
      'snapshot-fresh',
      { input: { source: 'replay', snapshotTime: NOW - HOUR } },
      { state: 'met', actual: '1 hours', limit: '24 hours' },
    ],
    ['scan-completed', { rows: [] }, { state: 'no-row' }],
    ['image-listed', { rows: [] }, { state: 'violated' }],
    ['image-listed', {}, { state: 'met', actual: 'shop/web:1.4 in prod-swr' }],
  ])('%s', (id, given, rule) => {
    expect(stateOf(id, given)).toMatchObject(rule);
  });

  test('each is there, in order', () => {
    expect(explained().rules.map(({ id }) => id)).toEqual(IMAGE_RULE_IDS);
  });
});

/** Makes an exception one about resources. */
const RESOURCE = { image: undefined, rules: ['images-determinable'] };

describe('exceptions', () => {
  test.each<[string, Partial<ReturnType<typeof exception>>, string | undefined, object[]]>([
    ['one that waives', {}, undefined, [{ waives: ['max-severity'], obstacles: [] }]],
    ['one of another rule', { rules: ['scan-fresh'] }, undefined, [{ waives: [], obstacles: [] }]],
    [
      'one of another version',
      { image: 'shop/web:2.*' },
      undefined,
      [{ waives: [], obstacles: ['it is for another version than 1.4'] }],
    ],
    [
      'one that has ended',
      { expires: '2026-11-01' },
      undefined,
      [{ waives: [], obstacles: ['it ended after 2026-11-01'] }],
    ],
    [
      'one with a scope, without a path',
      { scope: 'prod/**' },
      undefined,
      [{ obstacles: ['it is only for constructs at prod/**, and no construct path was given'] }],
    ],
    [
      'one with another scope',
      { scope: 'prod/**' },
      'dev/web',
      [{ obstacles: ['it is only for constructs at prod/**, not for dev/web'] }],
    ],
    ['one with this scope', { scope: 'prod/**' }, 'prod/web', [{ waives: ['max-severity'] }]],
    ['one by digest', { image: sha('a') }, undefined, [{ waives: ['max-severity'] }]],
    ['one of another image', { image: 'shop/api' }, undefined, []],
    ['one about resources', { ...RESOURCE, resource: 'helm_release.web' }, undefined, []],
    ['one about resources in a scope', { ...RESOURCE, scope: 'prod/**' }, 'prod/web', []],
  ])('%s', (_, change, path, expected) => {
    const { exceptions } = explained({
      rows: HIGH,
      policy: { exceptions: [exception(change)] },
      input: path === undefined ? {} : { path },
    });
    expect(exceptions).toMatchObject(expected);
  });
});

describe('what will change', () => {
  test('a scan becomes too old', () => {
    expect(explained().changes).toEqual([
      {
        at: NOW + 6 * DAY + 1,
        causes: ['the scan becomes older than 168 hours'],
        begins: ['scan-fresh'],
        ends: [],
        decision: Decision.DENY,
      },
    ]);
  });

  test('an exception ends, after its last day', () => {
    const { changes } = explained({
      rows: HIGH,
      policy: { exceptions: [exception({ expires: '2026-11-23' })] },
    });
    expect(changes[0]).toEqual({
      at: Date.parse('2026-11-24T00:00:00Z'),
      causes: ['the exception for shop/web:* ends (owner payments)'],
      begins: ['max-severity'],
      ends: [],
      decision: Decision.DENY,
    });
  });

  test('nothing, when the end of an exception uncovers nothing', () => {
    const { changes } = explained({
      rows: HIGH,
      policy: {
        maxScanAgeHours: 8760,
        exceptions: [exception({ expires: '2026-11-23' }), exception({ expires: '2026-11-24' })],
      },
    });
    expect(changes.slice(0, 1)).toMatchObject([{ at: Date.parse('2026-11-25T00:00:00Z') }]);
  });

  test('a clock that is ahead is caught up with', () => {
    const { changes } = explained({
      rows: [row({ scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW + HOUR })],
    });
    expect(changes[0]).toMatchObject({ ends: ['row-sound'], decision: Decision.ALLOW });
  });

  test('is all that time alone changes: at any time the judgement is what was foretold', () => {
    fc.assert(
      fc.property(fc.oneof(anyCase, anyNearCase), fc.nat(120 * 24 * 60), (given, minutes) => {
        const input = inputOf({ ...given, input: given.input });
        const { verdict, changes } = explain({
          ...input,
          policy: policyFromProps(given.policy, NOW),
        });
        const time = NOW + minutes * 60_000;
        const foretold = new Set(violatedIn(verdict));
        for (const { at, begins, ends } of changes.filter((change) => change.at <= time)) {
          for (const id of begins) expect(foretold.has(id)).toBe(false);
          begins.forEach((id) => foretold.add(id));
          ends.forEach((id) => foretold.delete(id));
          expect(at).toBeGreaterThan(NOW);
        }
        const then = judge({ ...input, policy: policyFromProps(given.policy, NOW), now: time });
        expect(violatedIn(then).sort()).toEqual([...foretold].sort());
      }),
      { numRuns: 500 },
    );
  });
});

const violatedIn = (verdict: Explanation['verdict']): string[] =>
  verdict.findings.filter(({ waivedBy }) => waivedBy === undefined).map(({ ruleId }) => ruleId);

describe('as text', () => {
  const text = (given: Case, asked = NOW): string =>
    explainText(explained(given), { colour: false, asked });

  test('what each rule saw, which exceptions there are, and what will change', () => {
    expect(
      text({ rows: HIGH, policy: { exceptions: [exception({ expires: '2026-12-03' })] } }),
    ).toBe(
      [
        'swr.example.com/shop/web:1.4: allowed',
        `  as swr.example.com/shop/web@${sha('a')}`,
        '',
        'Rules',
        '  ✓ image-listed        shop/web:1.4 in prod-swr (limit: one row)',
        '  ✓ row-sound           as documented',
        '  ✓ scan-completed      success',
        '  ✓ scan-fresh          24 hours (limit: 168 hours)',
        '  – max-severity        its severity is High; at most Low is allowed, waived by owner payments until 2026-12-03: fix ships in 1.5',
        '  · max-vulnerabilities the policy does not ask for it',
        '  · max-unsafe-settings the policy does not ask for it',
        '  ✓ max-malicious-files 0',
        `  ✓ digest-known        ${sha('a')} (limit: a digest)`,
        '  ✓ reference-pinned    the digest of the row (limit: a digest)',
        '  · registry-allowed    the policy does not ask for it',
        '  · snapshot-fresh      nothing is replayed from a snapshot',
        '',
        'Exceptions',
        '  shop/web:* (max-severity; owner payments, until 2026-12-03): waives max-severity',
        '',
        'What will change by itself',
        '  in 6 days, at 2026-11-28 12:00 UTC: the scan becomes older than 168 hours; scan-fresh violated: then denied',
        '  in 11 days, at 2026-12-04 00:00 UTC: the exception for shop/web:* ends (owner payments); max-severity violated: then denied for this too',
        '',
      ].join('\n'),
    );
  });

  test('as of another day it says that the rows are not of then', () => {
    expect(text({ input: { now: NOW + DAY } }, NOW)).toContain(
      'judged as of 2026-11-23 12:00 UTC; what HSS lists is not: the rows are those of 2026-11-22 12:00 UTC',
    );
  });

  test('nothing from outside moves a cursor or turns a line', () => {
    const odd = '\u001b[31m\u202eevil\nline';
    const shown = text({
      rows: [row({ registryName: odd, severityLevel: SeverityLevel.HIGH })],
      policy: { exceptions: [exception({ reason: odd, owner: odd })] },
    });
    expect([...shown].filter((character) => '\u001b\u202e'.includes(character))).toEqual([]);
    expect(shown.split('\n')).toHaveLength(text({ rows: HIGH }).split('\n').length + 1);
  });
});
