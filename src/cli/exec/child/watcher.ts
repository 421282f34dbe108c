import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Writable } from 'node:stream';

/** Sends a command SIGTERM when `exec` is killed by a signal that can't be handled. */
export interface Watcher {
  /** Starts watching the command with this process ID. */
  readonly follow: (id: number) => void;
  /** Stops watching, because the command has ended or has received a signal. */
  readonly leave: () => void;
}

/**
 * Waits at a pipe for two lines: the command's ID, and goodbye. A pipe that ends without the second says that `exec` was
 * killed. A shell waits because it starts in a millisecond and takes none of the time in which the command starts.
 */
const WAIT = 'read -r id || exit 0; read -r goodbye && exit 0; exec "$1" "$2" "$id" "$3"';

/**
 * Starts a process that by the end of a pipe sees how ours ends: the other end of the pipe we alone hold, so it ends with us,
 * also by SIGKILL. On Windows there is no telling a process to end; there the system ends a command with whoever began it.
 * @param folder is removed when the command that was told has ended
 */
export function startWatcher(folder = ''): Watcher {
  if (process.platform === 'win32') return { follow: () => undefined, leave: () => undefined };
  const script = join(__dirname, 'end-command.js');
  const stdin = pipeTo(['-c', WAIT, 'sh', process.execPath, script, folder]);
  let isFollowing = false;
  return {
    follow: (id) => {
      isFollowing = true;
      stdin?.write(`${id}\n`);
    },
    leave: () => {
      if (stdin?.writableEnded === false) stdin.end(isFollowing ? 'goodbye\n' : '');
    },
  };
}

/** A shell's end of a pipe. Where there is no shell, or none can be started, the command runs all the same. */
function pipeTo(args: readonly string[]): Writable | undefined {
  try {
    const shell = spawn('/bin/sh', args, {
      // A session of its own, which no Ctrl-C or hangup of the terminal reaches.
      detached: true,
      // Nothing of ours: no credential, no output that would stay open, no directory that could not be unmounted.
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    shell.on('error', () => undefined);
    // Node gives no pipe where it could not even begin.
    const stdin = shell.stdin as Writable | undefined;
    stdin?.on('error', () => undefined);
    shell.unref();
    return stdin;
  } catch {
    return undefined;
  }
}
