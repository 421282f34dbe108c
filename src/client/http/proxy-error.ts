import { HssErrorCode } from '../../contract/error';

/**
 * The header in which a signing proxy of ours reports the error of its lookup. The proxy has then
 * retried as often as that helps, so its client does not retry.
 */
export const PROXY_ERROR_HEADER = 'x-hss-gate-error';

/** The codes that a proxy's lookup can end with. */
const CODES: ReadonlySet<string> = new Set<HssErrorCode>([
  'HSS_NO_CREDENTIALS',
  'HSS_AUTH_FAILED',
  'HSS_FORBIDDEN',
  'HSS_INVALID_ARGUMENT',
  'HSS_NOT_FOUND',
  'HSS_THROTTLED',
  'HSS_UNREACHABLE',
  'HSS_TIMEOUT',
  'HSS_SERVER_ERROR',
  'HSS_BAD_RESPONSE',
  'HSS_SNAPSHOT_MISS',
  'HSS_SNAPSHOT_INVALID',
  'HSS_INTERNAL',
]);

/** Returns the error that a proxy of ours reports; undefined if none does. */
export function proxyErrorOf(
  header: string | undefined,
): { readonly code: HssErrorCode; readonly summary: string; readonly advice: string } | undefined {
  if (header === undefined || !CODES.has(header)) return undefined;
  return {
    code: header as HssErrorCode,
    summary: 'the proxy of hss-gate exec could not get an answer of HSS',
    advice: "see the proxy's own words above",
  };
}
