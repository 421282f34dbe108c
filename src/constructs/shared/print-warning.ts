import { plainLines } from '../../util/safe-text';

/**
 * Prints a warning to stderr, unless the framework's command line runs the app, which prints
 * annotations itself.
 */
export function printWarning(text: string): void {
  if (!isUnderCommandLine()) process.stderr.write(`${plainLines(text)}\n`);
}

/** Returns whether the command line `cdktf` or `cdktn` runs the app. Only it sets this variable. */
function isUnderCommandLine(): boolean {
  return process.env.CDKTF_CONTEXT_JSON !== undefined;
}
