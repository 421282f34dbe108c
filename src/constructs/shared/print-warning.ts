import { plainLines } from '../../util/safe-text';

/** Prints a warning on stderr, unless the framework's command line runs the app: it prints the annotations itself. */
export function printWarning(text: string): void {
  if (!isUnderCommandLine()) process.stderr.write(`${plainLines(text)}\n`);
}

/** Whether `cdktf` or `cdktn` runs the app. It sets this variable for the app, and nothing else does. */
function isUnderCommandLine(): boolean {
  return process.env.CDKTF_CONTEXT_JSON !== undefined;
}
