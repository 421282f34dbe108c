import { PausableDeadline } from '../client/retry/deadline';
import { ReadingFinding, PageHandedOn, PageReader } from '../client/paging/pages-handed-on';
import { WorkerFinding } from './request';

/** What the worker says to the main thread of one lookup. */
export interface SayToMain {
  page(page: PageHandedOn): void;
  /** That all pages of a reading have been handed on. */
  handedOn(reading: number): Promise<void>;
}

/** The main thread as the worker sees it: it reads the pages of one lookup, but only once the app wants the rows. */
export class RemoteReader implements PageReader {
  private latest: Pick<WorkerFinding, 'reading' | 'finding'> | undefined;
  private wake = (): void => undefined;

  /** @param deadline stands still while nothing is asked for */
  constructor(
    private readonly say: SayToMain,
    private readonly deadline: PausableDeadline,
  ) {}

  /** Takes what the main thread has found. */
  public hear(found: WorkerFinding): void {
    this.latest = found;
    this.wake();
  }

  public read(page: PageHandedOn): void {
    this.say.page(page);
  }

  public objection(reading: number): ReadingFinding | undefined {
    return this.latest?.reading === reading ? this.latest.finding : undefined;
  }

  public async finding(reading: number): Promise<ReadingFinding> {
    if (this.objection(reading) === undefined) await this.say.handedOn(reading);
    this.deadline.pause();
    for (;;) {
      const finding = this.objection(reading);
      if (finding !== undefined) {
        this.latest = undefined;
        this.deadline.resume();
        return finding;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
