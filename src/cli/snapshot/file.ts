import { readFileSync } from 'node:fs';
import { decodeText } from '../../contract/decode-text';
import { HssError } from '../../contract/error';
import { Snapshot, readSnapshot } from '../../lookup/snapshot';

/**
 * The snapshot in a file.
 * @throws HSS_SNAPSHOT_INVALID
 */
export function snapshotAt(file: string): Snapshot {
  let text: string;
  try {
    text = decodeText(readFileSync(file));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new HssError('HSS_SNAPSHOT_INVALID', `${file} can't be read (${reason})`, {
      advice: 'check the path, or record a snapshot first',
    });
  }
  return readSnapshot(text, file);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
