import { setMaxListeners } from 'node:events';
import { HssError } from '../../contract/error';
import { SECOND_MS, steadyNow } from '../../util/time';

/** The end of a lookup. Requests of one lookup share it, and are known by it. */
export interface Deadline {
  /** When it passes, ms, as `steadyNow`. */
  readonly at: number;
  /** The limit as the user knows it, which can be longer than the time that was left. */
  readonly seconds: number;
  /** Aborts when the deadline passes. */
  readonly signal: AbortSignal;
  /** What the limit is for, where that is not one lookup. */
  readonly scope?: DeadlineScope;
  /** What a wait for scans adds to the limit. */
  readonly waitSeconds?: number;
  /** The last error of an earlier lookup under the same limit. */
  readonly before?: HssError;
}

/** What several lookups belong to that share one limit. */
export type DeadlineScope = 'command' | 'gate';

/** What else is known of a deadline. */
export type DeadlineDetails = Pick<Deadline, 'scope' | 'waitSeconds' | 'before'> & {
  readonly leftMs?: number;
};

/** The deadline of a lookup that begins now. It can be paused while nothing is asked. */
export class PausableDeadline implements Deadline {
  public at: number;
  public readonly scope?: DeadlineScope;
  public readonly waitSeconds?: number;
  public readonly before?: HssError;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private left: number;

  /** @param details with the time that is left of the limit, where that is shorter */
  constructor(
    public readonly seconds: number,
    { leftMs = Infinity, scope, waitSeconds, before }: DeadlineDetails = {},
  ) {
    // Each request of a lookup listens. Node would write a warning for the eleventh.
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

  /** Frees the timer once nothing more is asked. */
  public end(): void {
    clearTimeout(this.timer);
  }

  private readonly abort = (): void => {
    this.controller.abort(new DOMException('the deadline has passed', 'TimeoutError'));
  };
}

/**
 * Runs work, and throws at the deadline wherever the work is then: it may be queued behind the request of another client,
 * whose deadline is later.
 * @throws what `tooLate` makes, and what the work throws
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
 * Returns the error of a lookup whose deadline has passed.
 * @param last the failure of its last attempt, which says why
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
  return new HssError('HSS_TIMEOUT', withCause(limit, cause), {
    query,
    ...(status === undefined ? {} : { status }),
    ...(serviceCode === undefined ? {} : { serviceCode }),
    ...(serviceMessage === undefined ? {} : { serviceMessage }),
    ...(requestId === undefined ? {} : { requestId }),
    advice: `try again; ${scope === undefined ? 'narrow the query' : 'ask for less at a time'}, or raise deadlineSeconds`,
  });
}

function withCause(limit: string, cause: HssError | undefined): string {
  if (cause === undefined) return limit;
  // An earlier lookup met the same limit, and says why.
  return cause.summary.startsWith(limit)
    ? cause.summary
    : `${limit}; before that: ${cause.summary}`;
}
