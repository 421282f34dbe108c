import { setMaxListeners } from 'node:events';
import { HssError } from '../../contract/error';
import { SECOND_MS, steadyNow } from '../../util/time';

/** The end of a lookup: an abort signal, and when it comes (ms, as `steadyNow`). */
export interface Deadline {
  readonly at: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** A deadline so many seconds from now. */
export function deadlineIn(seconds: number): Deadline {
  const ms = Math.ceil(seconds * SECOND_MS);
  const signal = AbortSignal.timeout(ms);
  // Each request of a lookup listens. Node would write a warning for the eleventh.
  setMaxListeners(0, signal);
  return { at: steadyNow() + ms, seconds, signal };
}

/** A deadline that can stand still while nothing is asked for. */
export class PausableDeadline implements Deadline {
  public at: number;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout;
  private left = 0;

  constructor(public readonly seconds: number) {
    setMaxListeners(0, this.signal);
    const ms = Math.ceil(seconds * SECOND_MS);
    this.at = steadyNow() + ms;
    this.timer = this.abortIn(ms);
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
    this.timer = this.abortIn(this.left);
  }

  /** Frees the timer: nothing is asked for any more. */
  public end(): void {
    clearTimeout(this.timer);
  }

  private abortIn(ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => this.controller.abort(), ms);
    timer.unref();
    return timer;
  }
}

/**
 * What work comes to, or an error at the deadline, wherever the work stands then: it may be queueing behind somebody
 * else's, whose end is later.
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

/** The lookup took too long. What its last attempt ended in says why, so it is not lost. */
export function tooLateError(deadline: Deadline, query: string, last?: HssError): HssError {
  const { status, serviceCode, serviceMessage, requestId } = last?.details ?? {};
  const before = last === undefined ? '' : `; before that: ${last.summary}`;
  return new HssError(
    'HSS_TIMEOUT',
    `the lookup was not done within its deadline of ${deadline.seconds} s${before}`,
    {
      query,
      ...(status === undefined ? {} : { status }),
      ...(serviceCode === undefined ? {} : { serviceCode }),
      ...(serviceMessage === undefined ? {} : { serviceMessage }),
      ...(requestId === undefined ? {} : { requestId }),
      advice: 'try again; narrow the query, or raise deadlineSeconds',
    },
  );
}
