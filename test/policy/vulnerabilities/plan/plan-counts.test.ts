import {
  MAX_COUNTS_LENGTH,
  planCounts,
} from '../../../../src/policy/vulnerabilities/plan/plan-counts';
import { VulnerabilitySeverity } from '../../../../src/contract/enums';
import { KnownExploited } from '../../../../src/policy/model/props';

type Outcome = Parameters<typeof planCounts>[0];

const named = (count: number, names = 'A, B and C') => ({ count, names: count === 0 ? '' : names });

function outcome(counts: readonly number[], names?: string): Outcome {
  const [critical, high, medium, low, exploited, unidentified] = counts.map((one) =>
    named(one, names),
  );
  return {
    counts: {
      [VulnerabilitySeverity.CRITICAL]: critical,
      [VulnerabilitySeverity.HIGH]: high,
      [VulnerabilitySeverity.MEDIUM]: medium,
      [VulnerabilitySeverity.LOW]: low,
    },
    exploited,
    unidentified,
    outcomes: [],
    beyondAsked: [],
    wantedTimes: [],
  };
}

test.each<[policy: Parameters<typeof planCounts>[1], counts: readonly number[], expected: object]>([
  [{ max: { critical: 0 } }, [0, 5, 5, 5, 5, 5], { critical: [0] }],
  [{ max: { critical: 0 } }, [1, 5, 5, 5, 5, 5], { critical: [1, 'A, B and C'] }],
  [{ max: { high: 5, low: 4 } }, [9, 5, 9, 5, 9, 9], { high: [5], low: [5, 'A, B and C'] }],
  [{ max: { medium: 7 } }, [9, 9, 7, 9, 9, 9], { medium: [7] }],
  [
    { knownExploited: KnownExploited.DENY },
    [9, 9, 9, 9, 1, 0],
    { exploited: [1, 'A, B and C'], unidentified: [0] },
  ],
  [{}, [9, 9, 9, 9, 9, 9], {}],
])('by %j of %j it counts %j', (policy, counts, expected) => {
  expect(planCounts(outcome(counts), policy)).toEqual(expected);
});

test('long names are left out, the worst last, and no count is', () => {
  const policy = {
    max: { critical: 0, high: 0, medium: 0, low: 0 },
    knownExploited: KnownExploited.DENY,
  };
  const counts = planCounts(outcome([500, 500, 500, 500, 40, 40], 'x'.repeat(120)), policy);
  expect(JSON.stringify(counts).length).toBeLessThanOrEqual(MAX_COUNTS_LENGTH);
  expect(counts).toEqual({
    critical: [500, 'x'.repeat(120)],
    high: [500, 'x'.repeat(120)],
    medium: [500],
    low: [500],
    exploited: [40],
    unidentified: [40],
  });
});
