import type * as CliProgress from 'cli-progress';

/** What a progress bar shows at one moment. */
export interface ProgressState {
  /** The work in progress, such as `20 of 400 rows`. */
  readonly text: string;
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number;
}

/** A progress bar on a terminal. It appears with the first state and disappears at the end. */
export class ProgressBar {
  /**
   * Returns a bar, or undefined if lines can't be redrawn: in files and pipes, and under
   * `TERM=dumb`.
   */
  public static on(
    stream: NodeJS.WriteStream,
    env: NodeJS.ProcessEnv = process.env,
  ): ProgressBar | undefined {
    return stream.isTTY && env.TERM !== 'dumb' ? new ProgressBar(stream) : undefined;
  }

  /** The bar that is on the terminal now. */
  private static shown: ProgressBar | undefined;

  /**
   * Replaces the text of the current bar with a note, or restores the text.
   * @param text undefined to remove the note
   * @returns false if no bar is shown
   */
  public static note(text: string | undefined): boolean {
    const bar = ProgressBar.shown;
    if (bar === undefined) return false;
    bar.noted = text;
    bar.bar!.update({ text: text ?? bar.text });
    return true;
  }

  private bar: CliProgress.SingleBar | undefined;
  private text = '';
  private noted: string | undefined;

  private constructor(private readonly stream: NodeJS.WriteStream) {}

  public show({ text, done, total, secondsLeft }: ProgressState): void {
    this.text = text;
    const payload = { text: this.noted ?? text, left: spanText(secondsLeft) };
    if (this.bar === undefined) {
      this.bar = this.create();
      ProgressBar.shown = this;
      this.bar.start(total, done, payload);
      // Runs at any end of the process, because the bar turns off the wrapping of long lines.
      process.once('exit', this.end);
    }
    this.bar.setTotal(total);
    this.bar.update(done, payload);
  }

  /** Clears the bar, so that the next output starts on a clean line. */
  public readonly end = (): void => {
    process.off('exit', this.end);
    this.bar?.stop();
    this.bar = undefined;
    this.noted = undefined;
    if (ProgressBar.shown === this) ProgressBar.shown = undefined;
  };

  private create(): CliProgress.SingleBar {
    // Loaded late, because most runs end before they show a bar.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { SingleBar } = require('cli-progress') as typeof CliProgress;
    return new SingleBar({
      stream: this.stream,
      format: '{text} {bar} {left} left',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      clearOnComplete: true,
      // Ctrl-C ends the process at once.
      gracefulExit: false,
    });
  }
}

/** Returns a time span as `1h 2m 3s`, without the parts that are zero. */
export function spanText(seconds: number): string {
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
