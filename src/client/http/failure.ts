import { isNativeError } from 'node:util/types';
import { HssError, HssErrorCode } from '../../contract/error';
import { presentable } from '../redact/redact';
import type { Settings } from '../settings/settings';
import { FailureKind, failureKind, isUnsent, rootCause } from './failure-kind';

/** The details of a failed attempt that a retry depends on. */
export interface RetryHints {
  /** How long the server asked us to wait, ms. */
  readonly retryAfterMs?: number;
  /** The rest of the pause that the server requested in answer to another request, ms. */
  readonly pauseLeftMs?: number;
  /** The longest pause, ms, if the server asked for a longer one. */
  readonly longestPauseMs?: number;
  /** The number of requests that the server allows within `windowMs`, if it says so. */
  readonly limit?: number;
  /** The time window in which the server counts requests, if it says so, ms. */
  readonly windowMs?: number;
  /** Whether certainly no byte of the request reached the server. */
  readonly unsent?: boolean;
  /**
   * Whether other requests were let through meanwhile: then the refusal concerns the rate, not this
   * request.
   */
  readonly othersPassed?: boolean;
}

/**
 * An attempt that failed: its error, should it be the last attempt, and whether another one may
 * help.
 */
export class AttemptFailure extends Error {
  constructor(
    public readonly error: HssError,
    public readonly retryable: boolean,
    public readonly hints: RetryHints = {},
  ) {
    super(error.message);
  }
}

/** The meaning of a failure for a request to HSS. */
interface Meaning {
  readonly code: HssErrorCode;
  readonly retryable: boolean;
  readonly summary: string;
  readonly advice: string;
}

const UNREACHABLE: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: "HSS can't be reached",
  advice: 'check the region and endpoint, the network, and HTTPS_PROXY and NO_PROXY',
};

const PROXY_REFUSES: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: 'the proxy refuses the connection',
  advice: 'check HTTPS_PROXY (its user name and password too), or name the endpoint in NO_PROXY',
};

const MEANINGS: { readonly [kind in FailureKind]: Meaning } = {
  'timed-out': {
    code: 'HSS_TIMEOUT',
    retryable: true,
    summary: 'HSS did not answer in time',
    advice: 'try again; check the network and proxy, or raise timeoutSeconds',
  },
  'broken-off': {
    code: 'HSS_UNREACHABLE',
    retryable: true,
    summary: 'the connection to HSS broke off',
    advice: 'try again; check what stands between here and the endpoint',
  },
  unreachable: UNREACHABLE,
  'name-service-busy': { ...UNREACHABLE, retryable: true },
  'not-trusted': {
    code: 'HSS_UNREACHABLE',
    retryable: false,
    summary: "the endpoint's TLS certificate is not trusted",
    advice:
      'check the endpoint; if a proxy of your own re-signs traffic, name its CA in NODE_EXTRA_CA_CERTS',
  },
  'not-tls': {
    code: 'HSS_UNREACHABLE',
    retryable: false,
    summary: 'the endpoint does not speak TLS',
    advice: "check its port; a simulator's address begins with http://",
  },
  'not-http': {
    code: 'HSS_BAD_RESPONSE',
    retryable: false,
    summary: 'the answer is not proper HTTP',
    advice: 'check that the endpoint is HSS, and what stands between here and there',
  },
  'too-large': {
    code: 'HSS_BAD_RESPONSE',
    retryable: false,
    summary: 'the answer is larger than one page can be',
    advice: 'check that the endpoint is HSS',
  },
  'proxy-unreachable': {
    code: 'HSS_UNREACHABLE',
    retryable: false,
    summary: "the proxy can't be reached",
    advice: 'check HTTPS_PROXY, or name the endpoint in NO_PROXY',
  },
  'proxy-refuses': PROXY_REFUSES,
  // Another attempt may help, as after an answer with such a status.
  'proxy-fails': {
    ...PROXY_REFUSES,
    retryable: true,
    advice:
      'try again later; check that the proxy can reach the endpoint, or name the endpoint in NO_PROXY',
  },
};

/** Turns an error of undici or Node into a failure with its meaning. */
export function failureOf(
  thrown: unknown,
  query: string,
  secrets: readonly string[],
  { proxy, regionWarning }: Pick<Settings, 'proxy' | 'regionWarning'> = { proxy: undefined },
): AttemptFailure {
  const kind = failureKind(thrown, proxy);
  const meaning = MEANINGS[kind];
  const advice =
    kind === 'unreachable' && regionWarning !== undefined
      ? `${meaning.advice}. ${regionWarning}`
      : meaning.advice;
  const cause = shownCause(thrown, kind, secrets);
  const error = new HssError(
    meaning.code,
    cause === '' ? meaning.summary : `${meaning.summary}: ${cause}`,
    { query, advice },
  );
  const unsent = isUnsent(thrown, kind);
  return new AttemptFailure(error, meaning.retryable, { unsent });
}

/**
 * Returns Node's or undici's text about a failure; empty where it does not help, such as OpenSSL's
 * text about a server without TLS.
 */
export function shownCause(thrown: unknown, kind: FailureKind, secrets: readonly string[]): string {
  if (!isNativeError(thrown) || kind === 'not-tls') return '';
  return presentable(rootCause(thrown).message, secrets);
}
