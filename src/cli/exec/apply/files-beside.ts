import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_FILE, refuseForeignFiles } from '../../../files/stack-files';
import { GATE_OUTPUT } from '../../../util/gate-names';
import { policyFilesOr, readPolicyAt } from '../../shared/policy/policy-file';

/**
 * Refuses an `apply` without a saved plan if files beside a gated stack could change what it
 * deploys or which server its gate queries.
 * @param policyFiles the named policies; by default, the nearest one
 * @throws HSS_INVALID_ARGUMENT, HSS_POLICY_INVALID
 */
export function refuseFilesBeside(
  folder: string,
  policyFiles: readonly string[] | undefined,
  say: (message: string) => void,
): void {
  if (!isGated(folder)) return;
  // Reads no feed, because nothing is judged here: an unreadable feed must not stop a plan that
  // only deletes.
  const policies = policyFilesOr(policyFiles, say).map((file) =>
    readPolicyAt(file, () => undefined),
  );
  refuseForeignFiles('this plan', folder, policies);
}

function isGated(folder: string): boolean {
  let text: string;
  try {
    text = readFileSync(join(folder, STACK_FILE), 'utf8');
  } catch {
    return false;
  }
  // Not parsed: a false match only means a stricter check, and Terraform reports invalid JSON
  // itself.
  return text.includes(`"${GATE_OUTPUT}"`);
}
