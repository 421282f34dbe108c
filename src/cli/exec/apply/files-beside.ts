import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_FILE, refuseForeignFiles } from '../../../files/stack-files';
import { GATE_OUTPUT } from '../../../util/gate-names';
import { policyFilesOr, readPolicyAt } from '../../shared/policy/policy-file';

/**
 * Refuses an `apply` that plans by itself where files beside a gated stack could change what it deploys, or who answers its
 * gate.
 * @param policyFiles the policies that were named; the nearest one where none is
 * @throws HSS_INVALID_ARGUMENT, HSS_POLICY_INVALID
 */
export function refuseFilesBeside(
  folder: string,
  policyFiles: readonly string[] | undefined,
  say: (message: string) => void,
): void {
  if (!isGated(folder)) return;
  // Nothing is judged here, so that a feed that can't be read is not in the way of what only deletes.
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
  // Not parsed: a stack is taken for gated rather than overlooked, and Terraform says what is wrong with its JSON.
  return text.includes(`"${GATE_OUTPUT}"`);
}
