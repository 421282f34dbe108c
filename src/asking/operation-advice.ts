import { ENDPOINTS } from '../contract/endpoints';
import { HssError, HssErrorCode } from '../contract/error';
import { EndpointId } from '../contract/fields';

/** Errors that concern a single operation: HSS may still answer others. */
const REFUSALS: readonly HssErrorCode[] = [
  'HSS_FORBIDDEN',
  'HSS_NOT_FOUND',
  'HSS_BAD_RESPONSE',
  'HSS_SNAPSHOT_MISS',
];

/**
 * Adds to an operation's error which permission is missing, and how to do without the operation. An
 * error that other operations would get as well stays unchanged.
 * @param without the advice; undefined where the operation is required
 */
export function withOperationAdvice(
  error: HssError,
  endpoint: EndpointId,
  without: string | undefined,
): HssError {
  if (!REFUSALS.includes(error.code)) return error;
  const missing =
    error.code === 'HSS_FORBIDDEN'
      ? `the missing permission is that of ${ENDPOINTS[endpoint].operation}`
      : undefined;
  const first = [error.details.advice, missing].filter((text) => text !== undefined).join('; ');
  const advice = [first, without].filter((text) => text).join('; or ');
  if (advice === '') return error;
  return new HssError(error.code, error.summary, { ...error.details, advice });
}
