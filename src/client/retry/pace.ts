import { setTimeout as timer } from 'node:timers/promises';
import { HssError } from '../../contract/error';
import { MINUTE_MS } from '../../util/time';
import { Credential, identityOf } from '../credentials/credential';
import { Deadline } from './deadline';
import { AttemptFailure } from '../http/failure';
import { PAUSES, Pauses } from './pauses';

/** The time, ms, and a sleep that an abort ends by throwing. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => timer(ms, undefined, { signal }),
};

/** What one refusal can demand at most, so that a slip of a gateway's does not silence a process for days. */
const LONGEST_DEMAND_MS = 15 * MINUTE_MS;

/** After a refusal the rate is so much of what went through before it, and nears that again by so steep a cubic. */
const DECREASE = 0.7;
const STEEPNESS = 0.4;

/** Requests a second: as slow as it gets, a guess where nothing was measured, and as fast as makes no difference any more. */
const SLOWEST = 1;
const GUESS = 10;
const UNHINDERED = 1000;

/** What has been let through within so many ms tells the rate that a server allows. */
const MEASURED_MS = 1000;

/**
 * The pace of all requests of the process with one credential. A 429 to one of them is a pause for all, and then they
 * go out one after the other, at a rate that rises again: slowly around the one that was refused, then ever
 * faster, by TCP's CUBIC as in the adaptive retries of the AWS SDKs.
 */
export class Pace {
  /** The rate that was too much, requests a second; undefined while nothing is held back. */
  private ceiling: number | undefined;
  private notBefore = -Infinity;
  /** The next request's time, by the rate. */
  private next = -Infinity;
  private slowdowns = 0;
  private slowdownsInARow = 0;
  private refusal: HssError | undefined;
  /** When requests were let through, as far as it is measured. */
  private readonly letThrough: number[] = [];
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pauses: Pauses = PAUSES,
    private readonly clock: Clock = REAL_CLOCK,
  ) {}

  /**
   * Makes an attempt when its turn has come, and learns from what it comes to.
   * @throws AttemptFailure at once when the turn comes only after the deadline; and what the attempt throws
   */
  public async run<T>(deadline: Deadline, attempt: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(() => this.turn(deadline));
    this.queue = turn.catch(() => undefined);
    await turn;
    const { slowdowns } = this;
    try {
      const result = await attempt();
      this.accepted(slowdowns);
      return result;
    } catch (thrown) {
      if (thrown instanceof AttemptFailure) {
        const { status } = thrown.error.details;
        if (status === 429 && thrown.retryable) this.refused(thrown, slowdowns);
        else if (status !== undefined) this.accepted(slowdowns);
      }
      throw thrown;
    }
  }

  private async turn(deadline: Deadline): Promise<void> {
    for (;;) {
      deadline.signal.throwIfAborted();
      const now = this.clock.now();
      if (this.notBefore >= deadline.at && this.refusal !== undefined) {
        throw new AttemptFailure(this.refusal, false);
      }
      const time = Math.max(this.next, this.notBefore);
      if (time <= now) {
        this.next = now + 1000 / this.rateAt(now);
        return;
      }
      // Another one's refusal may come meanwhile, and put the turn off.
      await this.clock.sleep(time - now, deadline.signal);
    }
  }

  /** @param slowdowns how many there had been when the request went out */
  private accepted(slowdowns: number): void {
    const now = this.clock.now();
    if (slowdowns === this.slowdowns) this.slowdownsInARow = 0;
    this.forget(now);
    this.letThrough.push(now);
  }

  private refused(failure: AttemptFailure, slowdowns: number): void {
    const now = this.clock.now();
    const demanded = failure.retryAfterMs ?? failure.windowMs;
    // Of those that were under way together the first one slows down. What the others say is known by then, but for the time.
    if (slowdowns === this.slowdowns) this.slowDown(now);
    else if (demanded === undefined) return;
    this.refusal = failure.error;
    const doubled = this.pauses.firstThrottle * 2 ** (this.slowdownsInARow - 1);
    const own = Math.min(doubled, this.pauses.longestThrottle) * (1 + Math.random() / 4);
    const pause = Math.min(demanded ?? own, LONGEST_DEMAND_MS);
    this.notBefore = Math.max(this.notBefore, now + pause);
  }

  private slowDown(now: number): void {
    this.slowdowns += 1;
    this.slowdownsInARow += 1;
    this.forget(now);
    const measured = this.letThrough.length / (MEASURED_MS / 1000);
    const rate = this.rateAt(now);
    const tooMuch = measured > 0 ? Math.min(measured, rate) : rate / 2;
    this.ceiling = Math.max(SLOWEST, Number.isFinite(tooMuch) ? tooMuch : GUESS);
  }

  /** Requests a second; infinite while nothing is held back. */
  private rateAt(now: number): number {
    if (this.ceiling === undefined) return Infinity;
    const seconds = Math.max(0, now - this.notBefore) / 1000;
    const level = Math.cbrt((this.ceiling * (1 - DECREASE)) / STEEPNESS);
    const rate = this.ceiling + STEEPNESS * (seconds - level) ** 3;
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

const byIdentity = new Map<string, Pace>();

/** The one of a credential at an endpoint, in this process: quotas are a region's. */
export function paceOf(credential: Credential, endpoint: URL, pauses: Pauses): Pace {
  const key = identityOf(credential, endpoint.href);
  let found = byIdentity.get(key);
  if (found === undefined) byIdentity.set(key, (found = new Pace(pauses)));
  return found;
}
