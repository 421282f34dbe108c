import { deepCopy } from '../../../util/deep-copy';
import { Block, deployingBlocks } from './json-blocks';
import { addLocals, addPreconditions, failingCondition } from './plan-conditions';

const LOCAL = 'hss_gate_destroy_only';

/**
 * Returns a copy of the JSON of a stack that is synthesized to be destroyed, without queries to
 * HSS. It can't be planned or applied, because every resource has a precondition that fails.
 * Terraform does not evaluate preconditions when it destroys.
 */
export function destroyOnly(json: unknown): unknown {
  const document = deepCopy(json) as Block;
  addLocals(document, { [LOCAL]: true });
  const condition = failingCondition(
    'This stack was synthesized with HSS_GATE_MODE=destroy, without evaluating its images, so it can only be destroyed. ' +
      'Synthesize it again without HSS_GATE_MODE to plan or apply it.',
    LOCAL,
  );
  for (const { address } of deployingBlocks(document))
    addPreconditions(document, address, [condition]);
  return document;
}
