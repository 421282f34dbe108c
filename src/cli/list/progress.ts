import { performance } from 'node:perf_hooks';
import type { SingleBar } from 'cli-progress';
import type { OnProgress } from '../../client/paging/paging';

/** Whoever waits less needs no bar. */
const PATIENCE_MS = 1000;

/** A bar on stderr while a listing takes long: rows, rate and time left. */
export class ListProgress {
  private readonly began = performance.now();
  private bar: SingleBar | undefined;

  /** The bar where stderr is a terminal; nothing at all elsewhere. */
  public static async on(
    stderr: { readonly isTTY?: boolean },
    wanted: boolean,
  ): Promise<ListProgress | undefined> {
    if (!wanted || stderr.isTTY !== true) return undefined;
    const { SingleBar: Bar } = await import('cli-progress');
    return new ListProgress(
      () =>
        new Bar({
          stream: process.stderr,
          format: '{value} of {total} rows [{bar}] {rate} rows/s, {left} left',
          barCompleteChar: '#',
          barIncompleteChar: '.',
          clearOnComplete: true,
          // Ctrl-C ends the process at once, and nothing is hidden that would have to be shown again.
          gracefulExit: false,
          hideCursor: false,
        }),
    );
  }

  private constructor(private readonly make: () => SingleBar) {}

  public readonly tell: OnProgress = (rows, total) => {
    const ms = performance.now() - this.began;
    if (ms < PATIENCE_MS) return;
    const rate = (rows / ms) * 1000;
    const payload = {
      rate: Math.round(rate),
      left: `${Math.ceil((total - rows) / Math.max(rate, 1))} s`,
    };
    if (this.bar === undefined) {
      this.bar = this.make();
      this.bar.start(total, rows, payload);
    }
    this.bar.setTotal(total);
    this.bar.update(rows, payload);
  };

  /** Clears it, so that what comes next begins on a clean line. */
  public end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
