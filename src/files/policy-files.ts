import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { decodeText } from '../contract/decode-text';
import { PolicyFiles } from '../policy';
import { readBytesOf } from './feed-file';

/** The files that the policy in a file may be made of, and its feed. */
export function policyFilesFor(file: string): PolicyFiles {
  return {
    root: rootFor(file),
    read: (path) => ({ text: decodeText(readFileSync(path)), realPath: realpathSync(path) }),
    readBytes: readBytesOf,
  };
}

/** The tree in which a policy may extend others: the working directory, or the policy's own where it is elsewhere. */
function rootFor(file: string): string {
  const here = realpathSync(process.cwd());
  let folder: string;
  try {
    folder = dirname(realpathSync(file));
  } catch {
    // It can't be read, which is said by who reads it.
    return here;
  }
  return relative(here, folder).startsWith('..') ? folder : here;
}
