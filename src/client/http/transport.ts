import { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { AnswerCollector, HttpAnswer } from './answer-collector';
import { CERTIFICATE_CHECKED, proxyOptions } from './proxy-route';
import { SECOND_MS } from '../../util/time';
import { Settings } from '../settings/settings';

/** A request as it is sent. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  /** JSON; empty where nothing is sent. */
  readonly body: string;
}

/** The largest accepted answer: a page of 200 rows with the longest texts is below 2 MB. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** The longest time to connect: only a failing connection takes long. */
const LONGEST_CONNECT_MS = 10_000;

/**
 * Sends requests over kept-alive connections, through HTTPS_PROXY where NO_PROXY allows it. Follows
 * no redirect, so a credential reaches only the host that it is meant for.
 */
export class Transport {
  private readonly dispatcher: Dispatcher;
  private readonly timeoutMs: number;

  constructor(settings: Settings) {
    this.timeoutMs = settings.timeoutSeconds * SECOND_MS;
    this.dispatcher = new EnvHttpProxyAgent({
      ...proxyOptions(settings),
      connections: settings.concurrency,
      pipelining: 1,
      connect: { ...CERTIFICATE_CHECKED, timeout: Math.min(this.timeoutMs, LONGEST_CONNECT_MS) },
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /**
   * Makes one attempt of a request.
   * @throws undici's error, or a `TimedOut`
   */
  public async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    // undici's own timeouts are for silence; a body that arrives slowly without end needs a limit
    // on the whole answer.
    const attempt = new AbortController();
    const giveUp = setTimeout(() => attempt.abort(new TimedOut(this.timeoutMs)), this.timeoutMs);
    const stop = (): void => attempt.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      // undici hears a signal only once it has a connection, which a silent proxy never gives.
      return await Promise.race([
        this.exchange(request, attempt.signal),
        new Promise<never>((_, reject) => {
          attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error));
        }),
      ]);
    } finally {
      clearTimeout(giveUp);
      signal.removeEventListener('abort', stop);
    }
  }

  private exchange(
    { method, url, headers, body }: HttpRequest,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return AnswerCollector.collect(
      this.dispatcher,
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers: {
          accept: 'application/json',
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === '' ? {} : { body }),
      },
      signal,
    );
  }

  public async close(): Promise<void> {
    await this.dispatcher.destroy();
  }
}

/** The error of an attempt that took longer than `timeoutSeconds`. */
export class TimedOut extends Error {
  constructor(ms: number) {
    super(`no whole answer within ${ms / 1000} s`);
  }
}
