import { isNativeError } from 'node:util/types';
import { TimedOut } from './transport';

/** Why a request was not answered. Each client has its own wording. */
export type FailureKind =
  | 'timed-out'
  | 'broken-off'
  | 'unreachable'
  | 'name-service-busy'
  | 'not-trusted'
  | 'not-tls'
  | 'not-http'
  | 'too-large'
  | 'proxy-unreachable'
  | 'proxy-refuses'
  | 'proxy-fails';

const BY_CODE: { readonly [code: string]: FailureKind } = {
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
  UND_ERR_BODY_TIMEOUT: 'timed-out',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'broken-off',
  EPIPE: 'broken-off',
  UND_ERR_SOCKET: 'broken-off',
  EAI_AGAIN: 'name-service-busy',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
};

/** Classifies an error of undici or Node. */
export function failureKind(thrown: unknown, proxy: string | undefined): FailureKind {
  if (isOfProxy(thrown, proxy)) return 'proxy-unreachable';
  if (thrown instanceof TimedOut) return 'timed-out';
  const code = codeOf(thrown);
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code];
  if (/^HPE_|^UND_ERR_(RES|RESPONSE|HTTP_PARSER)/.test(code)) return 'not-http';
  if (/^ERR_(TLS|SSL|OSSL)|CERT|SELF_SIGNED|^UNABLE_TO_/.test(code)) return 'not-trusted';
  // The error of AbortSignal.timeout is a DOMException, whose code is a number.
  if ((thrown as { name?: unknown } | null)?.name === 'TimeoutError') return 'timed-out';
  if (!isNativeError(thrown)) return 'unreachable';
  // undici's parser gives a code for some errors only.
  if (thrown.name === 'HTTPParserError') return 'not-http';
  // undici reports the status of an answer to CONNECT only in its message.
  if (/^Proxy response \(50[234]\)/.test(thrown.message)) return 'proxy-fails';
  return /^Proxy response|proxy/i.test(thrown.message) ? 'proxy-refuses' : 'unreachable';
}

/** Kinds that end an attempt before there is a connection to send on. */
const UNSENT_KINDS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'name-service-busy',
  'not-trusted',
  'not-tls',
  'proxy-unreachable',
  'proxy-refuses',
  'proxy-fails',
]);
const UNSENT_CODES: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Returns whether an attempt failed before anything was sent. False if that can't be determined.
 */
export function isUnsent(thrown: unknown, kind: FailureKind): boolean {
  if (UNSENT_KINDS.has(kind)) return true;
  return isNativeError(thrown) && UNSENT_CODES.has(codeOf(rootCause(thrown)));
}

/**
 * Returns the error that caused another: undici sometimes wraps it, and an attempt on several
 * addresses fails several times.
 */
export function rootCause(error: Error): Error {
  if (error instanceof AggregateError && isNativeError(error.errors[0])) {
    return rootCause(error.errors[0]);
  }
  return isNativeError(error.cause) ? rootCause(error.cause) : error;
}

/**
 * Returns whether a failure is about the proxy: its name is unknown, or no server listens on its
 * port.
 */
function isOfProxy(thrown: unknown, proxy: string | undefined): boolean {
  if (proxy === undefined || !isNativeError(thrown)) return false;
  const { code, hostname, port } = rootCause(thrown) as Error & {
    readonly code?: unknown;
    readonly hostname?: unknown;
    readonly port?: unknown;
  };
  const url = new URL(proxy);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return hostname === url.hostname;
  const proxyPort = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return code === 'ECONNREFUSED' && String(port) === proxyPort;
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
