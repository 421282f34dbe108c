import { plain } from '../../util/safe-text';
import { beginningOf } from '../../util/text';
import { secretRanges } from './secret-ranges';

/** Longer texts are cut here first: far less than this is shown. */
const MOST_READ = 16_384;

/**
 * Makes a foreign text safe to show: removes our credentials and parts of them (a gateway may echo
 * one) and characters that a terminal or a pipeline would interpret, and shortens it.
 */
export function presentable(text: string, secrets: readonly string[], longest = 300): string {
  let rest = text.slice(0, MOST_READ);
  for (const { from, to } of secretRanges(rest, secrets).reverse()) {
    rest = `${rest.slice(0, from)}***${rest.slice(to)}`;
  }
  const shown = plain(rest).trim();
  return shown.length > longest ? `${beginningOf(shown, longest)}…` : shown;
}
