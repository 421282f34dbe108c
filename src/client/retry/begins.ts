import { SECOND_MS } from '../../util/time';
import { HIGHEST_LEVEL } from './level';

/** What a process does at most. */
export interface ProcessLimits {
  /** Requests that begin in any second. */
  readonly beginsASecond: number;
  /** Requests under way at once. */
  readonly underWay: number;
}

/** API Gateway's default quota is 200 a second for an API; the margin is for requests that the network delays by different times. */
export const PROCESS_LIMITS: ProcessLimits = { beginsASecond: 190, underWay: HIGHEST_LEVEL };

/** Requests that may begin at once after a pause: a list of 20,000 rows has 101. */
const BURST = 100;

/** The requests of one credential at one endpoint, which wait for others to end. Those with the fewest under way go first. */
export interface WaitsForRoom {
  readonly underWay: number;
  goOn(): void;
}

/**
 * Bounds the requests of a process: how many begin in a second, and how many are under way at once. After a burst
 * requests begin evenly spaced, because a server that receives bursts a second apart counts more of them in one second than begin in it.
 */
export class Begins {
  /** When the last requests began, oldest first; at most `beginsASecond`. */
  private readonly times: number[] = [];
  /** When the requests that have begun would have, evenly spaced. */
  private spaced = -Infinity;
  private underWay = 0;
  private readonly gapMs: number;
  private readonly burstMs: number;
  private readonly waiting = new Set<WaitsForRoom>();

  constructor(private readonly limits: ProcessLimits = PROCESS_LIMITS) {
    this.gapMs = SECOND_MS / limits.beginsASecond;
    this.burstMs = BURST * this.gapMs;
  }

  /** Whether another request may be under way. */
  public get hasRoom(): boolean {
    return this.underWay < this.limits.underWay;
  }

  /** Calls back once when a request has ended. */
  public whenEnded(waiting: WaitsForRoom): void {
    this.waiting.add(waiting);
  }

  /** When the next request that waits may begin. */
  public next(now: number): number {
    const isFull = this.times.length >= this.limits.beginsASecond;
    const byWindow = isFull ? this.times[0] + SECOND_MS : -Infinity;
    // What a request waits for the window adds nothing to the burst that may follow.
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
