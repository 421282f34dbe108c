import type { PendingRequest } from '../../../client/observer';
import { plain } from '../../../util/safe-text';
import { SECOND_MS } from '../../../util/time';
import { counted } from '../../../util/text';

/** Names of the statuses after which a request is retried. */
const STATUS_NAMES: { readonly [status: number]: string } = {
  429: 'too many requests',
  502: 'bad gateway',
  503: 'service unavailable',
  504: 'gateway timeout',
};

/**
 * Returns a line that says what a command waits for, and why.
 * @param pending at least one request
 * @param now ms, as `steadyNow`
 */
export function waitText(pending: readonly PendingRequest[], now: number): string {
  const end = clockTime(Math.max(...pending.map(({ deadline }) => deadline)));
  return plain(`waiting for HSS: ${reasonText(pending, now, end)}`);
}

function reasonText(pending: readonly PendingRequest[], now: number, end: string): string {
  const [reason, failed] = mostFrequentFailure(pending);
  if (reason !== undefined) {
    return `${counted(failed.length, 'request')} ${reason}${pauseText(failed, now)}, retrying until ${end}`;
  }
  const sent = pending.filter(({ firstSentAt }) => firstSentAt !== undefined);
  if (sent.length === 0) return `${counted(pending.length, 'request')} queued, giving up at ${end}`;
  const oldest = sent.reduce((one, other) => (other.firstSentAt! < one.firstSentAt! ? other : one));
  const seconds = Math.round((now - oldest.firstSentAt!) / SECOND_MS);
  const others = pending.length === 1 ? '' : ` and ${counted(pending.length - 1, 'other request')}`;
  return `no answer for ${seconds} s to ${withoutParameters(oldest.query)} (${attemptText(oldest)})${others}, giving up at ${end}`;
}

/**
 * Returns the most frequent failure and the requests that had it. A timeout is left out, because
 * the request still has no answer.
 */
function mostFrequentFailure(
  pending: readonly PendingRequest[],
): readonly [string | undefined, readonly PendingRequest[]] {
  const byReason = new Map<string, PendingRequest[]>();
  for (const request of pending) {
    const reason = failureText(request);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), request]);
  }
  const groups = [...byReason].sort(([, one], [, other]) => other.length - one.length);
  return groups[0] ?? [undefined, []];
}

function failureText({ failure }: PendingRequest): string | undefined {
  if (failure === undefined) return undefined;
  const { status } = failure.details;
  if (status === undefined) {
    return failure.code === 'HSS_TIMEOUT' ? undefined : `failed (${failure.summary})`;
  }
  const name = STATUS_NAMES[status];
  return `got ${status}${name === undefined ? '' : ` (${name})`}`;
}

/** Says when the next attempt starts, if HSS asked for a pause. */
function pauseText(failed: readonly PendingRequest[], now: number): string {
  const times = failed.flatMap(({ retryAt = -Infinity }) => (retryAt > now ? [retryAt] : []));
  return times.length === 0 ? '' : `, next attempt at ${clockTime(Math.min(...times))}`;
}

function attemptText({ attempts, mostAttempts }: PendingRequest): string {
  return attempts > mostAttempts ? `attempt ${attempts}` : `attempt ${attempts} of ${mostAttempts}`;
}

function withoutParameters(query: string): string {
  return query.replace(/\?.*$/s, '');
}

/** Returns the time of day in this machine's time zone. */
function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}
