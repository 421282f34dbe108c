import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Policy, PolicyFiles, loadPolicy } from '../policy';
import { POLICY_FILE } from './judging-options';

/** The policy's file in the working directory, or in the nearest directory above that has one. */
export function findPolicyFile(from = process.cwd()): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, POLICY_FILE);
    if (existsSync(file)) return relative(from, file) || file;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Reads a policy by the same rules as `ImagePolicy.fromFile`, so that its hash is the same.
 * @throws HSS_POLICY_INVALID
 */
export function readPolicyAt(file: string): Policy {
  const files: PolicyFiles = {
    root: rootFor(file),
    read: (path) => ({ text: readFileSync(path, 'utf8'), realPath: realpathSync(path) }),
  };
  return loadPolicy(file, files, Date.now());
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
