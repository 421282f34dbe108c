import { HssError } from '../../contract/error';

/** A typed error says what to do; of any other the text is enough, a stack trace helps no user. */
export function messageOf(error: unknown): string {
  if (error instanceof HssError) return error.message;
  return `HSS_INTERNAL: ${error instanceof Error ? error.message : String(error)}`;
}
