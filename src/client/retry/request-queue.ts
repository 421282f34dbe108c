import { Credential, identityOf } from '../credentials/credential';
import { AttemptFailure } from '../http/failure';
import { ProcessLimiter } from './process-limiter';
import { Clock, REAL_CLOCK } from './clock';
import { Deadline } from './deadline';
import { FIRST_LEVEL, Level } from './level';
import { LONGEST_DEMAND_MS, Pace, PaceMark } from './pace';
import { Pauses } from './pauses';
import { isThrottled, mayBeOfLoad } from './retry';
import { FairQueue } from './fair-queue';

/** The limit of a connection, and its number of requests in progress. */
export interface ConnectionBound {
  readonly most: number;
  underWay: number;
}

/** A request to be queued. */
export interface TurnRequest {
  readonly deadline: Deadline;
  readonly bound: ConnectionBound;
  /** Whether it is safe to send the request again after any failure. */
  readonly isRepeatable: boolean;
  /** Removes the request from the queue when its answer is no longer needed. */
  readonly unwanted?: AbortSignal;
}

/** The state of pace and level when a request began, for evaluating its answer. */
interface Marks {
  readonly pace: PaceMark;
  readonly level: number;
}

/** A queued request. */
interface Turn extends TurnRequest {
  readonly go: (marks: Marks) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Queues the requests with one credential at one endpoint, and sends as many in parallel as the
 * level and each connection allow, as fast as the pace and the limits of the process allow.
 *
 * Requests of one lookup, known by its deadline, go in order, and lookups take turns.
 */
export class RequestQueue {
  private readonly waiting = new FairQueue<Turn>();
  private alarm: { readonly at: number; readonly stop: AbortController } | undefined;

  constructor(
    private readonly pace: Pace,
    private readonly level: Level,
    private readonly limiter: ProcessLimiter,
    private readonly clock: Clock = REAL_CLOCK,
  ) {}

  /**
   * Makes an attempt when its turn has come, and adapts to its result.
   * @param latencyOf ms from sending the request to the end of its answer; undefined if it shows
   * nothing about the server's load
   * @throws AttemptFailure at once when a pause ends only after the deadline; the reason of the
   * signal that ends the wait; and errors of the attempt
   */
  public async run<Answer>(
    request: TurnRequest,
    attempt: () => Promise<Answer>,
    latencyOf: (answer: Answer) => number | undefined,
  ): Promise<Answer> {
    const marks = await this.turn(request);
    try {
      const answer = await attempt();
      this.pace.accepted(this.clock.now(), marks.pace);
      const ms = latencyOf(answer);
      if (ms !== undefined) this.level.answered(ms, marks.level);
      return answer;
    } catch (thrown) {
      throw thrown instanceof AttemptFailure ? this.learnedFrom(thrown, marks, request) : thrown;
    } finally {
      request.bound.underWay--;
      this.level.end();
      this.limiter.end();
      this.goOn();
    }
  }

  /** Adapts to a failure, and returns it with the details that the pace knows. */
  private learnedFrom(
    failure: AttemptFailure,
    { pace: mark, level }: Marks,
    { isRepeatable }: TurnRequest,
  ): AttemptFailure {
    const now = this.clock.now();
    const { error, retryable, hints } = failure;
    if (isThrottled(error) && retryable) {
      const othersPassed = this.pace.hasPassedSince(mark);
      const rate = this.pace.refused(now, failure, mark);
      this.refuseLate();
      if (rate !== undefined) this.level.refused(rate);
      return new AttemptFailure(error, retryable, { ...hints, othersPassed });
    }
    // A proxy or a gateway may allow fewer requests in parallel than the level. The same request
    // passes at a lower level then.
    const isCrowded = isRepeatable && level > FIRST_LEVEL && mayBeOfLoad(error);
    if (retryable || isCrowded) this.level.failed(level);
    if (error.details.status !== undefined) this.pace.accepted(now, mark);
    return isCrowded ? new AttemptFailure(error, true, hints) : failure;
  }

