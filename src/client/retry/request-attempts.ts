import { AttemptCount, HssError, HssErrorCode } from '../../contract/error';
import { steadyNow } from '../../util/time';
import { AttemptFailure } from '../http/failure';
import { PendingRequest } from '../observer';

/** Errors that another attempt may resolve, so that the number of attempts is informative. */
const COUNTED: ReadonlySet<HssErrorCode> = new Set<HssErrorCode>([
  'HSS_THROTTLED',
  'HSS_TIMEOUT',
  'HSS_UNREACHABLE',
  'HSS_SERVER_ERROR',
]);

/** Counts the attempts of one request, for its error and for observers of the request. */
export class RequestAttempts implements PendingRequest {
  public attempts = 0;
  public firstSentAt: number | undefined;
  public failure: HssError | undefined;
  public retryAt: number | undefined;
  private wait: Omit<AttemptCount, 'count' | 'ms'> = {};
  private readonly queuedAt: number;

  /**
   * @param mostAttempts 429s that concern the rate and not this request don't count (`retry.ts`)
   */
  constructor(
    public readonly query: string,
    public readonly deadline: number,
    public readonly mostAttempts: number,
    private readonly now: () => number = steadyNow,
  ) {
    this.queuedAt = now();
  }

  public sent(): void {
    this.attempts++;
    this.firstSentAt ??= this.now();
  }

  /** Records the failure of an attempt, or of the wait for one. */
  public failed({ error, hints }: AttemptFailure): void {
    const { retryAfterMs, pauseLeftMs, longestPauseMs } = hints;
    this.failure = error;
    this.wait = {
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(pauseLeftMs === undefined ? {} : { pauseLeftMs }),
      ...(longestPauseMs === undefined ? {} : { longestPauseMs }),
    };
    const leftMs = pauseLeftMs ?? retryAfterMs;
    this.retryAt = leftMs === undefined ? undefined : this.now() + leftMs;
  }

  /**
   * Returns the error of the request, with the number of attempts if informative.
   * @param waitedFor the request that it had to wait for if it was not sent
   */
  public counted(error: HssError, waitedFor?: string): HssError {
    if (!COUNTED.has(error.code)) return error;
    const isWaiting = this.attempts === 0 && error.code === 'HSS_TIMEOUT';
    const attempts: AttemptCount = {
      count: this.attempts,
      ms: this.now() - (this.firstSentAt ?? this.queuedAt),
      ...(this.firstSentAt === undefined ? {} : { queuedMs: this.firstSentAt - this.queuedAt }),
      ...(isWaiting && waitedFor !== undefined ? { waitedFor } : {}),
      ...this.wait,
    };
    return new HssError(error.code, error.summary, { ...error.details, attempts });
  }
}
