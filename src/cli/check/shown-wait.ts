import { setTimeout as sleep } from 'node:timers/promises';
import type { ScanWait } from '../../judging';
import { ProgressBar, spanText } from '../shared/progress';
import { counted } from '../../util/text';

/**
 * A wait for scans. On a terminal, it shows the time left; elsewhere, it prints one line at its
 * start.
 */
export class ShownWait implements ScanWait {
  public readonly now = Date.now;
  private timer: NodeJS.Timeout | undefined;
  private begun = false;

  constructor(
    public readonly seconds: number,
    private readonly say: (message: string) => void,
    private readonly bar: ProgressBar | undefined,
  ) {}

  public readonly sleep = (ms: number): Promise<void> => sleep(ms);

  public readonly onPause = (waitingFor: number, until: number): void => {
    const scans = `the scan of ${counted(waitingFor, 'image')}`;
    if (this.bar === undefined) {
      if (!this.begun) this.say(`waiting up to ${spanText(this.seconds)} for ${scans}`);
      this.begun = true;
      return;
    }
    this.show(this.bar, scans, until);
    clearInterval(this.timer);
    this.timer = setInterval(() => this.show(this.bar!, scans, until), 1000);
  };

  public readonly onTimeout = (waitingFor: number): void => {
    this.end();
    this.say(waitTimeoutText(this.seconds, waitingFor));
  };

  /** Removes the bar. */
  public end(): void {
    clearInterval(this.timer);
    this.bar?.end();
  }

  private show(bar: ProgressBar, scans: string, until: number): void {
    const left = Math.max(0, (until - this.now()) / 1000);
    bar.show({
      text: `waiting for ${scans}`,
      done: this.seconds - left,
      total: this.seconds,
      secondsLeft: Math.ceil(left),
    });
  }
}

/** Returns the message for a wait that ended before the scans. */
export function waitTimeoutText(seconds: number, waitingFor: number): string {
  const scans =
    waitingFor === 1 ? 'the scan of 1 image is' : `the scans of ${waitingFor} images are`;
  return `--wait ended after ${spanText(seconds)}: ${scans} still pending; wait longer, or run this again later`;
}
