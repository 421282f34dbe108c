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
 * Reads two lines from a pipe: the command's ID, then `goodbye`. If the pipe ends before the second
 * line, `exec` was killed. A shell reads them because it starts in a millisecond and does not slow
 * down the command's start.
 */
const WAIT = 'read -r id || exit 0; read -r goodbye && exit 0; exec "$1" "$2" "$id" "$3"';

/**
 * Starts a process that notices when this one ends, even by SIGKILL: only this process holds the
 * other end of its pipe. On Windows, a process can't be asked to end; there the system ends a
 * command together with the process that started it.
 * @param folder is removed when the command has ended after its SIGTERM
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

/**
 * Starts a shell and returns its stdin. If no shell can be started, the command runs without a
 * watcher.
 */
function pipeTo(args: readonly string[]): Writable | undefined {
  try {
    const shell = spawn('/bin/sh', args, {
      // Its own session, which a Ctrl-C or hangup of the terminal does not reach.
      detached: true,
      // Inherits nothing: no credential, no output that would stay open, no directory that could
      // not be unmounted.
      env: {},
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    shell.on('error', () => undefined);
    // Node returns no stdin if the spawn fails at once.
    const stdin = shell.stdin as Writable | undefined;
    stdin?.on('error', () => undefined);
    shell.unref();
    return stdin;
  } catch {
    return undefined;
  }
}
