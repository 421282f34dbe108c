import { constants, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants as system, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { HssError } from '../../contract/error';
import { signalExitCode } from '../shared/exit-codes';

/** Signals that would end this process before the folder is removed. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The longest temporary directory that leaves room for a socket's path, which has at most 103 bytes
 * on macOS.
 */
const LONGEST_PATH = 80;

/**
 * A folder that only this user can read or change. It is removed when this process ends, even by a
 * signal. After a SIGKILL, the watcher removes it (Linux only).
 */
export class PrivateFolder {
  public readonly path: string;
  private copies = 0;
  private endsBySignal = true;

  constructor() {
    // Listens before the folder exists: a signal in between would end the process and leave the
    // folder behind.
    for (const signal of ENDING) {
      process.on(signal, () => {
        if (this.endsBySignal) process.exit(signalExitCode(system.signals[signal]));
      });
    }
    const parent = tmpdir().length > LONGEST_PATH ? '/tmp' : tmpdir();
    // mkdtemp sets the mode 0700.
    this.path = realpathSync(mkdtempSync(join(parent, 'hss-gate-')));
    process.once('exit', () => rmSync(this.path, { recursive: true, force: true }));
  }

  /**
   * Copies a file into the folder.
   * @param shown how the user named the file
   * @param isBelowChdir whether that name is relative to the directory of `-chdir`
   * @throws HSS_INVALID_ARGUMENT when it can't be copied
   */
  public copy(file: string, shown: string, isBelowChdir: boolean): string {
    const folder = join(this.path, `plan-${++this.copies}`);
    mkdirSync(folder);
    const path = join(folder, basename(file));
    try {
      copyFileSync(file, path, constants.COPYFILE_EXCL);
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw new HssError('HSS_INVALID_ARGUMENT', `the plan ${shown} can't be read (${reason})`, {
        advice: isBelowChdir
          ? 'check the path, which is relative to the directory that -chdir names'
          : 'check the path, or write the plan first: terraform plan -out=FILE',
      });
    }
    return path;
  }

  /** Leaves signals to other listeners while a task runs. */
  public async leavingSignals<T>(task: () => Promise<T>): Promise<T> {
    this.endsBySignal = false;
    try {
      return await task();
    } finally {
      this.endsBySignal = true;
    }
  }
}
