import { HssError, HssErrorDetails } from '../../contract/error';
import { isRecord } from '../../contract/row';
import { asciiJson } from './ascii-json';
import { AttemptFailure, RetryHints } from './failure';
import { REQUEST_ID_HEADER } from './header-names';
import { parseExactly } from './json';
import { PROXY_ERROR_HEADER, proxyErrorOf } from './proxy-error';
import { MINUTE_MS, SECOND_MS } from '../../util/time';
import { holdsSecret } from '../redact/echo';
import { presentable } from '../redact/redact';
import { refusalMeaningOf } from './refusal-meanings';
import { RETRYABLE_STATUSES } from '../retry/retry';
import { HttpAnswer } from './answer-collector';

/** An answer that is a success and JSON. */
export interface Success {
  readonly json: unknown;
  /** The JSON as received. */
  readonly body: Buffer<ArrayBuffer>;
  readonly requestId?: string;
}

/**
 * @throws AttemptFailure when an answer is not a success, by its status or by its first characters
 */
export function throwRefusal(answer: HttpAnswer, query: string, secrets: readonly string[]): void {
  if (answer.status !== 200) throw refusal(answer, detailsOf(answer, query, secrets), secrets);
  // A captive portal's page says nothing about the credential.
  const isJson = /^\s*[{[]/.test(answer.body.toString('latin1', 0, 64));
  if (!isJson || encodingOf(answer) !== PLAIN) readJson(answer, query, secrets);
}

/**
 * @param accessSecrets the secrets that no row may contain
 * @throws AttemptFailure when an answer contains the credential, whose rows would be printed
 */
export function throwEcho(
  answer: HttpAnswer,
  query: string,
  secrets: readonly string[],
  accessSecrets: readonly string[],
): void {
  if (!holdsSecret(answer.body, accessSecrets)) return;
  throw badAnswer(answer, query, secrets, 'the answer contains the credential of the request');
}

/** Statuses of a POST's success; HSS sends 200 with an empty body. */
const ACCEPTED: readonly number[] = [200, 201, 202, 204];

/** @throws AttemptFailure when the answer to a POST does not say that the request was accepted */
export function throwUnlessAccepted(
  answer: HttpAnswer,
  query: string,
  secrets: readonly string[],
): void {
  if (!ACCEPTED.includes(answer.status)) {
    throw refusal(answer, detailsOf(answer, query, secrets), secrets);
  }
  if (answer.body.length === 0) return;
  const { json } = readJson(answer, query, secrets);
  if (isRecord(json) && ('error_code' in json || 'error' in json)) {
    throw refusal(answer, detailsOf(answer, query, secrets), secrets);
  }
}

/**
 * Reads a successful answer.
 * @throws AttemptFailure when it is not a success, or can't be read
 */
export function successOf(answer: HttpAnswer, query: string, secrets: readonly string[]): Success {
  throwRefusal(answer, query, secrets);
  return readJson(answer, query, secrets);
}

function readJson(answer: HttpAnswer, query: string, secrets: readonly string[]): Success {
  const bad = (summary: string): AttemptFailure => badAnswer(answer, query, secrets, summary);
  const encoding = encodingOf(answer);
  if (encoding !== PLAIN) {
    throw bad(
      `the answer is encoded as ${presentable(encoding, secrets, 40)}, which was not asked for`,
    );
  }
  if (answer.body.length === 0) throw bad('the answer has no body');
  const text = asciiJson(answer.body);
  if (text === undefined) throw bad('the answer is not UTF-8');
  try {
    return {
      json: parseExactly(text),
      body: answer.body,
      // Redacted only when read: searching it for parts of secrets takes milliseconds.
      get requestId() {
        return requestIdOf(answer, secrets);
      },
    };
  } catch {
    throw bad(
      /^\s*</.test(text) ? 'the answer is HTML or XML, not JSON' : 'the answer is not JSON',
    );
  }
}

function badAnswer(
  answer: HttpAnswer,
  query: string,
  secrets: readonly string[],
  summary: string,
): AttemptFailure {
  return new AttemptFailure(
    new HssError('HSS_BAD_RESPONSE', summary, {
      ...detailsOf(answer, query, secrets),
      advice: 'check that the endpoint is HSS and that no portal or proxy answers in its place',
    }),
    false,
  );
}

function detailsOf(answer: HttpAnswer, query: string, secrets: readonly string[]): HssErrorDetails {
  const requestId = requestIdOf(answer, secrets);
  return {
    query,
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function requestIdOf(answer: HttpAnswer, secrets: readonly string[]): string | undefined {
  const requestId = headerOf(answer, REQUEST_ID_HEADER);
  return requestId === undefined ? undefined : presentable(requestId, secrets, 100);
}

function refusal(
  answer: HttpAnswer,
  base: HssErrorDetails,
  secrets: readonly string[],
): AttemptFailure {
  const service = serviceError(answer);
  const serviceCode = service.code && presentable(service.code, secrets, 60);
  const said = proxyErrorOf(headerOf(answer, PROXY_ERROR_HEADER));
  const byAnswer = refusalMeaningOf(answer.status, serviceCode, service.message);
  // A proxy of ours passes HSS's answer on, which is read as HSS's; any other error of the proxy
  // arose on the way.
  const kind = said === undefined || said.code === byAnswer.code ? byAnswer : said;
  const error = new HssError(kind.code, kind.summary, {
    ...base,
    advice: kind.advice,
    ...(serviceCode === undefined ? {} : { serviceCode }),
    ...(service.message === undefined
      ? {}
      : { serviceMessage: presentable(service.message, secrets) }),
  });
  // The proxy has already retried.
  const retryable = said === undefined && RETRYABLE_STATUSES.has(answer.status);
  const wait = retryable ? retryAfterMs(answer, Date.now()) : undefined;
  return new AttemptFailure(error, retryable, {
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(answer.status === 429 ? quotaOf(service.message) : {}),
  });
}

/**
 * Returns the error in a body, which HSS and the gateway write in two ways: flat, or under `error`.
 */
function serviceError(answer: HttpAnswer): { code?: string; message?: string } {
  let body: unknown;
  try {
    body = JSON.parse(answer.body.toString('utf8'));
  } catch {
    return {};
  }
  if (!isRecord(body)) return {};
  const nested = isRecord(body.error) ? body.error : {};
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  return {
    code: text(body.error_code) ?? text(nested.code),
    message: text(body.error_msg) ?? text(nested.message),
  };
}

/** Returns the wait that `Retry-After` asks for, in seconds or as a date. */
function retryAfterMs(answer: HttpAnswer, now: number): number | undefined {
  const value = headerOf(answer, 'retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * SECOND_MS;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Returns the quota that API Gateway's message names; it sends no `Retry-After`:
 * `...,limit:50,time:1 second`.
 */
function quotaOf(message = ''): Pick<RetryHints, 'limit' | 'windowMs'> {
  const [, count, unit] = /\btime:([1-9]\d{0,3}) ?(second|minute)/.exec(message) ?? [];
  if (count === undefined) return {};
  const [, limit] = /\blimit:(\d{1,9})\b/.exec(message) ?? [];
  return {
    windowMs: Number(count) * (unit === 'second' ? SECOND_MS : MINUTE_MS),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  };
}

/** The encoding of a body that is not encoded. */
const PLAIN = 'identity';

function encodingOf(answer: HttpAnswer): string {
  return headerOf(answer, 'content-encoding') ?? PLAIN;
}

function headerOf(answer: HttpAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
