import { readFileSync, statSync } from 'node:fs';
import { decodeText } from '../contract/decode-text';
import { HssError } from '../contract/error';
import { holdsContent, writeFile } from '../util/file-writer';
import { Snapshot, readSnapshot, renderSnapshot } from './snapshot';

/**
 * Reads a snapshot's file.
 * @throws HSS_SNAPSHOT_INVALID
 */
export function snapshotAt(file: string): Snapshot {
  let text: string;
  try {
    text = decodeText(readFileSync(file));
  } catch (error) {
    throw new HssError('HSS_SNAPSHOT_INVALID', `${file} can't be read (${reasonOf(error)})`, {
      advice: 'check the path, or record a snapshot first',
    });
  }
  return readSnapshot(text, file);
}

/**
 * Writes a complete snapshot, or leaves the file unchanged.
 * @throws HSS_SNAPSHOT_UNWRITABLE
 */
export function writeSnapshot(file: string, snapshot: Snapshot): void {
  const text = renderSnapshot(snapshot);
  try {
    writeFile(file, text);
  } catch (error) {
    throw new HssError('HSS_SNAPSHOT_UNWRITABLE', `${file} can't be written (${reasonOf(error)})`, {
      advice: 'check the path and its permissions',
    });
  }
}

/**
 * Rejects a path for a new snapshot if its file has other content than a snapshot. Accepts empty
 * files, such as mktemp makes, and pipes and devices.
 * @param projectId rejects a snapshot of another project, too
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkSnapshotTarget(file: string, projectId?: string): void {
  const refuse = (why: string): never => {
    throw new HssError('HSS_INVALID_ARGUMENT', why, {
      advice: 'remove it first, or name another file',
    });
  };
  let before: string;
  try {
    if (!holdsContent(file) || statSync(file).size === 0) return;
    before = snapshotAt(file).projectId;
  } catch (error) {
    // Any other problem that prevents reading the path shows when the snapshot is written.
    if (!(error instanceof HssError)) return;
    return refuse(`${error.summary}, so it is not overwritten`);
  }
  if (projectId === undefined || before === projectId) return;
  refuse(
    `${file} is a snapshot of project ${before}, so it is not overwritten with one of ${projectId}`,
  );
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
