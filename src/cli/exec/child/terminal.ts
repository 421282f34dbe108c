import { closeSync, openSync, readFileSync } from 'node:fs';

/**
 * Whether this process is in the foreground of a terminal, so that what is typed there (Ctrl-C) reaches our children by
 * itself. Nothing tells a signal of the terminal from one that another process sent; a SIGINT of a script to a command
 * in the foreground is taken for the terminal's.
 */
export function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // Behind the name, which may hold anything: state, parent, group, session, terminal, the terminal's foreground group.
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return group === foreground;
  } catch {
    return hasTerminal();
  }
}

/** Where there is no /proc: a background job counts as foreground then, which loses a signal rather than doubling it. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
