import { MINUTE_MS, SECOND_MS } from '../../util/time';
import { AttemptFailure } from '../http/failure';
import { Pauses } from './pauses';

/**
 * The longest pause that one refusal can demand, so that a gateway's mistake does not block a
 * process for days.
 */
export const LONGEST_DEMAND_MS = 15 * MINUTE_MS;

/**
 * The factor by which a refusal reduces the rate. The rate is back at the refused one after
 * `RECOVERY_SECONDS`, by a cubic that is flat around that rate and then ever steeper.
 */
const DECREASE = 0.85;
const RECOVERY_SECONDS = 1;

/**
 * How much the rate grows in addition, in requests a second, each second: the same for a large and
 * a moderate share of a quota, so that shares become equal. A small share grows by this part of
 * itself, or most of its requests would be refused.
 */
const GROWTH = 4;
const GROWTH_OF_SMALL = 0.2;

/**
 * Requests a second: the slowest rate, a guess without measurements, and the rate above which
 * requests are not limited.
 */
const SLOWEST = 1;
const GUESS = 10;
const UNHINDERED = 200;

/**
 * The least part of the quota that the first refusal leaves a process, if the server names the
 * quota. When processes start together, some get hardly any request through before that, which says
 * nothing about their share.
 */
const FIRST_SHARE = 1 / 10;

/**
 * The time in which the requests let through are counted, to measure the rate that a server allows,
 * and the least time for that.
 */
const MEASURED_MS = 1000;
const LEAST_MEASURED_MS = 250;

/** The first pause is this part of the server's time window, if the rate is already limited. */
const PACED_PAUSE = 1 / 10;

/** How late a timer may be without reducing the rate. */
const TIMER_SLACK_MS = 10;

/** The state when a request began, for evaluating its answer. */
export interface PaceMark {
  readonly slowdowns: number;
  readonly passed: number;
}

/**
 * The pace of all requests of the process with one credential. A 429 to one of them pauses all.
 * Then they start one after the other, at a rate that rises again: slowly around the refused rate,
 * then ever faster, as in TCP's CUBIC.
 */
export class Pace {
  /** The refused rate, requests a second; undefined while requests are not limited. */
  private ceiling: number | undefined;
  private notBefore = -Infinity;
  /** The next request's time, by the rate. */
  private nextByRate = -Infinity;
  private slowdowns = 0;
  private slowdownsInARow = 0;
  /** The pause after the first of several slowdowns in a row. Each further one doubles it. */
  private firstPause = 0;
  private passed = 0;
  private isMeasured = false;
  private longestRefusal: AttemptFailure | undefined;
  /** When requests were let through, within the measured time. */
  private readonly letThrough: number[] = [];

  constructor(private readonly pauses: Pauses) {}

  /** The end of the last pause. */
  public get pausedUntil(): number {
    return this.notBefore;
  }

  /** The refusal that caused the pause which ends last. */
  public get refusal(): AttemptFailure | undefined {
    return this.longestRefusal;
  }

  /** Returns when the next request may begin. */
  public next(): number {
    return Math.max(this.nextByRate, this.notBefore);
  }

  public begin(now: number): PaceMark {
    const due = Math.max(this.next(), now - TIMER_SLACK_MS);
    this.nextByRate = due + SECOND_MS / this.rateAt(now);
    return { slowdowns: this.slowdowns, passed: this.passed };
  }

  /** Records that a request was let through. */
  public accepted(now: number, mark: PaceMark): void {
    this.passed++;
    const { slowdowns } = mark;
    if (slowdowns === this.slowdowns) {
      this.slowdownsInARow = 0;
    } else if (this.isMeasured && this.ceiling !== undefined && slowdowns === this.slowdowns - 1) {
      // It was let through in the measured time, but its answer arrived only now.
      this.ceiling = Math.min(this.ceiling + SECOND_MS / MEASURED_MS, UNHINDERED);
    }
    this.forget(now);
    this.letThrough.push(now);
  }

