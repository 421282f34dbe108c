import { closeSync, ftruncateSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { HssError } from '../../contract/error';
import { openUnnamedFile, writeAll } from '../../util/file-writer';

/** A file in TMPDIR without a name: however the process ends, nothing of it is left. */
export class TemporaryFile {
  private readonly file: number;

  /**
   * @param length its length from the start: unwritten parts read as zeros and take no space
   * @throws HssError on a disk error, as the other methods do
   */
  constructor(length = 0) {
    this.file = onDisk(() => openUnnamedFile(tmpdir()));
    try {
      if (length > 0) onDisk(() => ftruncateSync(this.file, length));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  public write(bytes: Uint8Array, position: number): void {
    onDisk(() => writeAll(this.file, bytes, position));
  }

  /** Fills `bytes` with the content at a position. */
  public read(bytes: Uint8Array, position: number): void {
    for (let done = 0; done < bytes.length;) {
      const at = done;
      const read = onDisk(() => readSync(this.file, bytes, at, bytes.length - at, position + at));
      if (read === 0) throw noRoom('unexpected end of file');
      done += read;
    }
  }

  /** Frees the disk space. */
  public close(): void {
    closeSync(this.file);
  }
}

function onDisk<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw noRoom((error as NodeJS.ErrnoException).code ?? 'unknown error');
  }
}

function noRoom(reason: string): HssError {
  return new HssError('HSS_INTERNAL', `the rows can't be kept in ${tmpdir()} (${reason})`, {
    advice: 'set TMPDIR to a directory with enough room, some 700 bytes a row',
  });
}
