import { setImmediate as turn } from 'node:timers/promises';
import { Clock } from '../../../src/client/retry/clock';

/** A clock that goes on to the next thing that is waited for once nothing else can happen: seconds cost no time. */
export class VirtualClock implements Clock {
  private time = 1_000_000;
  private readonly sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  public now(): number {
    return this.time;
  }

  public sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      this.sleepers.push({ at: this.time + ms, wake: resolve });
    });
  }

  /** What work comes to, with time passing for it. */
  public async pass<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = (): void => void (isOver = true);
    work.then(over, over);
    for (await turn(); !isOver; await turn()) {
      this.sleepers.sort((a, b) => a.at - b.at);
      const first = this.sleepers.shift();
      if (first === undefined) throw new Error('nobody waits for the time, and nothing is done');
      this.time = Math.max(this.time, first.at);
      first.wake();
    }
    return work;
  }
}
