import { PausableDeadline } from '../client/retry/deadline';
import { ReadingFinding, PageHandedOn, PageReader } from '../client/paging/pages-handed-on';
import { AllHandedOn, WorkerFinding } from './request';

/** Sends messages about one lookup to the main thread. */
export interface MainThreadChannel {
  page(page: PageHandedOn): void;
  /** Reports that all pages of a reading have been handed on. */
  handedOn(all: AllHandedOn): void;
}

/**
 * The worker's side of a reader in the main thread. The main thread reads the pages of a lookup
 * once the app needs the rows.
 */
export class RemoteReader implements PageReader {
  private latest: Pick<WorkerFinding, 'reading' | 'finding'> | undefined;
  private wake = (): void => undefined;

  /**
   * @param summaryOf describes a reading whose pages have all been handed on
   * @param deadline is paused while no request is needed
   */
  constructor(
    private readonly channel: MainThreadChannel,
    private readonly summaryOf: (reading: number) => Promise<AllHandedOn>,
    private readonly deadline: PausableDeadline,
  ) {}

  /** Receives a finding of the main thread. */
  public receive(found: WorkerFinding): void {
    this.latest = found;
    this.wake();
  }

  public read(page: PageHandedOn): void {
    this.channel.page(page);
  }

  public objection(reading: number): ReadingFinding | undefined {
    return this.latest?.reading === reading ? this.latest.finding : undefined;
  }

  public async finding(reading: number): Promise<ReadingFinding> {
    if (this.objection(reading) === undefined) {
      this.channel.handedOn(await this.summaryOf(reading));
    }
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
