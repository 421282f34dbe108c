import { IConstruct } from 'constructs';
import { plainLines } from '../../util/safe-text';

/** The warnings that were printed, by app. */
const printed = new WeakMap<IConstruct, Set<string>>();

/**
 * Prints a warning on stderr, once in an app. Prints nothing if the framework's command line runs
 * the app, because it prints the annotations itself.
 */
export function printWarning({ node: { root } }: IConstruct, text: string): void {
  if (isUnderCommandLine()) return;
  const line = `${plainLines(text)}\n`;
  const before = printed.get(root) ?? new Set();
  printed.set(root, before);
  if (!before.has(line)) process.stderr.write(line);
  before.add(line);
}

/** Returns whether `cdktf` or `cdktn` runs the app. Only they set this variable. */
function isUnderCommandLine(): boolean {
  return process.env.CDKTF_CONTEXT_JSON !== undefined;
}
