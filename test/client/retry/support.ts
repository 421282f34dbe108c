import { setMaxListeners } from 'node:events';
import { ProcessLimiter, PROCESS_LIMITS } from '../../../src/client/retry/process-limiter';
import { Deadline } from '../../../src/client/retry/deadline';
import { AttemptFailure, RetryHints } from '../../../src/client/http/failure';
import { Level } from '../../../src/client/retry/level';
import { Pace } from '../../../src/client/retry/pace';
import { PAUSES } from '../../../src/client/retry/pauses';
import { ConnectionBound, RequestQueue } from '../../../src/client/retry/request-queue';
import { HssError } from '../../../src/contract/error';
import { VirtualClock } from './virtual-clock';

/** A server by a clock that is not the machine's, and processes that ask it. */

export function throttled(hints: RetryHints = {}): AttemptFailure {
  const error = new HssError('HSS_THROTTLED', 'too often', { status: 429 });
  return new AttemptFailure(error, true, hints);
}

export function inTime(clock: VirtualClock, ms = 3_600_000): Deadline {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return { at: clock.now() + ms, seconds: ms / 1000, signal };
}

/** Numbers from 0 to 1 that look random, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface ServerOptions {
  readonly latencyMs: number;
  /** Part of the latency by which it differs either way. */
  readonly jitter?: number;
  /** Requests in any second, as API Gateway counts them. */
  readonly perSecond?: number;
  /** Work on a request that no other one has meanwhile. */
  readonly aloneMs?: number;
}

/** A server, and what it saw. */
export class TimedServer {
  public readonly starts: number[] = [];
  public refusals = 0;
  public peak = 0;
  private underWay = 0;
  private recent: number[] = [];
  private busyUntil = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly options: ServerOptions,
    private readonly random: () => number,
  ) {}

  public readonly answer = async (): Promise<number> => {
    const { latencyMs, jitter = 0, perSecond = Infinity, aloneMs = 0 } = this.options;
    const began = this.clock.now();
    this.starts.push(began);
    this.peak = Math.max(this.peak, ++this.underWay);
    await this.clock.sleep(latencyMs * (1 + jitter * (2 * this.random() - 1)));
    const now = this.clock.now();
    this.recent = this.recent.filter((time) => now - time < 1000);
    const isOver = this.recent.length >= perSecond;
    if (!isOver) this.recent.push(now);
    this.busyUntil = Math.max(this.busyUntil, now) + aloneMs;
    if (!isOver && aloneMs > 0) await this.clock.sleep(this.busyUntil - now);
    this.underWay--;
    if (isOver) {
      this.refusals++;
      throw throttled({ windowMs: 1000, limit: perSecond });
    }
    return this.clock.now() - began;
  };
}

/** The most requests that began within any second. */
export function mostInASecond(starts: readonly number[]): number {
  const sorted = [...starts].sort((a, b) => a - b);
  let first = 0;
  return sorted.reduce((most, start, index) => {
    while (start - sorted[first] >= 1000) first++;
    return Math.max(most, index - first + 1);
  }, 0);
}

/** A process with limits of its own. */
export class Process {
  public readonly level = new Level();
  private readonly queue: RequestQueue;

  constructor(
    private readonly clock: VirtualClock,
    limiter = new ProcessLimiter(PROCESS_LIMITS),
  ) {
    this.queue = new RequestQueue(new Pace(PAUSES), this.level, limiter, clock);
  }

  /** Lists pages, the first alone. Returns how often the page was refused that was refused most. */
  public async list(
    answer: () => Promise<number>,
    pages: number,
    bound: ConnectionBound = { most: 64, underWay: 0 },
  ): Promise<number> {
    const deadline = inTime(this.clock);
    let worst = 0;
    const page = async (): Promise<void> => {
      for (let refusals = 0; ;) {
        try {
          await this.queue.run({ deadline, bound, isRepeatable: true }, answer, (ms) => ms);
          return;
        } catch {
          worst = Math.max(worst, ++refusals);
          if (refusals > 1) await this.clock.sleep(PAUSES.firstRetry * 2 ** refusals * 0.5);
        }
      }
    };
    await page();
    let left = pages - 1;
    const runner = async (): Promise<void> => {
      while (left-- > 0) await page();
    };
    await Promise.all(Array.from({ length: bound.most }, runner));
    return worst;
  }

  /** One request of a lookup of its own. */
  public ask(
    answer: () => Promise<number>,
    deadline: Deadline,
    bound: ConnectionBound = { most: 64, underWay: 0 },
    unwanted?: AbortSignal,
  ): Promise<number> {
    const request = {
      deadline,
      bound,
      isRepeatable: true,
      ...(unwanted === undefined ? {} : { unwanted }),
    };
    return this.queue.run(request, answer, (ms) => ms);
  }
}
