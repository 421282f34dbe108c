import { setTimeout as sleep } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { ScanWait } from '../../judging';

/** A wait that shows on a terminal how long it still may last. Elsewhere it says once that it has begun. */
export class ShownWait implements ScanWait {
  public readonly now = Date.now;
  private bar: SingleBar | undefined;
  private timer: NodeJS.Timeout | undefined;
  private begun = false;

  constructor(
    public readonly seconds: number,
    private readonly shown: { readonly quiet?: true },
    private readonly say: (message: string) => void,
  ) {}

  public readonly sleep = (ms: number): Promise<void> => sleep(ms);

  public readonly onPause = (waitingFor: number, until: number): void => {
    const scans = `the scan of ${waitingFor} image${waitingFor === 1 ? '' : 's'}`;
    if (process.stderr.isTTY !== true || this.shown.quiet) {
      if (!this.begun) this.say(`waiting up to ${spanText(this.seconds)} for ${scans}`);
      this.begun = true;
      return;
    }
    this.show(scans, until);
  };

  /** Takes the bar away. */
  public end(): void {
    clearInterval(this.timer);
    this.bar?.stop();
    this.bar = undefined;
  }

  private show(scans: string, until: number): void {
    const left = (): string => spanText(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    const passed = (): number => Math.min(this.seconds, this.seconds - (until - Date.now()) / 1000);
    if (this.bar === undefined) {
      this.bar = new SingleBar({
        format: 'waiting for {scans} {bar} {left} left',
        stream: process.stderr,
        clearOnComplete: true,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 24,
        gracefulExit: false,
      });
      // Whatever ends the process: the bar has changed how the terminal wraps lines.
      process.once('exit', () => this.end());
      this.bar.start(this.seconds, passed(), { scans, left: left() });
      this.timer = setInterval(() => this.bar?.update(passed(), { left: left() }), 1000);
    }
    this.bar.update(passed(), { scans, left: left() });
  }
}

function spanText(seconds: number): string {
  const [hours, minutes, rest] = [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map(
    Math.floor,
  );
  const parts = [
    ...(hours > 0 ? [`${hours}h`] : []),
    ...(minutes > 0 ? [`${minutes}m`] : []),
    ...(rest > 0 ? [`${rest}s`] : []),
  ];
  return parts.join(' ') || '0s';
}
