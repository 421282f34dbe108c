import { HssError } from '../../contract/error';
import { passingError } from '../../contract/errors/error-outlook';
import { SECOND_MS, steadyNow } from '../../util/time';
import { Deadline, PausableDeadline } from './deadline';

/**
 * The limit of all lookups of one command: none starts after it, and none takes longer than it may
 * take alone. Each lookup gets a separate deadline, because the client identifies lookups by their
 * deadlines.
 */
export class SharedDeadline {
  private readonly end: number;
  private last: HssError | undefined;

  /**
   * @param seconds the limit of one lookup, and of all lookups together
   * @param waitSeconds the time that a wait for scans adds for all together
   */
  constructor(
    private readonly seconds: number,
    private readonly waitSeconds = 0,
  ) {
    this.end = steadyNow() + (seconds + waitSeconds) * SECOND_MS;
  }

  /**
   * Returns the deadline of a lookup that begins now; it has passed already if no time is left.
   * @param checkSeconds the limit of a check, which leaves time for the checks after it
   */
  public next(checkSeconds = Infinity): PausableDeadline {
    const leftMs = Math.max(0, this.end - steadyNow());
    // An earlier error is no reason for a check that used up its own time.
    if (checkSeconds * SECOND_MS < leftMs) {
      return new PausableDeadline(checkSeconds, { scope: 'check' });
    }
    return new PausableDeadline(this.seconds, {
      leftMs,
      scope: 'command',
      waitSeconds: this.waitSeconds,
      ...(this.last === undefined ? {} : { before: this.last }),
    });
  }

  /**
   * Runs a lookup with the remaining time.
   * @param checkSeconds as for `next`
   * @throws errors of the lookup; a temporary one is also the reason in the errors of later lookups
   * that come too late
   */
  public async run<T>(
    lookup: (deadline: Deadline) => Promise<T>,
    checkSeconds?: number,
  ): Promise<T> {
    const deadline = this.next(checkSeconds);
    try {
      return await lookup(deadline);
    } catch (error) {
      this.last = passingError(error) ?? this.last;
      throw error;
    } finally {
      deadline.end();
    }
  }
}
