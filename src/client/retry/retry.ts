import {
  DelegateBackoff,
  ExponentialBackoff,
  IRetryBackoffContext,
  RetryPolicy,
  handleWhen,
  retry,
} from 'cockatiel';
import { HssError } from '../../contract/error';
import { Deadline } from './deadline';
import { AttemptFailure } from '../http/failure';
import { steadyNow } from '../../util/time';
import { Pauses } from './pauses';

/** The statuses that another attempt may change. Which failures without an answer it may is in `failure-kind.ts`. */
export const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The one status below 500 that does not say whether a request was carried out: it took too long. */
const REQUEST_TIMEOUT = 408;

/** Whether an answer says that the request was not carried out: a redirect or a refusal, no failure of the server. */
export function isRefusal({ details: { status } }: HssError): boolean {
  return status !== undefined && status >= 300 && status < 500 && status !== REQUEST_TIMEOUT;
}

/** Whether a server refuses a request because there are too many. */
export function isThrottled({ details: { status } }: HssError): boolean {
  return status === 429;
}

/** Whether there may be too many requests under way: a connection or a proxy failed, or a server failed or refused. */
export function mayBeOfLoad({ code, details: { status } }: HssError): boolean {
  if (status === undefined) return code === 'HSS_UNREACHABLE' || code === 'HSS_TIMEOUT';
  return status === 403 || status >= 500;
}

/**
 * Makes the policy by which one request is retried: only what may pass, and only as long as the deadline leaves time for it.
 * The pauses are in `pauses.ts`; what slows all requests down after a 429 is in `pace.ts`.
 *
 * A 429 counts as a retry only if no other request was let through meanwhile, up to as many as may be retried: of
 * thousands of requests that share a quota, some are refused several times by chance.
 * @param maxRetries after the first attempt; 5 unless the connection says otherwise (`settings/options.ts`)
 */
export function retryingBy(deadline: Deadline, maxRetries: number, pauses: Pauses): RetryPolicy {
  let counted = 0;
  const worthRetrying = (error: Error): boolean => {
    if (!(error instanceof AttemptFailure) || !error.retryable) return false;
    const { retryAfterMs = 0, othersPassed = false } = error.hints;
    if (!othersPassed) counted++;
    return counted <= maxRetries && steadyNow() + retryAfterMs < deadline.at;
  };
  return retry(handleWhen(worthRetrying), {
    maxAttempts: 2 * maxRetries,
    backoff: jitteredBackoff(deadline, pauses),
  });
}

/** At least what the server asked for, at least the jittered doubling, at most what the deadline leaves. */
function jitteredBackoff(
  deadline: Deadline,
  { firstRetry, longestRetry }: Pauses,
): DelegateBackoff<IRetryBackoffContext<unknown>, unknown> {
  let doubling = new ExponentialBackoff({
    initialDelay: firstRetry,
    maxDelay: longestRetry,
  }).next();
  return new DelegateBackoff((context) => {
    const failure = 'error' in context.result ? context.result.error : undefined;
    // The pace has all requests wait; this one only where it is refused again, so that others try first.
    const isPaced = failure instanceof AttemptFailure && isThrottled(failure.error);
    if (isPaced && context.attempt === 1) return 0;
    const asked = failure instanceof AttemptFailure ? (failure.hints.retryAfterMs ?? 0) : 0;
    const delay = Math.max(asked, doubling.duration);
    doubling = doubling.next(undefined);
    return Math.max(0, Math.min(delay, deadline.at - steadyNow()));
  });
}
