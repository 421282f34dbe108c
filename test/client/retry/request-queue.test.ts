import fc from 'fast-check';
import { ProcessLimiter, PROCESS_LIMITS } from '../../../src/client/retry/process-limiter';
import { Process, ServerOptions, TimedServer, inTime, mostInASecond, randomFrom } from './support';
import { AttemptFailure } from '../../../src/client/http/failure';
import { HssError } from '../../../src/contract/error';
import { VirtualClock } from './virtual-clock';

/** Level, pace and process together, by a clock that is not the machine's. */

// Pauses are drawn at random; here they are the same each time.
beforeEach(() => jest.spyOn(Math, 'random').mockImplementation(randomFrom(1)));
afterEach(() => jest.restoreAllMocks());

async function listOf(
  pages: number,
  options: ServerOptions,
  { most = 64, seed = 1 } = {},
): Promise<{ readonly seconds: number; readonly server: TimedServer; readonly worst: number }> {
  const clock = new VirtualClock();
  const server = new TimedServer(clock, options, randomFrom(seed));
  const began = clock.now();
  const bound = { most, underWay: 0 };
  const worst = await clock.pass(new Process(clock).list(server.answer, pages, bound));
  return { seconds: (clock.now() - began) / 1000, server, worst };
}

test.each([10, 50, 100, 200])(
  'lists come near what is possible at %d ms, with jitter',
  async (latencyMs) => {
    const options = { latencyMs, jitter: 0.3, perSecond: 200 };
    const short = await listOf(101, options);
    // 1, 8, 16, 32 and 44: five round trips, each as long as its slowest answer.
    expect(short.seconds).toBeLessThan((5 * 1.3 * latencyMs) / 1000);
    const long = await listOf(1200, options);
    const possible = 1200 / 200 + (6 * latencyMs) / 1000;
    expect(long.seconds).toBeLessThan(1.1 * possible);
    expect([short.server.refusals, long.server.refusals]).toEqual([0, 0]);
  },
);

test('whatever is asked, never more begin in a second, and never more are under way, than may', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 64 }),
      fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      async (latencyMs, most, lists, seed) => {
        const clock = new VirtualClock();
        const server = new TimedServer(clock, { latencyMs, jitter: 0.5 }, randomFrom(seed));
        const bound = { most, underWay: 0 };
        const limiter = new ProcessLimiter(PROCESS_LIMITS);
        // Two credentials of one process.
        const asking = [new Process(clock, limiter), new Process(clock, limiter)];
        await clock.pass(
          Promise.all(
            lists.map((pages, index) =>
              index % 2 === 0
                ? asking[0].list(server.answer, pages, bound)
                : asking[1].list(server.answer, pages),
            ),
          ),
        );
        expect(server.starts).toHaveLength(lists.reduce((sum, pages) => sum + pages, 0));
        expect(mostInASecond(server.starts)).toBeLessThanOrEqual(PROCESS_LIMITS.beginsASecond);
        // One more where one of the two has none under way.
        expect(server.peak).toBeLessThanOrEqual(64 + 1);
        if (lists.length === 1) expect(server.peak).toBeLessThanOrEqual(most);
      },
    ),
    { seed: 5, numRuns: 30 },
  );
});

test('requests that the network delays are not more than 200 in any second either', async () => {
  const { server } = await listOf(1200, { latencyMs: 50, jitter: 0.3 }, { seed: 4 });
  const random = randomFrom(8);
  expect(mostInASecond(server.starts.map((start) => start + 50 * random()))).toBeLessThanOrEqual(
    200,
  );
});

test.each([20, 50, 200])(
  'a server that takes %d ms for one request alone has few under way',
  async (aloneMs) => {
    const { server, seconds } = await listOf(600, { latencyMs: 10, aloneMs });
    expect(server.peak).toBeLessThanOrEqual(24);
    expect(seconds).toBeLessThan(0.6 * aloneMs + 1);
  },
);

test.each([10, 50, 200])(
  'a server that allows 50 a second is used, at %d ms',
  async (latencyMs) => {
    const { server, seconds, worst } = await listOf(505, { latencyMs, jitter: 0.3, perSecond: 50 });
    expect(seconds).toBeLessThan(1.25 * (505 / 50));
    expect(server.refusals).toBeLessThanOrEqual(64 + 5 * seconds);
    expect(worst).toBeLessThanOrEqual(4);
  },
);

describe('ten processes that share a quota of 200 a second', () => {
  test.each([
    ['lists of 101 pages', Array<number>(10).fill(101), 50],
    ['lists of 60 pages', Array<number>(10).fill(60), 50],
    ['lists of 101 pages, far away', Array<number>(10).fill(101), 150],
    ['lists of 20 to 300 pages', [20, 20, 40, 40, 80, 80, 150, 150, 300, 300], 50],
  ])('%s: all are done within 1.5 times of what it allows', async (_, sizes, latencyMs) => {
    const clock = new VirtualClock();
    const random = randomFrom(sizes[0]);
    const server = new TimedServer(clock, { latencyMs, jitter: 0.3, perSecond: 200 }, random);
    const began = clock.now();
    const worst = await clock.pass(
      Promise.all(
        sizes.map(async (pages) => {
          await clock.sleep(500 * random());
          return new Process(clock).list(server.answer, pages);
        }),
      ),
    );
    const seconds = (clock.now() - began) / 1000;
    const total = sizes.reduce((sum, pages) => sum + pages, 0);
    expect(seconds).toBeLessThanOrEqual((1.5 * total) / 200);
    expect(server.refusals).toBeLessThan(0.5 * total);
    expect(Math.max(...worst)).toBeLessThanOrEqual(5);
  });
});

