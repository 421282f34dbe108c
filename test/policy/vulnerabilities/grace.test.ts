import fc from 'fast-check';
import { RepairNecessity, VulnerabilitySeverity } from '../../../src/contract/enums';
import { VulnerabilityCveRow } from '../../../src/contract/vulnerabilities/vulnerability-cve';
import { KnownExploited, VulnerabilityStatus } from '../../../src/policy';
import { graceEnd } from '../../../src/policy/vulnerabilities/grace';
import { MAX_ASKED_TIMES } from '../../../src/policy/vulnerabilities/judge-record';
import { Case, DAY, NOW, feed, judged, violated } from '../fixtures';
import {
  countsOf,
  cve,
  cveException,
  daysAgo,
  publishedAt,
  vulnerability,
  vulnerable,
} from './cases';

const LIMITS = { max: { critical: 0, high: 0 }, graceDays: { high: 14 } };
const MINUTE = 60_000;

describe('a High vulnerability with 14 days of grace', () => {
  const counts = (
    published: readonly VulnerabilityCveRow[] | undefined,
    cves = [{ cveId: cve(1) }],
  ) =>
    countsOf(
      vulnerable([vulnerability({ cves })], LIMITS, {
        ...(published === undefined ? {} : { published: { 'HSS-1': published } }),
      }),
    )[1] === 1;

  test.each<[given: string, published: VulnerabilityCveRow[] | undefined, counts: boolean]>([
    ['published today', publishedAt(NOW, cve(1)), false],
    ['published 14 days ago', publishedAt(daysAgo(14), cve(1)), false],
    ['published just longer ago', publishedAt(daysAgo(14) - 1, cve(1)), true],
    [
      'published in five minutes, by a clock that is ahead',
      publishedAt(NOW + 5 * MINUTE, cve(1)),
      false,
    ],
    ['published in the future', publishedAt(NOW + 5 * MINUTE + 1, cve(1)), true],
    ['without a time', publishedAt(undefined, cve(1)), true],
    ['at a time that is no number', publishedAt(NaN, cve(1)), true],
    ['in 1970', publishedAt(0, cve(1)), true],
    ['of which HSS lists no CVE', [], true],
    ['that was not asked for', undefined, true],
    ['of which HSS lists another CVE', publishedAt(NOW, cve(2)), true],
    ['in another case', publishedAt(NOW, cve(1).toLowerCase()), false],
    ['beside a CVE without an ID', [...publishedAt(NOW, cve(1)), { publishTime: NOW }], true],
    [
      'beside an older CVE',
      [...publishedAt(NOW, cve(1)), ...publishedAt(daysAgo(15), cve(2))],
      true,
    ],
    [
      'beside one in the future',
      [...publishedAt(NOW, cve(1)), ...publishedAt(NOW + DAY, cve(2))],
      true,
    ],
    [
      'twice, once in the future',
      [...publishedAt(NOW, cve(1)), ...publishedAt(NOW + DAY, cve(1))],
      true,
    ],
    [
      'twice, once long ago',
      [...publishedAt(NOW, cve(1)), ...publishedAt(daysAgo(15), cve(1))],
      true,
    ],
  ])('%s counts: %j %s', (_, published, expected) => {
    expect(counts(published)).toBe(expected);
    expect(counts(published && [...published].reverse())).toBe(expected);
  });

  test('needs a time of each of its CVEs', () => {
    const cves = [{ cveId: cve(1) }, { cveId: cve(2) }];
    expect(counts(publishedAt(NOW, cve(1)), cves)).toBe(true);
    expect(counts(publishedAt(NOW, cve(1), cve(2)), cves)).toBe(false);
    // What HSS does not say in one place it may say in the other.
    expect(counts(publishedAt(NOW, cve(1)), [])).toBe(false);
  });
});

test('a verdict says until when there is grace', () => {
  const given = vulnerable([vulnerability()], LIMITS, {
    published: { 'HSS-1': publishedAt(daysAgo(4), cve(1)) },
  });
  expect(violated(given)).toEqual([]);
  expect(judged(given).verdict.vulnerabilities).toMatchObject([
    { status: VulnerabilityStatus.IN_GRACE, graceUntil: new Date(NOW + 10 * DAY).toISOString() },
  ]);
});

test('where the severity is unknown, the fewest days count, and none without all of them', () => {
  const listed = [
    vulnerability({ severityLevel: undefined, repairNecessity: RepairNecessity.IMMEDIATE_REPAIR }),
  ];
  const published = { 'HSS-1': publishedAt(daysAgo(5), cve(1)) };
  const counts = (graceDays: object): number[] =>
    countsOf(vulnerable(listed, { ...LIMITS, graceDays }, { published }));
  expect(counts({ critical: 7, high: 14 })).toEqual([0, 0, 0, 0]);
  expect(counts({ critical: 3, high: 14 })).toEqual([1, 1, 0, 0]);
  expect(counts({ high: 14 })).toEqual([1, 1, 0, 0]);
});

