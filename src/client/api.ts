import { performance } from 'node:perf_hooks';
import { HssError } from '../contract/error';
import { Success, successOf, throwEcho, throwRefusal, throwUnlessAccepted } from './http/answer';
import { accessSecretsOf, secretsOf } from './credentials/credential';
import { Deadline, beforeDeadline, throwIfOver, tooLateError } from './retry/deadline';
import { AttemptFailure, failureOf } from './http/failure';
import { CredentialGuard, credentialGuardOf } from './retry/credential-guard';
import { AttemptEnd } from './observer';
import { TOKEN_HEADER } from './http/header-names';
import { PAUSES, Pauses } from './retry/pauses';
import { RequestAttempts } from './retry/request-attempts';
import { queryString } from './http/percent';
import { isRefusal, retryingBy } from './retry/retry';
import { ConnectionBound, RequestQueue, requestQueueOf } from './retry/request-queue';
import { Settings } from './settings/settings';
import { sign } from './http/signer';
import { HttpAnswer } from './http/answer-collector';
import { Transport } from './http/transport';

export { Deadline, PausableDeadline } from './retry/deadline';

/** An answer that is not a refusal, before it is parsed. */
export interface UnparsedAnswer {
  readonly body: Buffer<ArrayBuffer>;
  /**
   * Parses the answer.
   * @param body the body, where the caller has transferred it to another thread and back
   * @throws HssError
   */
  read(body?: Buffer<ArrayBuffer>): Success;
}

/**
 * The result of a POST that was not refused. Either HSS accepted it, or the answer was lost and HSS
 * may have carried it out.
 */
export type PostResult =
  { readonly accepted: true } | { readonly accepted: 'unknown'; readonly error: HssError };

/** A request before it is signed. */
interface ApiRequest {
  readonly method: 'GET' | 'POST';
  readonly base: URL;
  /** Below the base, starting with a slash, decoded. */
  readonly path: string;
  readonly parameters: readonly (readonly [string, string])[];
  /** Empty for a GET. */
  readonly body: string;
}

/** How the client uses an answer. */
interface AnswerUse {
  /** Whether its latency shows how busy HSS is. */
  readonly isMeasured: boolean;
  /** Cancels the request while it is queued. */
  readonly unwanted?: AbortSignal | undefined;
}

/** Throws where an answer is a refusal. */
type AnswerCheck = typeof throwRefusal;

/** Sends requests to Huawei Cloud: signs them, limits how many are under way, and retries. */
export class Api {
  private readonly transport: Transport;
  private readonly credentialGuard: CredentialGuard;
  private readonly queue: RequestQueue;
  private readonly bound: ConnectionBound;
  private readonly secrets: readonly string[];
  private readonly accessSecrets: readonly string[];

  constructor(
    private readonly settings: Settings,
    private readonly pauses: Pauses = PAUSES,
  ) {
    this.transport = new Transport(settings);
    this.credentialGuard = credentialGuardOf(settings.credential, settings.endpoint);
    this.queue = requestQueueOf(settings.credential, settings.endpoint, pauses);
    this.bound = { most: settings.concurrency, underWay: 0 };
    this.secrets = secretsOf(settings.credential);
    this.accessSecrets = accessSecretsOf(settings.credential);
  }

  /**
   * Sends a GET, and parses its answer.
   * @param path below the base, starting with a slash, decoded
   * @throws HssError
   */
  public async get(
    base: URL,
    path: string,
    parameters: readonly (readonly [string, string])[],
    deadline: Deadline,
  ): Promise<Success> {
    return (await this.ask(base, path, parameters, deadline)).read();
  }

  /**
   * Sends a GET for a caller that sends other requests before it parses the answer.
   * @param unwanted cancels the request while it is queued
   * @throws HssError
   */
  public async ask(
    base: URL,
    path: string,
    parameters: readonly (readonly [string, string])[],
    deadline: Deadline,
    unwanted?: AbortSignal,
  ): Promise<UnparsedAnswer> {
    const request: ApiRequest = { method: 'GET', base, path, parameters, body: '' };
    const query = describe(request);
    const attempts = this.attemptsOf(query, deadline);
    const attempt = async (): Promise<HttpAnswer> => {
      throwIfOver(deadline, query, attempts.failure);
      const answer = await this.attempt(request, attempts, deadline, throwRefusal);
      throwEcho(answer, query, this.secrets, this.accessSecrets);
      return answer;
    };
    // IAM's latency shows nothing about HSS.
    const isMeasured = base === this.settings.endpoint;
    const answer = await this.answerOf(attempts, deadline, attempt, { isMeasured, unwanted });
    return {
      body: answer.body,
      read: (body = answer.body) => this.read({ ...answer, body }, query),
    };
  }

