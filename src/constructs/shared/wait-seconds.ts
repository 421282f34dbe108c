import { HssError } from '../../contract/error';
import { MAX_WAIT_SECONDS } from '../../util/time';
import { framework } from '../framework/framework';

/**
 * Checks a wait time in seconds. The default is 0.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkWaitSeconds(seconds: number | undefined): number {
  const value: unknown = seconds ?? 0;
  if (
    typeof value !== 'number' ||
    framework().Token.isUnresolved(value) ||
    !(value >= 0 && value <= MAX_WAIT_SECONDS)
  ) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `waitSeconds is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}, which is not allowed: expected a number from 0 to ${MAX_WAIT_SECONDS}`,
      { advice: 'correct waitSeconds, or omit it for 0' },
    );
  }
  return value;
}
