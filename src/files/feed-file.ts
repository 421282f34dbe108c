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

/** Reads a feed of known exploited vulnerabilities. A relative path starts at the working directory. */
export function readFeedFile(file: string): FeedReading {
  const path = resolve(file);
  try {
    return readFeed(readBytesOf(path, MAX_FEED_BYTES).bytes, file);
  } catch (error) {
    return { fault: unreadableFeedFault(file, path, readFailure(error)) };
  }
}

/** Reads an ordinary file, as `PolicyFiles.readBytes` describes it. */
export function readBytesOf(path: string, most: number): PolicyFileBytes {
  // Reading a pipe or a device would never end, and to open a pipe can wait as long.
  if (!statSync(path).isFile()) throw new Error('it is not an ordinary file');
  const realPath = realpathSync(path);
  const file = openSync(realPath, 'r');
  try {
    return { bytes: readUpTo(file, most + 1), realPath };
  } finally {
    closeSync(file);
  }
}

/** The size that a file says may be another one by now. */
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