  /**
   * Sends a POST. Retries it only if HSS can't have carried it out: after a 429, or if nothing was
   * sent.
   * @param body JSON
   * @throws HssError if HSS did not carry it out
   */
  public async post(
    base: URL,
    path: string,
    parameters: readonly (readonly [string, string])[],
    body: string,
    deadline: Deadline,
  ): Promise<PostResult> {
    const request: ApiRequest = { method: 'POST', base, path, parameters, body };
    const query = describe(request);
    const attempts = this.attemptsOf(query, deadline);
    let mayBeDone = false;
    const attempt = async (): Promise<HttpAnswer> => {
      throwIfOver(deadline, query, attempts.failure);
      // Set before the attempt, because the deadline may pass during it.
      mayBeDone = true;
      try {
        return await this.attempt(request, attempts, deadline, throwUnlessAccepted);
      } catch (thrown) {
        if (thrown instanceof AttemptFailure && (thrown.hints.unsent || isRefusal(thrown.error))) {
          mayBeDone = false;
          throw thrown;
        }
        throw thrown instanceof AttemptFailure ? new AttemptFailure(thrown.error, false) : thrown;
      }
    };
    try {
      await this.answerOf(attempts, deadline, attempt, { isMeasured: false });
      return { accepted: true };
    } catch (thrown) {
      if (mayBeDone && thrown instanceof HssError) return { accepted: 'unknown', error: thrown };
      throw thrown;
    }
  }

  /** Aborts requests under way, and closes the connections. */
  public async close(): Promise<void> {
    await this.transport.close();
  }

  private attemptsOf(query: string, deadline: Deadline): RequestAttempts {
    return new RequestAttempts(query, deadline.at, this.settings.maxRetries + 1);
  }

  /** Queues and makes attempts until one is answered or another would not help. */
  private async answerOf(
    attempts: RequestAttempts,
    deadline: Deadline,
    attempt: () => Promise<HttpAnswer>,
    { isMeasured, unwanted }: AnswerUse,
  ): Promise<HttpAnswer> {
    const latencyOf = ({ ms }: HttpAnswer): number | undefined => (isMeasured ? ms : undefined);
    const { bound } = this;
    const { query } = attempts;
    const { maxRetries, watcher } = this.settings;
    const request = {
      deadline,
      bound,
      // Only lists are measured. Other requests (a POST, or IAM's GET) count as not repeatable.
      isRepeatable: isMeasured,
      ...(unwanted === undefined ? {} : { unwanted }),
    };
    const retries = retryingBy(deadline, maxRetries, this.pauses);
    retries.onFailure(({ reason }) => {
      if ('error' in reason && reason.error instanceof AttemptFailure) {
        attempts.failed(reason.error);
      }
    });
    let isAnswered = false;
    watcher?.began(attempts);
    try {
      const answer = await beforeDeadline(
        deadline,
        () => tooLateError(deadline, query, attempts.failure),
        () =>
          retries.execute(() =>
            this.credentialGuard.run(() => this.queue.run(request, attempt, latencyOf)),
          ),
      );
      isAnswered = true;
      return answer;
    } catch (thrown) {
      const error = thrown instanceof AttemptFailure ? withQuery(query, thrown.error) : thrown;
      throw error instanceof HssError
        ? attempts.counted(error, this.credentialGuard.awaited)
        : error;
    } finally {
      watcher?.ended(attempts, isAnswered);
    }
  }

  private read(answer: HttpAnswer, query: string): Success {
    try {
      return successOf(answer, query, this.secrets);
    } catch (thrown) {
      throw thrown instanceof AttemptFailure ? thrown.error : thrown;
    }
  }

  private async attempt(
    request: ApiRequest,
    attempts: RequestAttempts,
    deadline: Deadline,
    check: AnswerCheck,
  ): Promise<HttpAnswer> {
    const { query } = attempts;
    attempts.sent();
    this.credentialGuard.sent(query);
    const { method, base, path, parameters, body } = request;
    const url = new URL(base);
    url.pathname = `${base.pathname === '/' ? '' : base.pathname}${path}`;
    url.search = queryString(parameters);
    const began = performance.now();
    const observe = (end: AttemptEnd): void =>
      this.settings.observe?.({ query, ms: performance.now() - began, ...end });
    let answer;
    try {
      const headers = this.authorize(url, request);
      answer = await this.transport.send({ method, url, headers, body }, deadline.signal);
    } catch (thrown) {
      const failure = deadline.signal.aborted
        ? new AttemptFailure(tooLateError(deadline, query), false)
        : failureOf(thrown, query, this.secrets, this.settings);
      observe({ failure: failure.error.code });
      throw failure;
    }
    observe({ status: answer.status });
    check(answer, query, this.secrets);
    return answer;
  }

  private authorize(
    url: URL,
    { method, parameters, body }: ApiRequest,
  ): { [header: string]: string } {
    const { credential } = this.settings;
    if (credential.kind === 'none') return {};
    if (credential.kind === 'token') return { [TOKEN_HEADER]: credential.token };
    const path = decodeURIComponent(url.pathname);
    return sign({ method, host: url.host, path, parameters, body }, credential, new Date());
  }
}

/**
 * Returns an error with this query: a refusal of the credential, for example, also ends other
 * requests.
 */
function withQuery(query: string, error: HssError): HssError {
  if (error.details.query === query) return error;
  return new HssError(error.code, error.summary, { ...error.details, query });
}

/**
 * Describes a request. A long segment of the endpoint's own path can be a secret, and is left out.
 */
function describe({ method, base, path, parameters }: ApiRequest): string {
  const own = base.pathname === '/' ? '' : base.pathname.replace(/[^/]{16,}/g, '…');
  const shown = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  return `${method} ${base.origin}${own}${path}${shown === '' ? '' : `?${shown}`}`;
}
