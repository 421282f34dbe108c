import { SECOND_MS } from '../../util/time';
import { HIGHEST_LEVEL } from './level';

/** The limits of a process, whatever its number of connections. */
export interface ProcessLimits {
  /** Requests that start in any second. */
  readonly beginsASecond: number;
  /** Requests in progress at the same time. */
  readonly underWay: number;
}

/**
 * API Gateway's default quota is 200 a second for an API; the margin is for requests that the
 * network delays by different times.
 */
export const PROCESS_LIMITS: ProcessLimits = { beginsASecond: 190, underWay: HIGHEST_LEVEL };

/** Requests that may begin at once after a pause: a list of 20,000 rows has 101. */
const BURST = 100;

/**
 * A queue that waits until another request ends. The queue with the fewest requests in progress
 * goes first.
 */
export interface WaitingQueue {
  readonly underWay: number;
  goOn(): void;
}

/**
 * Limits the requests of a process: how many start in a second, and how many are in progress. After
 * a burst, requests are evenly spaced, because the network can move two bursts that are a second
 * apart into the same second of the server.
 */
export class ProcessLimiter {
  /** When the last requests began, oldest first; at most `beginsASecond`. */
  private readonly times: number[] = [];
  /** When the last request would have begun if all had been evenly spaced. */
  private spaced = -Infinity;
  private underWay = 0;
  private readonly gapMs: number;
  private readonly burstMs: number;
  private readonly waiting = new Set<WaitingQueue>();

  constructor(private readonly limits: ProcessLimits = PROCESS_LIMITS) {
    this.gapMs = SECOND_MS / limits.beginsASecond;
    this.burstMs = BURST * this.gapMs;
  }

  /** Whether another request may begin. */
  public get hasRoom(): boolean {
    return this.underWay < this.limits.underWay;
  }

  /** Calls a queue once, when the next request ends. */
  public whenEnded(waiting: WaitingQueue): void {
    this.waiting.add(waiting);
  }

  /** Returns when the next request may begin. */
  public next(now: number): number {
    const isFull = this.times.length >= this.limits.beginsASecond;
    const byWindow = isFull ? this.times[0] + SECOND_MS : -Infinity;
    // The time for which a request waits does not add to the next burst.
    if (byWindow > now) this.spaced = Math.max(this.spaced, byWindow + this.burstMs);
    return Math.max(byWindow, this.spaced - this.burstMs);
  }

  public begin(now: number): void {
    this.times.push(now);
    if (this.times.length > this.limits.beginsASecond) this.times.shift();
    this.spaced = Math.max(this.spaced, now) + this.gapMs;
    this.underWay++;
  }

  public end(): void {
    this.underWay--;
    const waiting = [...this.waiting].sort((one, other) => one.underWay - other.underWay);
    this.waiting.clear();
    for (const one of waiting) one.goOn();
  }
}
