import { performance } from 'node:perf_hooks';
import { HssError } from '../contract/error';
import { Success, successOf, throwRefusal, throwUnlessAccepted } from './http/answer';
import { secretsOf } from './credentials/credential';
import { Deadline, beforeDeadline, tooLateError } from './retry/deadline';
import { AttemptFailure, failureOf } from './http/failure';
import { FirstAnswer, firstAnswerOf } from './retry/first-answer';
import { AttemptEnd } from './observer';
import { TOKEN_HEADER } from './http/header-names';
import { PAUSES, Pauses } from './retry/pauses';
import { queryString } from './http/percent';
import { isRefusal, retryingBy } from './retry/retry';
import { ConnectionBound, Turns, turnsOf } from './retry/turns';
import { Settings } from './settings/settings';
import { sign } from './http/signer';
import { HttpAnswer } from './http/answer-collector';
import { Transport } from './http/transport';

export { Deadline, deadlineIn } from './retry/deadline';

/** An answer that is no refusal, yet to be read. */
export interface Answered {
  readonly body: Buffer<ArrayBuffer>;
  /**
   * @param body the answer's own, for whoever has lent it in the meantime
   * @throws HssError
   */
  read(body?: Buffer<ArrayBuffer>): Success;
}

/**
 * What is known of a POST that was not refused: HSS accepted it, or its answer was lost, so that HSS may have
 * carried it out or not.
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

/** What an answer is for. */
interface AnswerUse {
  /** Whether its latency tells how busy HSS is. */
  readonly isMeasured: boolean;
  /** Ends the request while it waits for its turn. */
  readonly unwanted?: AbortSignal | undefined;
}

/** Throws where an answer is a refusal. */
type AnswerCheck = typeof throwRefusal;

/** Asks Huawei Cloud questions: signs, limits what is under way at once, tries again where that may help. */
export class Api {
  private readonly transport: Transport;
  private readonly firstAnswer: FirstAnswer;
  private readonly turns: Turns;
  private readonly bound: ConnectionBound;
  private readonly secrets: readonly string[];

  constructor(
    private readonly settings: Settings,
    private readonly pauses: Pauses = PAUSES,
  ) {
    this.transport = new Transport(settings);
    this.firstAnswer = firstAnswerOf(settings.credential, settings.endpoint);
    this.turns = turnsOf(settings.credential, settings.endpoint, pauses);
    this.bound = { most: settings.concurrency, underWay: 0 };
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
    return (await this.ask(base, path, parameters, deadline)).read();
  }

  /**
   * The same, for a caller that asks something else before it reads the answer.
   * @param unwanted ends the request while it waits for its turn
   * @throws HssError
   */
  public async ask(
    base: URL,
    path: string,
    parameters: readonly (readonly [string, string])[],
    deadline: Deadline,
    unwanted?: AbortSignal,
  ): Promise<Answered> {
    const request: ApiRequest = { method: 'GET', base, path, parameters, body: '' };
    const query = describe(request);
    const attempt = (): Promise<HttpAnswer> => this.attempt(request, query, deadline, throwRefusal);
    // What IAM takes says nothing of HSS.
    const isMeasured = base === this.settings.endpoint;
    const answer = await this.answerOf(query, deadline, attempt, { isMeasured, unwanted });
    return {
      body: answer.body,
      read: (body = answer.body) => this.read({ ...answer, body }, query),
    };
  }

  /**
   * Sends a POST. It is repeated only where HSS can't have carried it out: after a 429, and where nothing was sent.
   * @param body JSON
   * @throws HssError where HSS did not carry it out
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
    let mayBeDone = false;
    const attempt = async (): Promise<HttpAnswer> => {
      deadline.signal.throwIfAborted();
      // Now, because the deadline may come while the attempt is under way.
      mayBeDone = true;
      try {
        return await this.attempt(request, query, deadline, throwUnlessAccepted);
      } catch (thrown) {
        if (thrown instanceof AttemptFailure && (thrown.hints.unsent || isRefusal(thrown.error))) {
          mayBeDone = false;
          throw thrown;
        }
        throw thrown instanceof AttemptFailure ? new AttemptFailure(thrown.error, false) : thrown;
      }
    };
    try {
      await this.answerOf(query, deadline, attempt, { isMeasured: false });
      return { accepted: true };
    } catch (thrown) {
      if (mayBeDone && thrown instanceof HssError) return { accepted: 'unknown', error: thrown };
      throw thrown;
    }
  }

  /** Ends what is under way and closes the connections. */
  public async close(): Promise<void> {
    await this.transport.close();
  }

  /** The answer to the last of as many attempts as help, each in its turn. */
  private async answerOf(
    query: string,
    deadline: Deadline,
    attempt: () => Promise<HttpAnswer>,
    { isMeasured, unwanted }: AnswerUse,
  ): Promise<HttpAnswer> {
    const latencyOf = ({ ms }: HttpAnswer): number | undefined => (isMeasured ? ms : undefined);
    const { bound } = this;
    const request = {
      deadline,
      bound,
      // What is not measured is a POST.
      isRepeatable: isMeasured,
      ...(unwanted === undefined ? {} : { unwanted }),
    };
    const attempts = retryingBy(deadline, this.settings.maxRetries, this.pauses);
    let last: HssError | undefined;
    attempts.onFailure(({ reason }) => {
      if ('error' in reason && reason.error instanceof AttemptFailure) last = reason.error.error;
    });
    try {
      return await beforeDeadline(
        deadline,
        () => tooLateError(deadline, query, last),
        () =>
          attempts.execute(() =>
            this.firstAnswer.run(() => this.turns.run(request, attempt, latencyOf)),
          ),
      );
    } catch (thrown) {
      throw thrown instanceof AttemptFailure ? about(query, thrown.error) : thrown;
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
    query: string,
    deadline: Deadline,
    check: AnswerCheck,
  ): Promise<HttpAnswer> {
    deadline.signal.throwIfAborted();
    const { method, base, path, parameters, body } = request;
    const url = new URL(base);
    url.pathname = `${base.pathname === '/' ? '' : base.pathname}${path}`;
    url.search = queryString(parameters);
    const began = performance.now();
    const tell = (came: AttemptEnd): void =>
      this.settings.observe?.({ query, ms: performance.now() - began, ...came });
    let answer;
    try {
      const headers = this.authorize(url, request);
      answer = await this.transport.send({ method, url, headers, body }, deadline.signal);
    } catch (thrown) {
      const failure = deadline.signal.aborted
        ? new AttemptFailure(tooLateError(deadline, query), false)
        : failureOf(thrown, query, this.secrets, this.settings);
      tell({ failure: failure.error.code });
      throw failure;
    }
    tell({ status: answer.status });
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

/** An error as this query's: what one request learned, such as a refusal of the credential, ends others too. */
function about(query: string, error: HssError): HssError {
  if (error.details.query === query) return error;
  return new HssError(error.code, error.summary, { ...error.details, query });
}

/** A request in words. A long step of the endpoint's own path may be there to be unguessable, and is not told. */
function describe({ method, base, path, parameters }: ApiRequest): string {
  const own = base.pathname === '/' ? '' : base.pathname.replace(/[^/]{16,}/g, '…');
  const shown = parameters.map(([name, value]) => `${name}=${value}`).join('&');
  return `${method} ${base.origin}${own}${path}${shown === '' ? '' : `?${shown}`}`;
}
