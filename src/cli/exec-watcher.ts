import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Sees to it that a command is told to end when `exec` is killed by what nobody can hear. */
export interface Watcher {
  /** The command runs, as this process. */
  readonly follow: (id: number) => void;
  /** The command has ended, or was told to: whatever becomes of us, nobody need tell it. */
  readonly leave: () => void;
}

/**
 * Waits at a pipe for two lines: the command's ID, and goodbye. A pipe that ends without the second says that `exec` was
 * killed. A shell waits because it starts in a millisecond and takes none of the time in which the command starts.
 */
const WAIT = 'read -r id || exit 0; read -r goodbye && exit 0; exec "$1" "$2" "$id"';

/**
 * Starts a process that by the end of a pipe sees how ours ends: the other end of the pipe we alone hold, so it ends with us,
 * also by SIGKILL. On Windows there is no telling a process to end; there the system ends a command with whoever began it.
 */
export function startWatcher(): Watcher {
  if (process.platform === 'win32') return { follow: () => undefined, leave: () => undefined };
  const script = join(__dirname, 'end-command.js');
  const watcher = spawn('/bin/sh', ['-c', WAIT, 'sh', process.execPath, script], {
    // A session of its own, which no Ctrl-C or hangup of the terminal reaches.
    detached: true,
    // Nothing of ours: no credential, no output that would stay open, no directory that could not be unmounted.
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  // Without it the command runs all the same.
  watcher.on('error', () => undefined);
  const { stdin } = watcher;
  stdin.on('error', () => undefined);
  watcher.unref();
  return {
    follow: (id) => void stdin.write(`${id}\n`),
    leave: () => {
      if (!stdin.writableEnded) stdin.end('goodbye\n');
    },
  };
}
