import { breakCommands } from '../../util/ci-commands';
import { secretRanges } from './secret-ranges';

/** Of a longer text no more is looked at: far less than this is shown. */
const MOST_READ = 16_384;

/**
 * A text of somebody else's, made fit to show: no credential of ours in it nor a part of one (a gateway may echo it), no
 * control characters and no CI commands (a terminal or a pipeline would obey them), and not endless.
 */
export function presentable(text: string, secrets: readonly string[], longest = 300): string {
  let rest = text.slice(0, MOST_READ);
  for (const { from, to } of secretRanges(rest, secrets).reverse()) {
    rest = `${rest.slice(0, from)}***${rest.slice(to)}`;
  }
  // eslint-disable-next-line no-control-regex
  rest = rest.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  const shown = breakCommands(rest);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}
