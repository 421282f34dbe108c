import { fstatSync } from 'node:fs';
import { writeAll } from '../../../util/file-writer';

/** Error codes that mean that the pipe's reader has gone. */
const NO_READER = ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/**
 * Prints a piece of a result and waits until it is written. Returns false if the reader has closed
 * the pipe, which is not an error.
 * @throws any other error that prevents the write, such as a full disk
 */
export async function print(piece: string | Uint8Array): Promise<boolean> {
  // Node's stream does not notice when a file takes only a part.
  if (fstatSync(process.stdout.fd).isFile()) {
    writeAll(process.stdout.fd, Buffer.from(piece));
    return true;
  }
  return new Promise((resolve, reject) => {
    process.stdout.write(piece, (error) => {
      if (error === undefined || error === null) resolve(true);
      else if (NO_READER.includes((error as NodeJS.ErrnoException).code ?? '')) resolve(false);
      else reject(error);
    });
  });
}
