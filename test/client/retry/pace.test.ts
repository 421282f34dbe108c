import fc from 'fast-check';
import { setMaxListeners } from 'node:events';
import { Deadline } from '../../../src/client/retry/deadline';
import { AttemptFailure } from '../../../src/client/http/failure';
import { HssError } from '../../../src/contract/error';
import { PAUSES } from '../../../src/client/retry/pauses';
import { Paced, pacedBy } from './paced';
import { VirtualClock } from './virtual-clock';

/** One pace for all requests of a credential, by a clock that is not the machine's. */

interface Refusal {
  readonly retryAfterMs?: number;
  readonly windowMs?: number;
}

function refused(hints: Refusal = {}): AttemptFailure {
  const error = new HssError('HSS_THROTTLED', 'too often', { status: 429 });
  return new AttemptFailure(error, true, hints);
}

/** A server that lets so many through within so long, as API Gateway does, and what it saw. */
class Server {
  public readonly starts: number[] = [];
  public refusals = 0;
  private recent: number[] = [];

  constructor(
    private readonly clock: VirtualClock,
    private readonly limit: number,
    private readonly windowMs: number,
    private readonly latencyMs: number,
    private readonly says: Refusal,
  ) {}

  public readonly answer = async (): Promise<void> => {
    const now = this.clock.now();
    this.starts.push(now);
    this.recent = this.recent.filter((time) => now - time < this.windowMs);
    const isOver = this.recent.length >= this.limit;
    if (!isOver) this.recent.push(now);
    await this.clock.sleep(this.latencyMs);
    if (!isOver) return;
    this.refusals++;
    throw refused(this.says);
  };
}

function inTime(clock: VirtualClock, ms = 3_600_000): Deadline {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return { at: clock.now() + ms, seconds: ms / 1000, signal };
}

/** Asks so often, so many at once, each until it has an answer. Says how many times the unluckiest was refused. */
async function askMany(
  clock: VirtualClock,
  pace: Paced,
  server: Server,
  count: number,
  concurrency: number,
): Promise<number> {
  let left = count;
  let worst = 0;
  const deadline = inTime(clock);
  const asker = async (): Promise<void> => {
    while (left > 0) {
      left--;
      for (let refusals = 0, done = false; !done;) {
        done = await pace.run(deadline, server.answer).then(
          () => true,
          () => false,
        );
        if (done) continue;
        worst = Math.max(worst, ++refusals);
        // As by the policy of retries: one that is refused again waits, so that it isn't always the same one.
        if (refusals > 1) await clock.sleep(PAUSES.firstRetry * 2 ** refusals * Math.random());
      }
    }
  };
  await clock.pass(Promise.all(Array.from({ length: concurrency }, asker)));
  return worst;
}

test('whatever a server allows, all get through, few are refused, and the rate is made use of', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 5, max: 200 }),
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom<Refusal>({}, { windowMs: 1000 }, { retryAfterMs: 1000 }),
      async (perSecond, concurrency, latencyMs, says) => {
        const clock = new VirtualClock();
        const server = new Server(clock, perSecond, 1000, latencyMs, says);
        const began = clock.now();
        const worst = await askMany(clock, pacedBy(clock), server, 300, concurrency);
        const seconds = (clock.now() - began) / 1000;
        // Up to ten refusals are retried, of which five count that came while nothing else was let through.
        expect(worst).toBeLessThanOrEqual(10);
        // Those that were under way at the first refusal, and some each time that the rate is back, about once a second.
        expect(server.refusals).toBeLessThanOrEqual(2 * concurrency + 10 + 2 * seconds);
        const possible = Math.max(300 / perSecond, (300 / concurrency) * (latencyMs / 1000));
        expect(seconds).toBeLessThanOrEqual(3 * possible + 10);
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});

test('a quota of a minute is waited for where the gateway tells it', async () => {
  const clock = new VirtualClock();
  const server = new Server(clock, 100, 60_000, 20, { windowMs: 60_000 });
  expect(await askMany(clock, pacedBy(clock), server, 300, 8)).toBeLessThanOrEqual(3);
  expect(server.refusals).toBeLessThanOrEqual(24);
});

test('nobody waits where nothing is refused', async () => {
  const clock = new VirtualClock();
  const server = new Server(clock, Infinity, 1000, 10, {});
  const began = clock.now();
  await askMany(clock, pacedBy(clock), server, 100, 10);
  expect(clock.now() - began).toBe(100);
});

