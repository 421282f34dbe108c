/** Failed attempts that don't lock a key; the next one does. */
export const ALLOWED_FAILURES = 5;
/** How long a key stays locked. */
export const LOCK_MS = 5 * 60_000;

interface FailedAttempts {
  failures: number;
  lastFailure: number;
}

/**
 * Locks an access key for five minutes after more than five failed attempts, as happens to a client
 * that retries a 401. A success or five minutes without a failure reset the count.
 */
export class Lockout {
  private readonly attempts = new Map<string, FailedAttempts>();

  public isLocked(accessKey: string, now: number): boolean {
    const known = this.attempts.get(accessKey);
    if (known !== undefined && now - known.lastFailure >= LOCK_MS) {
      this.attempts.delete(accessKey);
      return false;
    }
    return known !== undefined && known.failures > ALLOWED_FAILURES;
  }

  /**
   * Counts a failure. Not called for attempts on a locked key, so that these don't prolong the
   * lock.
   */
  public failed(accessKey: string, now: number): void {
    const failures = this.attempts.get(accessKey)?.failures ?? 0;
    this.attempts.set(accessKey, { failures: failures + 1, lastFailure: now });
  }

  public succeeded(accessKey: string): void {
    this.attempts.delete(accessKey);
  }
}
