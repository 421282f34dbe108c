import { isNativeError } from 'node:util/types';
import { HssError, HssErrorCode } from '../../contract/error';
import { presentable } from '../redact/redact';
import type { Settings } from '../settings/settings';
import { TimedOut } from './transport';

/** An attempt that failed: the error it ends in when it is the last, and whether another one may help. */
export class AttemptFailure extends Error {
  constructor(
    public readonly error: HssError,
    public readonly retryable: boolean,
    /** How long the server asked us to wait, ms. */
    public readonly retryAfterMs?: number,
    /** The time within which the server counts requests, where it says so, ms. */
    public readonly windowMs?: number,
  ) {
    super(error.message);
  }
}

/** What a failure means, by the code that Node or undici gives it. */
interface Meaning {
  readonly code: HssErrorCode;
  readonly retryable: boolean;
  readonly summary: string;
  readonly advice: string;
}

const TIMED_OUT: Meaning = {
  code: 'HSS_TIMEOUT',
  retryable: true,
  summary: 'HSS did not answer in time',
  advice: 'try again; check the network and proxy, or raise timeoutSeconds',
};

const BROKEN_OFF: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: true,
  summary: 'the connection to HSS broke off',
  advice: 'try again; check what stands between here and the endpoint',
};

const NOT_THERE: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: 'HSS can’t be reached',
  advice: 'check the region and endpoint, the network, and HTTPS_PROXY and NO_PROXY',
};

const NAME_SERVICE_BUSY: Meaning = { ...NOT_THERE, retryable: true };

const NOT_TRUSTED: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: 'the endpoint’s TLS certificate is not trusted',
  advice:
    'check the endpoint; if a proxy of your own re-signs traffic, name its CA in NODE_EXTRA_CA_CERTS',
};

const PROXY_REFUSES: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: 'the proxy refuses the connection',
  advice: 'check HTTPS_PROXY (its user name and password too), or name the endpoint in NO_PROXY',
};

const NO_PROXY_THERE: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: 'the proxy can’t be reached',
  advice: 'check HTTPS_PROXY, or name the endpoint in NO_PROXY',
};

const NOT_TLS: Meaning = {
  code: 'HSS_UNREACHABLE',
  retryable: false,
  summary: 'the endpoint does not speak TLS',
  advice: 'check its port; a simulator’s address begins with http://',
};

const TOO_LARGE: Meaning = {
  code: 'HSS_BAD_RESPONSE',
  retryable: false,
  summary: 'the answer is larger than one page can be',
  advice: 'check that the endpoint is HSS',
};

const NOT_HTTP: Meaning = {
  code: 'HSS_BAD_RESPONSE',
  retryable: false,
  summary: 'the answer is not proper HTTP',
  advice: 'check that the endpoint is HSS, and what stands between here and there',
};

const BY_CODE: { readonly [code: string]: Meaning } = {
  UND_ERR_CONNECT_TIMEOUT: TIMED_OUT,
  UND_ERR_HEADERS_TIMEOUT: TIMED_OUT,
  UND_ERR_BODY_TIMEOUT: TIMED_OUT,
  ETIMEDOUT: TIMED_OUT,
  ECONNRESET: BROKEN_OFF,
  EPIPE: BROKEN_OFF,
  UND_ERR_SOCKET: BROKEN_OFF,
  EAI_AGAIN: NAME_SERVICE_BUSY,
  UND_ERR_RES_EXCEEDED_MAX_SIZE: TOO_LARGE,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
};

/** Turns what undici or Node threw into a failure that says what it means. */
export function failureOf(
  thrown: unknown,
  query: string,
  secrets: readonly string[],
  { proxy, regionWarning }: Pick<Settings, 'proxy' | 'regionWarning'> = { proxy: undefined },
): AttemptFailure {
  const meaning = isOfProxy(thrown, proxy) ? NO_PROXY_THERE : meaningOf(thrown);
  const advice =
    meaning === NOT_THERE && regionWarning !== undefined
      ? `${meaning.advice}. ${regionWarning}`
      : meaning.advice;
  // What OpenSSL says of it helps nobody.
  const cause =
    isNativeError(thrown) && meaning !== NOT_TLS
      ? presentable(deepest(thrown).message, secrets)
      : '';
  const error = new HssError(
    meaning.code,
    cause === '' ? meaning.summary : `${meaning.summary}: ${cause}`,
    { query, advice },
  );
  return new AttemptFailure(error, meaning.retryable);
}

/** Whether it is the proxy's name that is not known, or its port that nobody listens on. */
function isOfProxy(thrown: unknown, proxy: string | undefined): boolean {
  if (proxy === undefined || !isNativeError(thrown)) return false;
  const { code, hostname, port } = deepest(thrown) as Error & {
    readonly code?: unknown;
    readonly hostname?: unknown;
    readonly port?: unknown;
  };
  const url = new URL(proxy);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return hostname === url.hostname;
  const proxyPort = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return code === 'ECONNREFUSED' && String(port) === proxyPort;
}

function meaningOf(thrown: unknown): Meaning {
  if (thrown instanceof TimedOut) return TIMED_OUT;
  const code = codeOf(thrown);
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code];
  if (/^HPE_|^UND_ERR_(RES|RESPONSE|HTTP_PARSER)/.test(code)) return NOT_HTTP;
  if (/^ERR_(TLS|SSL|OSSL)|CERT|SELF_SIGNED|^UNABLE_TO_/.test(code)) return NOT_TRUSTED;
  if (isNativeError(thrown) && /^Proxy response|proxy/i.test(thrown.message)) return PROXY_REFUSES;
  return NOT_THERE;
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** undici wraps the reason now and then, and an attempt on several addresses fails several times. */
function deepest(error: Error): Error {
  if (error instanceof AggregateError && isNativeError(error.errors[0])) {
    return deepest(error.errors[0]);
  }
  return isNativeError(error.cause) ? deepest(error.cause) : error;
}
