import { WaitBudget } from '../../../src/lookup/blocking/wait-budget';
import { HssError } from '../../../src/contract/error';

/** What a gate has waited for is taken from what its next lookup may take. */

class Watch {
  public time = 1_000_000;

  public readonly now = (): number => this.time;

  /** A lookup that answers after a time. */
  public readonly after = (ms: number, error?: HssError) => (): string => {
    this.time += ms;
    if (error !== undefined) throw error;
    return 'rows';
  };
}

test.each([
  { given: 'nothing was waited for', waits: [], wait: 0, left: 300_000 },
  { given: 'some time was', waits: [100_000, 50_000], wait: 0, left: 150_000 },
  { given: 'all of it was', waits: [300_000], wait: 0, left: 0 },
  { given: 'more than all of it was', waits: [315_000], wait: 0, left: 0 },
  { given: 'scans may be waited for', waits: [100_000], wait: 600, left: 300_000 },
  { given: 'scans were waited for', waits: [800_000], wait: 600, left: 100_000 },
])('$given: $left ms are left', ({ waits, wait, left }) => {
  const watch = new Watch();
  const budget = new WaitBudget(wait, watch.now);
  for (const ms of waits) expect(budget.count(watch.after(ms))).toBe('rows');
  expect(budget.leftMs(300)).toBe(left);
});

test('what an app does between two lookups does not count', () => {
  const watch = new Watch();
  const budget = new WaitBudget(0, watch.now);
  budget.count(watch.after(1_000));
  watch.time += 900_000;
  expect(budget.leftMs(300)).toBe(299_000);
});

test('a lookup that fails counts, and is remembered as the reason', () => {
  const watch = new Watch();
  const budget = new WaitBudget(0, watch.now);
  const error = new HssError('HSS_THROTTLED', 'too often');
  expect(() => budget.count(watch.after(2_000, error))).toThrow(error);
  expect(budget.leftMs(300)).toBe(298_000);
  expect(budget.lastError).toBe(error);
});

test.each(['HSS_TOO_MANY_ROWS', 'HSS_FORBIDDEN', 'HSS_INVALID_ARGUMENT'] as const)(
  '%s counts, but is not remembered, and hides no reason',
  (code) => {
    const watch = new Watch();
    const budget = new WaitBudget(0, watch.now);
    const error = new HssError(code, 'failed at once');
    expect(() => budget.count(watch.after(2_000, error))).toThrow(error);
    expect(budget.lastError).toBeUndefined();
    const throttled = new HssError('HSS_THROTTLED', 'too often');
    expect(() => budget.count(watch.after(2_000, throttled))).toThrow(throttled);
    expect(() => budget.count(watch.after(2_000, error))).toThrow(error);
    expect(budget.lastError).toBe(throttled);
    expect(budget.leftMs(300)).toBe(294_000);
  },
);
