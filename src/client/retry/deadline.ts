import { setMaxListeners } from 'node:events';
import { HssError } from '../../contract/error';
import { SECOND_MS, steadyNow } from '../../util/time';

/** The end of a lookup. All requests of a lookup share it, and it identifies the lookup. */
export interface Deadline {
  /** When it passes, ms, as `steadyNow`. */
  readonly at: number;
  /** The limit as the user knows it, which can be longer than the remaining time. */
  readonly seconds: number;
  /** Aborts when the deadline passes. */
  readonly signal: AbortSignal;
  /** What the limit applies to, if not to one lookup. */
  readonly scope?: DeadlineScope;
  /** The time that a wait for scans adds to the limit. */
  readonly waitSeconds?: number;
  /** The last error of an earlier lookup under the same limit. */
  readonly before?: HssError;
}

/** What shares one limit among several lookups. */
export type DeadlineScope = 'command' | 'gate' | 'check';

/** Further details of a deadline. */
export type DeadlineDetails = Pick<Deadline, 'scope' | 'waitSeconds' | 'before'> & {
  readonly leftMs?: number;
};

/** The deadline of a lookup that begins now. It can be paused while no request is needed. */
export class PausableDeadline implements Deadline {
  public at: number;
  public readonly scope?: DeadlineScope;
  public readonly waitSeconds?: number;
  public readonly before?: HssError;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private left: number;

  /** @param details with the remaining time, if shorter than the limit */
  constructor(
    public readonly seconds: number,
    { leftMs = Infinity, scope, waitSeconds, before }: DeadlineDetails = {},
  ) {
    // Each request of a lookup adds a listener. Node would write a warning for the eleventh.
    setMaxListeners(0, this.signal);
    if (scope !== undefined) this.scope = scope;
    if (waitSeconds !== undefined) this.waitSeconds = waitSeconds;
    if (before !== undefined) this.before = before;
    this.left = Math.max(0, Math.min(Math.ceil(seconds * SECOND_MS), leftMs));
    this.at = steadyNow() + this.left;
    if (this.left === 0) this.abort();
    else this.resume();
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public pause(): void {
    clearTimeout(this.timer);
    this.left = Math.max(0, this.at - steadyNow());
  }

  public resume(): void {
    this.at = steadyNow() + this.left;
    this.timer = setTimeout(this.abort, this.left);
    this.timer.unref();
  }

  /** Frees the timer after the last request. */
  public end(): void {
    clearTimeout(this.timer);
  }

  private readonly abort = (): void => {
    this.controller.abort(new DOMException('the deadline has passed', 'TimeoutError'));
  };
}

/**
 * Runs work, and throws at the deadline even if the work is still queued behind a request of
 * another client with a later deadline.
 * @throws the error of `tooLate`, and errors of the work
 */
export async function beforeDeadline<T>(
  deadline: Deadline,
  tooLate: () => HssError,
  work: () => Promise<T>,
): Promise<T> {
  const { signal } = deadline;
  if (signal.aborted) throw tooLate();
  let stop = (): void => undefined;
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(tooLate());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * The minimum time left, ms, for a request to be sent. Lookups with a common end have separate
 * timers, which fire one after the other. When the first lookup ends, the requests of the others
 * are next in the queue, and must not be sent.
 */
const LEAST_LEFT_MS = 5;

/**
 * Throws where too little time is left to send a request.
 * @param last the failure of its last attempt
 * @throws HSS_TIMEOUT
 */
export function throwIfOver(deadline: Deadline, query: string, last?: HssError): void {
  const isOver = deadline.signal.aborted || deadline.at - steadyNow() < LEAST_LEFT_MS;
  if (isOver) throw tooLateError(deadline, query, last);
}

/**
 * Returns the error of a lookup whose deadline has passed.
 * @param last the failure of its last attempt, as the reason
 */
export function tooLateError(
  deadline: Pick<Deadline, 'seconds' | 'scope' | 'waitSeconds' | 'before'>,
  query: string,
  last?: HssError,
): HssError {
  const { seconds, scope, waitSeconds = 0, before } = deadline;
  const wait = waitSeconds > 0 ? ` plus ${waitSeconds} s of waiting for scans` : '';
  const limit =
    scope === undefined
      ? `the lookup was not done within its deadline of ${seconds} s`
      : `the ${scope} did not get all answers within its deadline of ${seconds} s${wait}`;
  const cause = last ?? before;
  const { status, serviceCode, serviceMessage, requestId } = cause?.details ?? {};
  const remedy =
    scope === 'check'
      ? 'check the network and proxy'
      : `${scope === undefined ? 'narrow the query' : 'ask for less at a time'}, or raise deadlineSeconds`;
  return new HssError('HSS_TIMEOUT', withCause(limit, cause), {
    query,
    ...(status === undefined ? {} : { status }),
    ...(serviceCode === undefined ? {} : { serviceCode }),
    ...(serviceMessage === undefined ? {} : { serviceMessage }),
    ...(requestId === undefined ? {} : { requestId }),
    advice: `try again; ${remedy}`,
  });
}

function withCause(limit: string, cause: HssError | undefined): string {
  if (cause === undefined) return limit;
  // An earlier lookup hit the same limit, and its error has the reason.
  return cause.summary.startsWith(limit)
    ? cause.summary
    : `${limit}; before that: ${cause.summary}`;
}
