import { HssError } from '../../contract/error';
import { passingError } from '../../contract/errors/error-outlook';
import { SECOND_MS, steadyNow } from '../../util/time';

/**
 * The time for which one gate may wait for all its lookups: no longer than for one, though some begin only after others have
 * been answered. Only the time counts for which this thread waits: an app may do other things between two lookups.
 */
export class WaitBudget {
  private waitedMs = 0;
  private last: HssError | undefined;

  /** @param waitSeconds what the gate may wait for scans besides */
  constructor(
    public readonly waitSeconds = 0,
    private readonly now: () => number = steadyNow,
  ) {}

  /** Returns how long a lookup may take that begins now, in ms; 0 where no time is left. */
  public leftMs(deadlineSeconds: number): number {
    const allMs = (deadlineSeconds + this.waitSeconds) * SECOND_MS;
    return Math.max(0, Math.min(deadlineSeconds * SECOND_MS, allMs - this.waitedMs));
  }

  /** The last error that may pass: it says why the time was used up. */
  public get lastError(): HssError | undefined {
    return this.last;
  }

  /**
   * Reads a lookup, and counts the time until it is there.
   * @throws what reading throws
   */
  public count<T>(read: () => T): T {
    const began = this.now();
    try {
      return read();
    } catch (error) {
      this.last = passingError(error) ?? this.last;
      throw error;
    } finally {
      this.waitedMs += this.now() - began;
    }
  }
}
