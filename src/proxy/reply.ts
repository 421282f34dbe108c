import { PROXY_ERROR_HEADER } from '../client/http/proxy-error';
import { REQUEST_ID_HEADER } from '../client/http/header-names';
import { HssError, HssErrorCode } from '../contract/error';
import { headerText } from '../util/safe-text';

/** An HTTP answer of the proxy. */
export interface Reply {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body: string | Buffer;
}

/** Returns a refusal in the form of HSS's errors. */
export function refusalReply(
  status: number,
  code: string,
  message: string,
  headers: { readonly [name: string]: string } = {},
): Reply {
  return { status, headers, body: JSON.stringify({ error_code: code, error_msg: message }) };
}

/** The status of errors that have none from HSS. */
const STATUS: { readonly [code in HssErrorCode]?: number } = {
  HSS_INVALID_ARGUMENT: 400,
  HSS_NOT_FOUND: 404,
  HSS_SNAPSHOT_MISS: 404,
  HSS_TIMEOUT: 504,
  HSS_INTERNAL: 500,
};

/**
 * Returns the reply for an error: HSS's own refusal, or the error of a gateway. Both have our error
 * code in a header.
 */
export function errorReply(thrown: unknown): Reply {
  const error = typed(thrown);
  const { status, serviceCode, serviceMessage, requestId, advice } = error.details;
  const handedOn = status !== undefined && status >= 400;
  const own = advice === undefined ? error.summary : `${error.summary} (what to do: ${advice})`;
  return refusalReply(
    handedOn ? status : (STATUS[error.code] ?? 502),
    handedOn ? (serviceCode ?? error.code) : error.code,
    handedOn ? (serviceMessage ?? error.summary) : own,
    {
      [PROXY_ERROR_HEADER]: error.code,
      ...(requestId === undefined ? {} : { [REQUEST_ID_HEADER]: headerText(requestId) }),
    },
  );
}

/**
 * Returns an error with a code. The text of an unforeseen error is not passed on: it is not checked
 * for credentials.
 */
export function typed(thrown: unknown): HssError {
  if (thrown instanceof HssError) return thrown;
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  return new HssError('HSS_INTERNAL', `an unforeseen ${what} in the proxy`, {
    advice: 'please report this, with the query',
  });
}
