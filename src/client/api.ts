import {
  BulkheadPolicy,
  DelegateBackoff,
  ExponentialBackoff,
  IRetryBackoffContext,
  bulkhead,
  handleWhen,
  retry,
} from 'cockatiel';
import { HssError } from '../contract/error';
import { Success, successOf } from './answer';
import { secretsOf } from './credential';
import { AttemptFailure, failureOf } from './failure';
import { FirstAnswer, firstAnswerOf } from './first-answer';
import { queryString } from './percent';
import { Settings } from './settings';
import { sign } from './signer';
import { Transport } from './transport';

/** The end of a lookup: an abort signal, and when it comes (ms, as Date.now). */
export interface Deadline {
  readonly at: number;
  readonly signal: AbortSignal;
}

/** A deadline so many seconds from now. */
export function deadlineIn(seconds: number): Deadline {
  const ms = Math.ceil(seconds * 1000);
  return { at: Date.now() + ms, signal: AbortSignal.timeout(ms) };
}

/** First wait, longest wait, ms. Each is drawn at random around a doubling, so that clients don't march in step. */
const INITIAL_DELAY_MS = 200;
const MAX_DELAY_MS = 10_000;

/** Asks Huawei Cloud questions: signs, limits what is under way at once, tries again where that may help. */
export class Api {
  private readonly transport: Transport;
  private readonly underWay: BulkheadPolicy;
  private readonly firstAnswer: FirstAnswer;
  private readonly secrets: readonly string[];

  constructor(private readonly settings: Settings) {
    this.transport = new Transport(settings);
    this.underWay = bulkhead(settings.concurrency, Infinity);
    this.firstAnswer = firstAnswerOf(settings.credential, settings.endpoint);
    this.secrets = secretsOf(settings.credential);
  }

  /**
   * What a GET answers with, when it is a success and JSON.
   * @param path below the base, starting with a slash, decoded
   * @throws HssError
   */
  public async get(
    base: URL,
    path: string,
    parameters: readonly (readonly [string, string])[],
    deadline: Deadline,
  ): Promise<Success> {
    const query = describe(base, path, parameters);
    const worthRetrying = (error: Error): boolean =>
      error instanceof AttemptFailure &&
      error.retryable &&
      Date.now() + (error.retryAfterMs ?? 0) < deadline.at;
    const attempts = retry(handleWhen(worthRetrying), {
      maxAttempts: this.settings.maxRetries,
      backoff: jitteredBackoff(deadline),
    });
    try {
      return await attempts.execute(() =>
        this.underWay.execute(() =>
          this.firstAnswer.run(() => this.attempt(base, path, parameters, query, deadline)),
        ),
      );
    } catch (thrown) {
      throw thrown instanceof AttemptFailure ? thrown.error : thrown;
    }
  }

  /** Ends what is under way and closes the connections. */
  public async close(): Promise<void> {
    await this.transport.close();
  }

  private async attempt(
    base: URL,
    path: string,
    parameters: readonly (readonly [string, string])[],
    query: string,
    deadline: Deadline,
  ): Promise<Success> {
    if (deadline.signal.aborted) throw this.tooLate(query);
    const search = queryString(parameters);
    const url = new URL(base);
    url.pathname = `${base.pathname === '/' ? '' : base.pathname}${path}`;
    url.search = search;
    let answer;
    try {
      answer = await this.transport.get(url, this.authorize(url, parameters), deadline.signal);
    } catch (thrown) {
      if (deadline.signal.aborted) throw this.tooLate(query);
      throw failureOf(thrown, query, this.secrets, this.settings.proxy);
    }
    return successOf(answer, query, this.secrets);
  }

  private authorize(
    url: URL,
    parameters: readonly (readonly [string, string])[],
  ): { [header: string]: string } {
    const { credential } = this.settings;
    if (credential.kind === 'none') return {};
    if (credential.kind === 'token') return { 'x-auth-token': credential.token };
    const path = decodeURIComponent(url.pathname);
    return sign({ host: url.host, path, parameters }, credential, new Date());
  }

  private tooLate(query: string): AttemptFailure {
    const error = new HssError(
      'HSS_TIMEOUT',
      `the lookup was not done within its deadline of ${this.settings.deadlineSeconds} s`,
      { query, advice: 'try again; narrow the query, or raise deadlineSeconds' },
    );
    return new AttemptFailure(error, false);
  }
}

/** A request in words. A long step of the endpoint's own path may be there to be unguessable, and is not told. */
function describe(
  base: URL,
  path: string,
  parameters: readonly (readonly [string, string])[],
): string {
  const own = base.pathname === '/' ? '' : base.pathname.replace(/[^/]{16,}/g, '…');
  const shown = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  return `GET ${base.origin}${own}${path}${shown === '' ? '' : `?${shown}`}`;
}

/** At least what the server asked for, at least the jittered doubling, at most what the deadline leaves. */
function jitteredBackoff(
  deadline: Deadline,
): DelegateBackoff<IRetryBackoffContext<unknown>, unknown> {
  let doubling = new ExponentialBackoff({
    initialDelay: INITIAL_DELAY_MS,
    maxDelay: MAX_DELAY_MS,
  }).next();
  return new DelegateBackoff((context) => {
    const failure = 'error' in context.result ? context.result.error : undefined;
    const asked = failure instanceof AttemptFailure ? (failure.retryAfterMs ?? 0) : 0;
    const delay = Math.max(asked, doubling.duration);
    doubling = doubling.next(undefined);
    return Math.max(0, Math.min(delay, deadline.at - Date.now()));
  });
}
