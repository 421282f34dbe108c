import { HssError } from '../../contract/error';
import { inCommandWords } from './command-words';

/** The next step for a user who has no account. */
export const TRY_IT = 'without an account, try hss-gate simulate -- hss-gate COMMAND';

/**
 * Returns the message of an error. A typed error says what to do. Any other has its message alone,
 * because a stack trace would not help a user.
 * @param options the long options of the command that failed
 */
export function messageOf(error: unknown, options: readonly string[] = []): string {
  if (error instanceof HssError) {
    const { message, details } = inCommandWords(error, options);
    return details.isUnconfigured === true ? `${message}\n  ${TRY_IT}` : message;
  }
  return `HSS_INTERNAL: ${error instanceof Error ? error.message : String(error)}`;
}
