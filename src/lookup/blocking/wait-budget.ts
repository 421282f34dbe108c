import { HssError } from '../../contract/error';
import { passingError } from '../../contract/errors/error-outlook';
import { SECOND_MS, steadyNow } from '../../util/time';

/**
 * The time that one gate may wait for all its lookups together: as long as for a single one,
 * although some start only after others are answered. Only the time that this thread waits is used
 * up: an app may do other things between two lookups.
 */
export class WaitBudget {
  private waitedMs = 0;
  private last: HssError | undefined;

  /** @param waitSeconds how long the gate may additionally wait for scans */
  constructor(
    public readonly waitSeconds = 0,
    private readonly now: () => number = steadyNow,
  ) {}

  /** Returns how long a lookup that starts now may take, in ms; 0 if no time is left. */
  public leftMs(deadlineSeconds: number): number {
    const allMs = (deadlineSeconds + this.waitSeconds) * SECOND_MS;
    return Math.max(0, Math.min(deadlineSeconds * SECOND_MS, allMs - this.waitedMs));
  }

  /** The last temporary error: it explains why the time is used up. */
  public get lastError(): HssError | undefined {
    return this.last;
  }

  /**
   * Reads a lookup, and uses up the time that this takes.
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
