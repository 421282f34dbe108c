#!/usr/bin/env node
import { HssError } from '../contract/error';
import { program } from './program';
import { say } from './shared/output/say';

program()
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    say(messageOf(error));
    process.exitCode = 1;
  });

/** A typed error says what to do; of any other the text is enough, a stack trace helps no user. */
function messageOf(error: unknown): string {
  if (error instanceof HssError) return error.message;
  return `HSS_INTERNAL: ${error instanceof Error ? error.message : String(error)}`;
}
