import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { decodeText } from '../contract/decode-text';
import { PolicyFiles } from '../policy';
import { readBytesOf } from './feed-file';

/** Returns access to the files of a policy and to its feed. */
export function policyFilesFor(file: string): PolicyFiles {
  return {
    root: rootFor(file),
    read: (path) => ({ text: decodeText(readFileSync(path)), realPath: realpathSync(path) }),
    readBytes: readBytesOf,
  };
}

/**
 * Returns the tree in which a policy may extend others: the working directory, or the policy's
 * directory if that is elsewhere.
 */
function rootFor(file: string): string {
  const here = realpathSync(process.cwd());
  let folder: string;
  try {
    folder = dirname(realpathSync(file));
  } catch {
    // The caller reports that the file can't be read.
    return here;
  }
  return relative(here, folder).startsWith('..') ? folder : here;
}
