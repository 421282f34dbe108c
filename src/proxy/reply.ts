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

/** A refusal in the form of HSS's errors. */
export function refusalReply(
  status: number,
  code: string,
  message: string,
  headers: { readonly [name: string]: string } = {},
): Reply {
  return { status, headers, body: JSON.stringify({ error_code: code, error_msg: message }) };
}

/** The status of errors that no answer of HSS stands behind. */
const STATUS: { readonly [code in HssErrorCode]?: number } = {
  HSS_INVALID_ARGUMENT: 400,
  HSS_NOT_FOUND: 404,
  HSS_SNAPSHOT_MISS: 404,
  HSS_TIMEOUT: 504,
  HSS_INTERNAL: 500,
};

/** What HSS refuses with is handed on; what else went wrong is a gateway's error. Either says its typed code too. */
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

/** The text of an unforeseen error is not passed on: nobody has checked it for credentials. */
export function typed(thrown: unknown): HssError {
  if (thrown instanceof HssError) return thrown;
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  return new HssError('HSS_INTERNAL', `an unforeseen ${what} in the proxy`, {
    advice: 'please report this, with the query',
  });
}
