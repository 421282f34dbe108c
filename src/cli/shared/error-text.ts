import { HssError } from '../../contract/error';
import { inCommandWords } from './command-words';

/**
 * A typed error says what to do; of any other the text is enough, a stack trace helps no user.
 * @param options the long options of the command that failed
 */
export function messageOf(error: unknown, options: readonly string[] = []): string {
  if (error instanceof HssError) return inCommandWords(error, options).message;
  return `HSS_INTERNAL: ${error instanceof Error ? error.message : String(error)}`;
}
