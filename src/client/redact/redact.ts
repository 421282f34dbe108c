import { plain } from '../../util/safe-text';
import { beginningOf } from '../../util/text';
import { secretRanges } from './secret-ranges';

/** Of a longer text no more is looked at: far less than this is shown. */
const MOST_READ = 16_384;

/**
 * Makes a text from outside fit to show: without a credential of ours or a part of one (a gateway may echo it), without
 * what a terminal or a pipeline would act upon, and short.
 */
export function presentable(text: string, secrets: readonly string[], longest = 300): string {
  let rest = text.slice(0, MOST_READ);
  for (const { from, to } of secretRanges(rest, secrets).reverse()) {
    rest = `${rest.slice(0, from)}***${rest.slice(to)}`;
  }
  const shown = plain(rest).trim();
  return shown.length > longest ? `${beginningOf(shown, longest)}…` : shown;
}
