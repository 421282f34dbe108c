import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';

/** An answer as received, before it is judged. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: Buffer<ArrayBuffer>;
  /** From sending the request to the end of the answer. Excludes the time to connect. */
  readonly ms: number;
}

/**
 * Collects one complete answer from undici. Its `request` would make a stream of each body, which
 * takes as long as parsing HTTP, and no answer is of use before its end.
 */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private sentAt = 0;
  private status = 0;
  private headers: HttpAnswer['headers'] = {};
  private stop = (): void => undefined;

  private constructor(
    private readonly signal: AbortSignal,
    private readonly done: (answer: HttpAnswer) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** Dispatches a request; an abort ends it by the signal's reason. */
  public static collect(
    dispatcher: Dispatcher,
    options: Dispatcher.DispatchOptions,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      dispatcher.dispatch(options, new AnswerCollector(signal, resolve, reject));
    });
  }

  public onRequestStart(controller: Dispatcher.DispatchController): void {
    this.sentAt = performance.now();
    this.stop = () => controller.abort(this.signal.reason as Error);
    if (this.signal.aborted) this.stop();
    else this.signal.addEventListener('abort', this.stop, { once: true });
  }

  public onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: HttpAnswer['headers'],
  ): void {
    this.status = status;
    this.headers = headers;
  }

  public onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  public onResponseEnd(): void {
    this.signal.removeEventListener('abort', this.stop);
    // A separate buffer, which can be transferred to another thread.
    const body = Buffer.from(new ArrayBuffer(this.length));
    let end = 0;
    for (const chunk of this.chunks) end += chunk.copy(body, end);
    const ms = performance.now() - this.sentAt;
    this.done({ status: this.status, headers: this.headers, body, ms });
  }

  public onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.signal.removeEventListener('abort', this.stop);
    this.fail(error);
  }
}
