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

/**
 * The statuses that another attempt may change. The failures without an answer that it may change
 * are in `failure-kind.ts`.
 */
export const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * The only status below 500 after which the request may have been carried out: it took too long.
 */
const REQUEST_TIMEOUT = 408;

/**
 * Returns whether an answer shows that the request was not carried out: a redirect or a refusal,
 * but not a failure of the server.
 */
export function isRefusal({ details: { status } }: HssError): boolean {
  return status !== undefined && status >= 300 && status < 500 && status !== REQUEST_TIMEOUT;
}

/** Returns whether a server refuses a request because there are too many. */
export function isThrottled({ details: { status } }: HssError): boolean {
  return status === 429;
}

/**
 * Returns whether too many parallel requests may be the cause: a connection or a proxy failed, or a
 * server failed or refused.
 */
export function mayBeOfLoad({ code, details: { status } }: HssError): boolean {
  if (status === undefined) return code === 'HSS_UNREACHABLE' || code === 'HSS_TIMEOUT';
  return status === 403 || status >= 500;
}

/**
 * Makes the retry policy for one request: it retries only temporary failures, and only while the
 * deadline leaves time. The pauses are in `pauses.ts`; the slowdown of all requests after a 429 is
 * in `pace.ts`.
 *
 * A 429 counts as a retry only if no other request was let through meanwhile: of thousands of
 * requests that share a quota, some are refused several times by chance. All retries together are
 * limited to twice `maxRetries`.
 * @param maxRetries after the first attempt; 5 by default (`settings/options.ts`)
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

/**
 * Waits at least as long as the server asked, at least the jittered doubling, and at most until the
 * deadline.
 */
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
    // The pace pauses all requests; this one pauses in addition only if it is refused again, so
    // that others go first.
    const isPaced = failure instanceof AttemptFailure && isThrottled(failure.error);
    if (isPaced && context.attempt === 1) return 0;
    const asked = failure instanceof AttemptFailure ? (failure.hints.retryAfterMs ?? 0) : 0;
    const delay = Math.max(asked, doubling.duration);
    doubling = doubling.next(undefined);
    return Math.max(0, Math.min(delay, deadline.at - steadyNow()));
  });
}