  private turn(request: TurnRequest): Promise<Marks> {
    const { deadline, unwanted } = request;
    const signals = unwanted === undefined ? [deadline.signal] : [deadline.signal, unwanted];
    return new Promise((resolve, reject) => {
      signals.forEach((signal) => signal.throwIfAborted());
      const refusal = this.refusalFor(request);
      if (refusal !== undefined) throw refusal;
      const over = (): void => {
        signals.forEach((signal) => signal.removeEventListener('abort', leave));
      };
      const leave = ({ target }: Event): void => {
        over();
        this.waiting.remove(deadline, turn);
        reject((target as AbortSignal).reason as Error);
        this.goOn();
      };
      const turn: Turn = {
        ...request,
        go: (marks) => (over(), resolve(marks)),
        refuse: (error) => (over(), reject(error)),
      };
      signals.forEach((signal) => signal.addEventListener('abort', leave));
      this.waiting.add(deadline, turn);
      this.goOn();
    });
  }

  /** Sends as many requests as allowed, and sets a timer for the next. */
  public goOn(): void {
    this.letGo();
    // A timer without a queued request would keep the process alive.
    if (this.waiting.size > 0) return;
    this.alarm?.stop.abort();
    this.alarm = undefined;
  }

  /** The number of requests in progress. */
  public get underWay(): number {
    return this.level.count;
  }

  private letGo(): void {
    while (this.waiting.size > 0 && this.level.hasRoom) {
      // One is always allowed, or servers that never answer would block all others.
      if (!this.limiter.hasRoom && this.level.count > 0) {
        this.limiter.whenEnded(this);
        return;
      }
      const now = this.clock.now();
      const time = Math.max(this.pace.next(), this.limiter.next(now));
      if (time > now) {
        this.wakeAt(time, now);
        return;
      }
      const turn = this.waiting.take(({ bound }) => bound.underWay < bound.most);
      if (turn === undefined) return;
      turn.bound.underWay++;
      this.limiter.begin(now);
      turn.go({ pace: this.pace.begin(now), level: this.level.begin() });
    }
  }

  /**
   * Returns the failure of a request whose pause ends after its deadline, so that it fails at once.
   */
  private refusalFor({ deadline }: TurnRequest): AttemptFailure | undefined {
    const { refusal, pausedUntil } = this.pace;
    const isLate = pausedUntil > this.clock.now() && pausedUntil >= deadline.at;
    if (!isLate || refusal === undefined) return undefined;
    const { retryAfterMs } = refusal.hints;
    const hints =
      retryAfterMs === undefined
        ? {}
        : {
            retryAfterMs,
            pauseLeftMs: pausedUntil - this.clock.now(),
            ...(retryAfterMs > LONGEST_DEMAND_MS ? { longestPauseMs: LONGEST_DEMAND_MS } : {}),
          };
    return new AttemptFailure(refusal.error, false, hints);
  }

  private refuseLate(): void {
    this.waiting
      .removeAll((turn) => this.refusalFor(turn) !== undefined)
      .forEach((turn) => turn.refuse(this.refusalFor(turn)!));
  }

  private wakeAt(at: number, now: number): void {
    if (this.alarm !== undefined) {
      if (this.alarm.at <= at) return;
      this.alarm.stop.abort();
    }
    const stop = new AbortController();
    this.alarm = { at, stop };
    const wake = (): void => {
      if (this.alarm?.stop === stop) this.alarm = undefined;
      this.goOn();
    };
    this.clock.sleep(at - now, stop.signal).then(wake, () => undefined);
  }
}

/** The limits of the process, shared by all its lookups. Tests have their own. */
const byPauses = new WeakMap<Pauses, ProcessLimiter>();

function limiterOf(pauses: Pauses): ProcessLimiter {
  let found = byPauses.get(pauses);
  if (found === undefined) byPauses.set(pauses, (found = new ProcessLimiter(pauses.process)));
  return found;
}

const byIdentity = new Map<string, RequestQueue>();

/** Returns the queue of a credential at an endpoint in this process: each region has its quotas. */
export function requestQueueOf(
  credential: Credential,
  endpoint: URL,
  pauses: Pauses,
): RequestQueue {
  const key = identityOf(credential, endpoint.href);
  let found = byIdentity.get(key);
  if (found === undefined) {
    found = new RequestQueue(new Pace(pauses), new Level(), limiterOf(pauses));
    byIdentity.set(key, found);
  }
  return found;
}
