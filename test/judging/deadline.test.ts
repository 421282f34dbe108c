import { tooLateError } from '../../src/client/retry/deadline';
import { SharedDeadline } from '../../src/client/retry/shared-deadline';
import { SeverityLevel } from '../../src/contract/enums';
import { HssError } from '../../src/contract/error';
import { Query } from '../../src/contract/query';
import { Row } from '../../src/contract/row';
import { ImageOutcome, judgeImages } from '../../src/judging';
import { Enforcement, Pinning, policyFromProps } from '../../src/policy';

// Fake timers move the clock of the day alone.
jest.mock('../../src/util/time', () => ({
  ...jest.requireActual<object>('../../src/util/time'),
  steadyNow: () => Date.now(),
}));

/** A command whose HSS never answers ends at its deadline: what would be asked second is not asked after it. */

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** HSS as the client finds it while it hangs: each list ends at its deadline. */
class HangingHss {
  public readonly asked: Query[] = [];
  public readonly source = 'live';

  constructor(private readonly deadline: SharedDeadline) {}

  public readonly list = (query: Query): Promise<Row[]> =>
    this.deadline.run(
      (deadline) =>
        new Promise((_, reject) => {
          const end = (): void => reject(tooLateError(deadline, 'GET /'));
          if (deadline.signal.aborted) return end();
          this.asked.push(query);
          deadline.signal.addEventListener('abort', end);
        }),
    );
}

test.each([
  { count: 1, waitSeconds: 0, seconds: 300 },
  { count: 10, waitSeconds: 0, seconds: 300 },
  { count: 100, waitSeconds: 0, seconds: 300 },
  // Ten images ask for a listing first, and by name after it.
  { count: 10, waitSeconds: 60, seconds: 360 },
])('$count images, a wait of $waitSeconds s: over after $seconds s', async (given) => {
  const { count, waitSeconds, seconds } = given;
  const began = Date.now();
  const hss = new HangingHss(new SharedDeadline(300, waitSeconds));
  let over: { readonly ms: number; readonly outcomes: ImageOutcome[] } | undefined;
  void judgeImages(
    Array.from({ length: count }, (_, at) => ({ reference: `r.example/shop/app-${at}:1` })),
    {
      source: hss,
      policy: policyFromProps({ maxSeverity: SeverityLevel.LOW }, Date.now()),
      enforcement: Enforcement.DENY,
      pinning: Pinning.DIGEST,
      now: Date.now,
    },
  ).then((outcomes) => (over = { ms: Date.now() - began, outcomes }));
  await jest.advanceTimersByTimeAsync(900_000);
  expect(over?.ms).toBe(seconds * 1000);
  for (const outcome of over!.outcomes) {
    expect(outcome).toMatchObject({ error: { code: 'HSS_TIMEOUT' } });
  }
});

test('a lookup that begins late has the time that is left, and then none', () => {
  const deadline = new SharedDeadline(300);
  const first = deadline.next();
  jest.advanceTimersByTime(100_000);
  expect(deadline.next().at).toBe(first.at);
  jest.advanceTimersByTime(200_000);
  expect([first.signal.aborted, deadline.next().signal.aborted]).toEqual([true, true]);
});

test('the limit that is named has the wait in it', () => {
  const { summary } = tooLateError(new SharedDeadline(300, 600).next(), 'GET /');
  expect(summary).toBe(
    'the command did not get all answers within its deadline of 300 s plus 600 s of waiting for scans',
  );
});

test('a check has its own limit, or the rest of the command', async () => {
  const deadline = new SharedDeadline(300);
  const error = new HssError('HSS_THROTTLED', 'too many requests to HSS');
  await expect(deadline.run(() => Promise.reject(error), 60)).rejects.toBe(error);
  const check = deadline.next(60);
  expect(check.at - Date.now()).toBe(60_000);
  const late = tooLateError(check, 'GET /');
  expect(late.summary).toBe('the check did not get all answers within its deadline of 60 s');
  expect(late.details.advice).toBe('try again; check the network and proxy');
  jest.advanceTimersByTime(270_000);
  expect(deadline.next(60)).toMatchObject({ at: Date.now() + 30_000, scope: 'command' });
  expect(tooLateError(deadline.next(60), 'GET /').summary).toBe(
    'the command did not get all answers within its deadline of 300 s; before that: too many requests to HSS',
  );
});

test('the timer of a lookup that is over is freed', async () => {
  const deadline = new SharedDeadline(300);
  await deadline.run(() => Promise.resolve());
  await expect(deadline.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(jest.getTimerCount()).toBe(0);
});

test('what comes too late names the error that used the time up', async () => {
  const deadline = new SharedDeadline(300);
  const error = new HssError('HSS_THROTTLED', 'too many requests to HSS', { status: 429 });
  await expect(deadline.run(() => Promise.reject(error))).rejects.toBe(error);
  const late = tooLateError(deadline.next(), 'GET /');
  expect(late.summary).toBe(
    'the command did not get all answers within its deadline of 300 s; before that: too many requests to HSS',
  );
  expect(late.details.status).toBe(429);
});

test.each(['HSS_TOO_MANY_ROWS', 'HSS_FORBIDDEN', 'HSS_INVALID_ARGUMENT'] as const)(
  '%s is no reason for coming too late, and hides none',
  async (code) => {
    const deadline = new SharedDeadline(300);
    const fail = (error: HssError) => deadline.run(() => Promise.reject(error));
    await expect(fail(new HssError(code, 'failed at once'))).rejects.toThrow(code);
    expect(deadline.next().before).toBeUndefined();
    const throttled = new HssError('HSS_THROTTLED', 'too many requests to HSS');
    await expect(fail(throttled)).rejects.toBe(throttled);
    await expect(fail(new HssError(code, 'failed at once'))).rejects.toThrow(code);
    expect(deadline.next().before).toBe(throttled);
  },
);

test('an error is not nested in errors of the same deadline', async () => {
  const deadline = new SharedDeadline(300);
  for (let times = 0; times < 2; times++) {
    const late = deadline.run((left) => Promise.reject(tooLateError(left, 'GET /')));
    await expect(late).rejects.toThrow('HSS_TIMEOUT');
  }
  const { summary } = tooLateError(deadline.next(), 'GET /');
  expect(summary).toBe('the command did not get all answers within its deadline of 300 s');
});
