import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PolicyFileBytes } from '../policy';
import {
  FeedReading,
  MAX_FEED_BYTES,
  readFeed,
  unreadableFeedFault,
} from '../policy/vulnerabilities/read-feed';
import { readFailure } from '../util/read-failure';

/**
 * Reads a feed of known exploited vulnerabilities. A relative path is relative to the working
 * directory.
 */
export function readFeedFile(file: string): FeedReading {
  const path = resolve(file);
  try {
    return readFeed(readBytesOf(path, MAX_FEED_BYTES).bytes, file);
  } catch (error) {
    return { fault: unreadableFeedFault(file, path, readFailure(error)) };
  }
}

/** Reads an ordinary file, as `PolicyFiles.readBytes` requires. */
export function readBytesOf(path: string, most: number): PolicyFileBytes {
  // Reading a pipe or a device could block forever, as could opening a pipe.
  if (!statSync(path).isFile()) throw new Error('it is not an ordinary file');
  const realPath = realpathSync(path);
  const file = openSync(realPath, 'r');
  try {
    return { bytes: readUpTo(file, most + 1), realPath };
  } finally {
    closeSync(file);
  }
}

/** Reads at most this many bytes. The file's reported size may be outdated. */
function readUpTo(file: number, most: number): Uint8Array {
  const chunks: Buffer[] = [];
  for (let left = most; left > 0;) {
    const chunk = Buffer.allocUnsafe(Math.min(left, 1 << 20));
    const read = readSync(file, chunk);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    left -= read;
  }
  return Buffer.concat(chunks);
}
