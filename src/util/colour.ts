/**
 * Decides whether output to a stream may be coloured. The first of these that is set wins, in the
 * order of Node's own `tty.getColorDepth`, no-color.org and bixense.com/clicolors:
 *
 * 1. `FORCE_COLOR`: off for `0` and `false`, otherwise on, also when empty.
 * 2. `NO_COLOR`, unless empty: off.
 * 3. `CLICOLOR_FORCE`, unless empty or `0`: on.
 * 4. `CLICOLOR=0` or `TERM=dumb`: off.
 * 5. On for a terminal, off for anything else.
 */
export function mayColour(
  stream: { readonly isTTY?: boolean },
  env: { readonly [name: string]: string | undefined },
): boolean {
  const { FORCE_COLOR, NO_COLOR, CLICOLOR_FORCE, CLICOLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return !['0', 'false'].includes(FORCE_COLOR);
  if (isSet(NO_COLOR)) return false;
  if (isSet(CLICOLOR_FORCE) && CLICOLOR_FORCE !== '0') return true;
  if (CLICOLOR === '0' || TERM === 'dumb') return false;
  return stream.isTTY === true;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