test('one that is known to be exploited has no grace', () => {
  const given: Case = {
    feed: feed([cve(1)]),
    published: { 'HSS-1': publishedAt(NOW, cve(1)) },
  };
  const limits = { ...LIMITS, knownExploited: KnownExploited.DENY };
  expect(violated(vulnerable([vulnerability()], limits, given))).toEqual(['known-exploited']);
});

describe('times are asked for', () => {
  const many = (count: number, change = {}) =>
    Array.from({ length: count }, (_, at) =>
      vulnerability({ vulId: `HSS-${String(at).padStart(3, '0')}`, ...change }),
    );
  const wanted = (given: Case): readonly string[] => judged(given).wantedTimes;

  test('once, of what would deny and can have grace', () => {
    expect(wanted(vulnerable([vulnerability()], LIMITS))).toEqual(['HSS-1']);
    expect(wanted(vulnerable([vulnerability()], LIMITS, { published: { 'HSS-1': [] } }))).toEqual(
      [],
    );
  });
  test.each<[given: string, asked: Case]>([
    ['what no limit is exceeded by', vulnerable(many(3), { ...LIMITS, max: { high: 3 } })],
    ['what has no limit', vulnerable(many(3), { ...LIMITS, max: { critical: 0 } })],
    [
      'what has no grace',
      vulnerable(many(3, { severityLevel: VulnerabilitySeverity.CRITICAL }), LIMITS),
    ],
    ['what has no grace days', vulnerable(many(3), { ...LIMITS, graceDays: { high: 0 } })],
    ['what has no ID', vulnerable(many(3, { vulId: '' }), LIMITS)],
    [
      'what is excepted',
      vulnerable(many(3), LIMITS, { policy: { exceptions: [cveException([cve(1)])] } }),
    ],
    ['what can not be judged', vulnerable(many(3), LIMITS, { listed: [] })],
  ])('never of %s', (_, asked) => {
    expect(wanted(asked)).toEqual([]);
  });

  test('of at most 50, the worst first and then by ID; beyond there is no grace', () => {
    const listed = [
      ...many(MAX_ASKED_TIMES),
      vulnerability({ vulId: 'HSS-9', severityLevel: VulnerabilitySeverity.CRITICAL }),
    ].reverse();
    const limits = { ...LIMITS, graceDays: { critical: 14, high: 14 } };
    const first = wanted(vulnerable(listed, limits));
    expect(first).toHaveLength(MAX_ASKED_TIMES);
    expect([first[0], first[1], first[49]]).toEqual(['HSS-9', 'HSS-000', 'HSS-048']);
    const published = Object.fromEntries(
      listed.map(({ vulId }) => [vulId, publishedAt(NOW, cve(1))]),
    );
    expect(countsOf(vulnerable(listed, limits, { published }))).toEqual([0, 1, 0, 0]);
  });

  test('of none in the place of those that have no grace', () => {
    const unknown = many(MAX_ASKED_TIMES, {
      severityLevel: undefined,
      repairNecessity: RepairNecessity.IMMEDIATE_REPAIR,
    });
    const listed = [...unknown, vulnerability({ vulId: 'HSS-999' })];
    expect(wanted(vulnerable(listed, LIMITS))).toEqual([]);
  });

  test('of others in the place of those that an exception waives', () => {
    const listed = many(MAX_ASKED_TIMES + 1);
    const exceptions = [cveException(['HSS-000'])];
    const given = vulnerable(listed, LIMITS, { policy: { exceptions } });
    expect(wanted(given)).toEqual(listed.slice(1).map(({ vulId }) => vulId));
  });
});

test('grace never ends before it began, nor lasts longer for more CVEs', () => {
  const anyListed = fc.array(
    fc.record({
      cveId: fc.constantFrom(cve(1), cve(2)),
      publishTime: fc.integer({ min: 0, max: NOW + DAY }),
    }),
  );
  fc.assert(
    fc.property(anyListed, anyListed, fc.nat(30), (listed, more, days) => {
      const end = graceEnd({}, days, listed, NOW);
      const ofAll = graceEnd({}, days, [...listed, ...more], NOW);
      if (end === undefined) {
        if (listed.length > 0) expect(ofAll).toBeUndefined();
      } else {
        expect(end).toBe(Math.min(...listed.map(({ publishTime }) => publishTime)) + days * DAY);
        if (ofAll !== undefined) expect(ofAll).toBeLessThanOrEqual(end);
      }
    }),
  );
});