describe('turns', () => {
  test('lookups take turns: one request does not wait for the pages of long lists', async () => {
    const clock = new VirtualClock();
    const server = new TimedServer(clock, { latencyMs: 100, aloneMs: 20 }, randomFrom(1));
    const asking = new Process(clock);
    const lists = Promise.all([1, 2, 3].map(() => asking.list(server.answer, 200)));
    await clock.pass(clock.sleep(2000));
    const began = clock.now();
    await clock.pass(asking.ask(server.answer, inTime(clock)));
    // Those that are under way, at 20 ms each, and a few that had their turn before.
    expect(clock.now() - began).toBeLessThan(100 + 30 * 20);
    await clock.pass(lists);
    expect(server.starts).toHaveLength(601);
  });

  test('requests of one lookup go in the order of asking', async () => {
    const clock = new VirtualClock();
    const asking = new Process(clock);
    const deadline = inTime(clock);
    const order: number[] = [];
    const asked = Array.from({ length: 30 }, (_, index) =>
      asking.ask(async () => {
        order.push(index);
        await clock.sleep(10);
        return 10;
      }, deadline),
    );
    await clock.pass(Promise.all(asked));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test.each(['deadline', 'unwanted'] as const)(
    '%s: a request that stops waiting is never made',
    async (which) => {
      const clock = new VirtualClock();
      const server = new TimedServer(clock, { latencyMs: 100 }, randomFrom(1));
      const asking = new Process(clock);
      const bound = { most: 1, underWay: 0 };
      const gone = new AbortController();
      const first = asking.ask(server.answer, inTime(clock), bound);
      const deadline = inTime(clock);
      const waits =
        which === 'deadline'
          ? asking.ask(server.answer, { ...deadline, signal: gone.signal }, bound)
          : asking.ask(server.answer, deadline, bound, gone.signal);
      const next = asking.ask(server.answer, inTime(clock), bound);
      gone.abort(new Error('gone'));
      await expect(waits).rejects.toThrow('gone');
      await clock.pass(Promise.all([first, next]));
      expect(server.starts).toHaveLength(2);
      expect(server.peak).toBe(1);
    },
  );

  test('the time that a request waits for its turn is not its latency', async () => {
    const { server, seconds } = await listOf(400, { latencyMs: 100 }, { most: 4 });
    expect(server.peak).toBe(4);
    expect(seconds).toBeCloseTo(0.1 + 0.1 * Math.ceil(399 / 4), 1);
  });
});

test.each([
  { given: 'a server that answers 500', code: 'HSS_SERVER_ERROR', status: 500 },
  { given: 'a gateway that answers 403', code: 'HSS_FORBIDDEN', status: 403 },
  { given: 'a proxy that makes no connection', code: 'HSS_UNREACHABLE', status: undefined },
] as const)(
  '$given beyond ten requests at once is asked again with fewer, and no more than that later',
  async ({ code, status }) => {
    const clock = new VirtualClock();
    let [underWay, refused] = [0, 0];
    const answer = async (): Promise<number> => {
      const isOver = ++underWay > 10;
      await clock.sleep(50);
      underWay--;
      if (!isOver) return 50;
      refused++;
      const error = new HssError(code, 'too many', status === undefined ? {} : { status });
      throw new AttemptFailure(error, false);
    };
    const asking = new Process(clock);
    const worst = await clock.pass(asking.list(answer, 500));
    expect(worst).toBe(1);
    expect(refused).toBeLessThanOrEqual(64);
    expect(asking.level.limit).toBe(8);
  },
);

test('a request that fails below the first level, or can be sent once only, is not asked for again', async () => {
  const clock = new VirtualClock();
  const failure = new AttemptFailure(new HssError('HSS_FORBIDDEN', 'no', { status: 403 }), false);
  const fail = () => Promise.reject(failure);
  const asking = new Process(clock);
  await expect(clock.pass(asking.ask(fail, inTime(clock)))).rejects.toBe(failure);
});

test('servers that never answer do not keep another one waiting', async () => {
  const clock = new VirtualClock();
  const limiter = new ProcessLimiter(PROCESS_LIMITS);
  const silent = () => new Promise<number>(() => undefined);
  for (let server = 0; server < 8; server++) {
    const asking = new Process(clock, limiter);
    for (let index = 0; index < 20; index++) void asking.ask(silent, inTime(clock));
  }
  const healthy = async (): Promise<number> => {
    await clock.sleep(20);
    return 20;
  };
  const began = clock.now();
  await clock.pass(new Process(clock, limiter).list(healthy, 5));
  expect(clock.now() - began).toBeLessThan(1000);
});