test('one refusal is a pause for all, those in the queue included', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const starts: number[] = [];
  const began = clock.now();
  const deadline = inTime(clock);
  const ask = (fails: boolean) =>
    pace
      .run(deadline, async () => {
        starts.push(clock.now() - began);
        await clock.sleep(5);
        if (fails) throw refused({ retryAfterMs: 7000 });
      })
      .catch(() => undefined);
  await clock.pass(ask(true));
  await clock.pass(Promise.all([ask(false), ask(false), ask(false)]));
  expect(starts[0]).toBe(0);
  expect(Math.min(...starts.slice(1))).toBeGreaterThanOrEqual(7005);
  // One after the other.
  expect(starts[3]).toBeGreaterThan(starts[2]);
  expect(starts[2]).toBeGreaterThan(starts[1]);
});

test('the pace speeds up again until nothing is held back', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const deadline = inTime(clock);
  await clock.pass(pace.run(deadline, () => Promise.reject(refused())).catch(() => undefined));
  const perSecond = async (): Promise<number> => {
    const began = clock.now();
    let count = 0;
    while (clock.now() < began + 1000 && count < 2000) {
      await clock.pass(pace.run(deadline, () => Promise.resolve()));
      count++;
    }
    return count;
  };
  const rates: number[] = [];
  for (let second = 0; second < 20; second++) {
    rates.push(await perSecond());
    await clock.pass(clock.sleep(1));
  }
  expect(rates[0]).toBeLessThanOrEqual(10);
  expect([...rates].sort((a, b) => a - b)).toEqual(rates);
  expect(rates.at(-1)).toBe(2000);
});

test('while nothing gets through each pause is twice the one before', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const deadline = inTime(clock);
  const starts: number[] = [];
  for (let refusals = 0; refusals < 8; refusals++) {
    const attempt = () => (starts.push(clock.now()), Promise.reject(refused()));
    await clock.pass(pace.run(deadline, attempt).catch(() => undefined));
  }
  const pauses = starts.slice(1).map((start, index) => (start - starts[index]) / 1000);
  pauses.forEach((pause, index) => {
    const least = Math.min(2 ** index, 30);
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThanOrEqual(least * 1.25 + 1);
  });
});

test('a turn after the deadline is an error at once, without a request, and does not hold up the next', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const after = (retryAfterMs: number) => () => Promise.reject(refused({ retryAfterMs }));
  await clock.pass(pace.run(inTime(clock), after(60_000)).catch(() => undefined));
  const attempt = jest.fn(() => Promise.resolve('done'));
  const now = clock.now();
  const soon = pace.run(inTime(clock, 30_000), attempt);
  await expect(clock.pass(soon)).rejects.toMatchObject({
    error: { code: 'HSS_THROTTLED' },
    retryable: false,
  });
  expect([attempt.mock.calls.length, clock.now()]).toEqual([0, now]);
  expect(await clock.pass(pace.run(inTime(clock), attempt))).toBe('done');
  expect(clock.now()).toBe(now + 60_000);
});

test('a deadline that comes while a request waits frees its place', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const first = pace.run(inTime(clock), () => Promise.reject(refused({ retryAfterMs: 1000 })));
  await clock.pass(first.catch(() => undefined));
  const gone = new AbortController();
  const attempt = jest.fn(() => Promise.resolve('done'));
  const waiting = pace.run({ ...inTime(clock), signal: gone.signal }, attempt);
  const next = pace.run(inTime(clock), attempt);
  gone.abort(new Error('too late'));
  await expect(waiting).rejects.toThrow('too late');
  expect(await clock.pass(next)).toBe('done');
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('a demand of years holds for a quarter of an hour, for others than the one that it was made to', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const forEver = () => Promise.reject(refused({ retryAfterMs: Infinity }));
  await clock.pass(pace.run(inTime(clock), forEver).catch(() => undefined));
  const began = clock.now();
  await clock.pass(pace.run(inTime(clock), () => Promise.resolve()));
  expect(clock.now() - began).toBe(15 * 60_000);
});

test('a later, shorter demand is not given as the reason of the pause', async () => {
  const clock = new VirtualClock();
  const pace = pacedBy(clock);
  const after = (ms: number, retryAfterMs: number) => async () => {
    await clock.sleep(ms);
    throw refused({ retryAfterMs });
  };
  // Both are under way together.
  const both = [after(10, 3_600_000), after(20, 1000)].map((attempt) =>
    pace.run(inTime(clock), attempt).catch(() => undefined),
  );
  await clock.pass(Promise.all(both));
  const late = pace.run(inTime(clock, 60_000), () => Promise.resolve());
  await expect(clock.pass(late)).rejects.toMatchObject({
    hints: { retryAfterMs: 3_600_000, pauseLeftMs: 899_990, longestPauseMs: 900_000 },
  });
});
