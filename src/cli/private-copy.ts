import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { constants as system, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { HssError } from '../contract/error';

/** Signals that would end us before the copy is removed. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A copy of a file that nobody but this user can change, or read. */
export interface PrivateCopy {
  readonly path: string;
  /** Leaves signals to others, who must see to it that this process ends by itself. */
  readonly release: () => void;
}

/**
 * Copies a file where nobody else reaches it, until this process ends. Only a SIGKILL leaves the copy behind.
 * @throws HSS_INVALID_ARGUMENT when it can't be copied
 */
export function privateCopy(file: string, shown: string): PrivateCopy {
  // Of mode 0700, whatever the umask.
  const folder = mkdtempSync(join(tmpdir(), 'hss-gate-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const listeners = ENDING.map((signal) => {
    const end = (): void => process.exit(128 + system.signals[signal]);
    process.once(signal, end);
    return () => void process.removeListener(signal, end);
  });
  const path = join(folder, basename(file));
  try {
    copyFileSync(file, path, constants.COPYFILE_EXCL);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new HssError('HSS_INVALID_ARGUMENT', `the plan ${shown} can't be read (${reason})`, {
      advice: 'check the path, which starts at the directory that -chdir names',
    });
  }
  return { path, release: () => listeners.forEach((remove) => remove()) };
}
