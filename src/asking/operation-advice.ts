import { ENDPOINTS } from '../contract/endpoints';
import { HssError, HssErrorCode } from '../contract/error';
import { EndpointId } from '../contract/fields';

/** Errors that are about one operation alone: HSS may answer others all the same. */
const REFUSALS: readonly HssErrorCode[] = [
  'HSS_FORBIDDEN',
  'HSS_NOT_FOUND',
  'HSS_BAD_RESPONSE',
  'HSS_SNAPSHOT_MISS',
];

/**
 * Adds to the error of an operation which permission is missing, and how to do without the operation. An error that others would
 * meet as well stays as it is.
 * @param without advice; none where the operation is needed
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
