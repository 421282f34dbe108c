import { MINUTE_MS, SECOND_MS } from '../../util/time';
import { AttemptFailure } from '../http/failure';
import { Pauses } from './pauses';

/** The longest pause that one refusal can demand, so that a gateway's mistake does not silence a process for days. */
const LONGEST_DEMAND_MS = 15 * MINUTE_MS;

/**
 * After a refusal the rate is this part of the refused one. It is back there after `RECOVERY_SECONDS`, by a cubic that
 * is flat around the refused rate and then ever steeper.
 */
const DECREASE = 0.85;
const RECOVERY_SECONDS = 1;

/**
 * What the rate grows by besides, in requests a second, each second: the same for a large share of a quota and for a
 * moderate one, so shares become equal. A small share grows by this part of it, or most of its requests would be refused.
 */
const GROWTH = 4;
const GROWTH_OF_SMALL = 0.2;

/** Requests a second: the slowest rate, a guess where nothing was measured, and the rate beyond which nothing is held back. */
const SLOWEST = 1;
const GUESS = 10;
const UNHINDERED = 200;

/**
 * The part of the quota that the first refusal leaves a process at least, where the server names the quota. Of processes that
 * start together some get hardly anything through before it, and what they got says nothing of their share.
 */
const FIRST_SHARE = 1 / 10;

/** The time in which the requests let through are counted, which tells the rate that a server allows, and the least for it. */
const MEASURED_MS = 1000;
const LEAST_MEASURED_MS = 250;

/** The first pause is this part of the window in which a server counts, where the rate is held back already. */
const PACED_PAUSE = 1 / 10;

/** How late a timer may be without making the rate lower. */
const TIMER_SLACK_MS = 10;

/** What was known when a request began, to learn from its answer. */
export interface PaceMark {
  readonly slowdowns: number;
  readonly passed: number;
}

/**
 * The pace of all requests of the process with one credential. A 429 to one of them is a pause for all. Then they
 * go out one after the other, at a rate that rises again: slowly around the one that was refused, then ever
 * faster, as by TCP's CUBIC.
 */
export class Pace {
  /** The rate that was too much, requests a second; undefined while nothing is held back. */
  private ceiling: number | undefined;
  private notBefore = -Infinity;
  /** The next request's time, by the rate. */
  private nextByRate = -Infinity;
  private slowdowns = 0;
  private slowdownsInARow = 0;
  /** The pause after the first of the slowdowns in a row, which the next double. */
  private firstPause = 0;
  private passed = 0;
  private isMeasured = false;
  private lastRefusal: AttemptFailure | undefined;
  /** When requests were let through, as far as it is measured. */
  private readonly letThrough: number[] = [];

  constructor(private readonly pauses: Pauses) {}

  /** The end of the last pause. */
  public get pausedUntil(): number {
    return this.notBefore;
  }

  /** The last refusal. */
  public get refusal(): AttemptFailure | undefined {
    return this.lastRefusal;
  }

  /** When the next request may begin. */
  public next(): number {
    return Math.max(this.nextByRate, this.notBefore);
  }

  public begin(now: number): PaceMark {
    const due = Math.max(this.next(), now - TIMER_SLACK_MS);
    this.nextByRate = due + SECOND_MS / this.rateAt(now);
    return { slowdowns: this.slowdowns, passed: this.passed };
  }

  /** Learns that a request was let through. */
  public accepted(now: number, mark: PaceMark): void {
    this.passed++;
    const { slowdowns } = mark;
    if (slowdowns === this.slowdowns) {
      this.slowdownsInARow = 0;
    } else if (this.isMeasured && this.ceiling !== undefined && slowdowns === this.slowdowns - 1) {
      // It was let through in the time that was measured, and is heard of only now.
      this.ceiling = Math.min(this.ceiling + SECOND_MS / MEASURED_MS, UNHINDERED);
    }
    this.forget(now);
    this.letThrough.push(now);
  }

  /** Whether a request was let through since another one began. */
  public hasPassedSince({ passed }: PaceMark): boolean {
    return this.passed > passed;
  }

  /**
   * Learns from a 429.
   * @returns the rate that is left, requests a second, where this refusal slows down
   */
  public refused(now: number, failure: AttemptFailure, mark: PaceMark): number | undefined {
    // Of those that were under way together the first one slows down. What the others say is known by then, but for the time.
    const isNews = mark.slowdowns === this.slowdowns;
    if (!isNews && failure.hints.retryAfterMs === undefined) return undefined;
    const wasPaced = Number.isFinite(this.rateAt(now));
    if (isNews) this.slowDown(now, failure);
    this.lastRefusal = failure;
    const pause = Math.min(this.pauseAfter(failure, now, wasPaced), LONGEST_DEMAND_MS);
    this.notBefore = Math.max(this.notBefore, now + pause);
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
      // Until the first of ours in the last second leaves the window. Where there is none, others' leave it at any time.
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

  /** Requests a second that were let through since the last pause; undefined where that is too short a time. */
  private measured(now: number): number | undefined {
    const time = Math.min(MEASURED_MS, now - this.notBefore);
    if (time < LEAST_MEASURED_MS) return undefined;
    const count = this.letThrough.filter((at) => at > now - time).length;
    return count / (time / SECOND_MS);
  }

  /** Requests a second; infinite while nothing is held back. */
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
