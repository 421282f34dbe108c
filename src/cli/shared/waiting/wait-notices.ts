import type { PendingRequest, RequestWatcher } from '../../../client/observer';
import { SECOND_MS, steadyNow } from '../../../util/time';
import { waitText } from './wait-text';

/** The silence before the first line, and the longest silence between two lines, ms. */
const FIRST_SILENCE_MS = 10 * SECOND_MS;
const LONGEST_SILENCE_MS = 160 * SECOND_MS;

/** Shows a line, or removes it once HSS has answered. */
export type ShowLine = (line: string | undefined) => void;

/**
 * Prints what a command waits for when HSS has not answered for a while: after ten seconds, then at
 * growing intervals, so that a log gets few lines. The intervals grow even if HSS answers in
 * between, and start again after a long time without a line.
 */
export class WaitNotices implements RequestWatcher {
  private readonly pending = new Set<PendingRequest>();
  private silentSince = 0;
  private silence = FIRST_SILENCE_MS;
  private lastLineAt = -Infinity;
  private isShown = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param now ms, as `steadyNow` */
  constructor(
    private readonly show: ShowLine,
    private readonly now: () => number = steadyNow,
  ) {}

  public began(request: PendingRequest): void {
    if (this.pending.size === 0) {
      this.silentSince = this.now();
      this.timer = setInterval(() => this.look(), SECOND_MS);
      // The requests keep the process alive.
      this.timer.unref();
    }
    this.pending.add(request);
  }

  public ended(request: PendingRequest, isAnswered: boolean): void {
    this.pending.delete(request);
    if (isAnswered) this.silentSince = this.now();
    if (isAnswered || this.pending.size === 0) this.clear();
    if (this.pending.size === 0) clearInterval(this.timer);
  }

  private look(): void {
    const now = this.now();
    if (now - this.lastLineAt > 2 * LONGEST_SILENCE_MS) this.silence = FIRST_SILENCE_MS;
    const isSilent = now - this.silentSince >= FIRST_SILENCE_MS;
    if (!isSilent || now - Math.max(this.silentSince, this.lastLineAt) < this.silence) return;
    this.lastLineAt = now;
    this.silence = Math.min(2 * this.silence, LONGEST_SILENCE_MS);
    this.isShown = true;
    this.show(waitText([...this.pending], now));
  }

  private clear(): void {
    if (this.isShown) this.show(undefined);
    this.isShown = false;
  }
}
