import { closeSync, openSync, readFileSync } from 'node:fs';

/**
 * Returns whether this process is in the foreground of a terminal. If so, the terminal sends Ctrl-C
 * to our children itself. A signal does not say who sent it: a SIGINT that a script sends to a
 * foreground process is taken for the terminal's.
 */
export function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The fields after the name, which may contain anything: state, parent, group, session,
    // terminal, the terminal's foreground group.
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return group === foreground;
  } catch {
    return hasTerminal();
  }
}

/**
 * The fallback without /proc. It takes a background job for a foreground one, which loses a signal
 * rather than sending it twice.
 */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
