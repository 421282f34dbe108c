/** Failed attempts that a key survives; the next one locks it. */
export const ALLOWED_FAILURES = 5;
/** How long it stays locked. */
export const LOCK_MS = 5 * 60_000;

interface FailedAttempts {
  failures: number;
  lastFailure: number;
}

/**
 * Locks an access key after more than five failed attempts, for five minutes. This is what a client
 * that retries a 401 runs into. A success forgives earlier failures, and so do five quiet minutes.
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

  /** Counts a failure. Attempts on a locked key are not failures: they do not prolong the lock. */
  public failed(accessKey: string, now: number): void {
    const failures = this.attempts.get(accessKey)?.failures ?? 0;
    this.attempts.set(accessKey, { failures: failures + 1, lastFailure: now });
  }

  public succeeded(accessKey: string): void {
    this.attempts.delete(accessKey);
  }
}
