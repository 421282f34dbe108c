import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { HssError } from '../contract/error';
import { policyFilesFor } from '../files/policy-files';
import { Policy, loadPolicy } from '../policy';
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
 * The policy's file that was named, or is found.
 * @throws HSS_INVALID_ARGUMENT where there is none
 */
export function policyFileFor(named: string | undefined): string {
  const file = named ?? findPolicyFile();
  if (file !== undefined) return file;
  throw new HssError('HSS_INVALID_ARGUMENT', `there is no ${POLICY_FILE} here or above`, {
    advice: 'name the policy by --policy; docs/policy.md says how to begin one',
  });
}

/**
 * Reads a policy by the same rules as `ImagePolicy.fromFile`, so that its hash is the same.
 * @throws HSS_POLICY_INVALID
 */
export function readPolicyAt(file: string): Policy {
  return loadPolicy(file, policyFilesFor(file), Date.now());
}