  /** Returns whether a request was let through since another one began. */
  public hasPassedSince({ passed }: PaceMark): boolean {
    return this.passed > passed;
  }

  /**
   * Adapts to a 429.
   * @returns the remaining rate, requests a second, if this refusal reduces it
   */
  public refused(now: number, failure: AttemptFailure, mark: PaceMark): number | undefined {
    // Among parallel requests only the first refusal reduces the rate. The others only add their
    // `Retry-After`.
    const isNews = mark.slowdowns === this.slowdowns;
    if (!isNews && failure.hints.retryAfterMs === undefined) return undefined;
    const wasPaced = Number.isFinite(this.rateAt(now));
    if (isNews) this.slowDown(now, failure);
    const pause = Math.min(this.pauseAfter(failure, now, wasPaced), LONGEST_DEMAND_MS);
    if (now + pause >= this.notBefore) {
      this.notBefore = now + pause;
      this.longestRefusal = failure;
    }
    return isNews ? this.rateAt(now) : undefined;
  }

  private pauseAfter(
    { hints: { retryAfterMs, windowMs } }: AttemptFailure,
    now: number,
    wasPaced: boolean,
  ): number {
    if (retryAfterMs !== undefined) return retryAfterMs;
    const { firstThrottle, longestThrottle } = this.pauses;
    const window = windowMs ?? firstThrottle;
    if (this.slowdownsInARow === 1) {
      const isKnown = wasPaced || windowMs !== undefined;
      this.firstPause = isKnown ? window * PACED_PAUSE : window;
    }
    if (windowMs !== undefined && (windowMs > SECOND_MS || !wasPaced)) {
      // Wait until the first of our requests in the last second leaves the window. If there are
      // none, the requests in it are those of others, which may leave it at any time.
      const oldest = this.letThrough.at(0);
      return oldest === undefined ? (window * (1 + Math.random())) / 2 : window - (now - oldest);
    }
    const doubled = this.firstPause * 2 ** (this.slowdownsInARow - 1);
    return Math.min(doubled, longestThrottle) * (1 + Math.random() / 4);
  }

  private slowDown(now: number, { hints: { limit, windowMs = 0 } }: AttemptFailure): void {
    this.slowdowns++;
    this.slowdownsInARow++;
    this.forget(now);
    const rate = this.rateAt(now);
    const measured = this.measured(now);
    this.isMeasured = measured !== undefined && measured > 0 && measured <= rate;
    const tooMuch = this.isMeasured ? measured! : Number.isFinite(rate) ? rate : GUESS;
    const share = limit === undefined ? 0 : (FIRST_SHARE * limit * SECOND_MS) / windowMs;
    const least = Math.max(SLOWEST, Number.isFinite(rate) ? 0 : share);
    this.ceiling = Math.max(least, measured === 0 ? tooMuch / 2 : tooMuch);
  }

  /**
   * Returns the requests a second that were let through since the last pause; undefined if that
   * time is too short.
   */
  private measured(now: number): number | undefined {
    const time = Math.min(MEASURED_MS, now - this.notBefore);
    if (time < LEAST_MEASURED_MS) return undefined;
    const count = this.letThrough.filter((at) => at > now - time).length;
    return count / (time / SECOND_MS);
  }

  /** Returns the requests a second; infinite while requests are not limited. */
  private rateAt(now: number): number {
    if (this.ceiling === undefined) return Infinity;
    const seconds = Math.max(0, now - this.notBefore) / SECOND_MS;
    const steps = seconds / RECOVERY_SECONDS - 1;
    const growth = Math.min(GROWTH, GROWTH_OF_SMALL * this.ceiling);
    const rate = this.ceiling * (1 + (1 - DECREASE) * steps ** 3) + growth * seconds;
    if (rate < UNHINDERED) return rate;
    this.ceiling = undefined;
    return Infinity;
  }

  private forget(now: number): void {
    while (this.letThrough.length > 0 && this.letThrough[0] <= now - MEASURED_MS) {
      this.letThrough.shift();
    }
  }
}
