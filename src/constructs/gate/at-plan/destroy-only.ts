import { deepCopy } from '../../../util/deep-copy';
import { Block, deployingBlocks } from './json-blocks';
import { addLocals, addPreconditions, failingCondition } from './plan-conditions';

const LOCAL = 'hss_gate_destroy_only';

/**
 * The JSON of a stack that is synthesized to be destroyed, without asking HSS: nothing of it can be planned or applied, because
 * every resource has a precondition that fails. Terraform looks at no precondition when it destroys. Works on a copy.
 */
export function destroyOnly(json: unknown): unknown {
  const document = deepCopy(json) as Block;
  addLocals(document, { [LOCAL]: true });
  const condition = failingCondition(
    'This stack was synthesized with HSS_GATE_MODE=destroy, without asking HSS about its images: it can only be destroyed. ' +
      'Synthesize it again without HSS_GATE_MODE to plan or apply it.',
    LOCAL,
  );
  for (const { address } of deployingBlocks(document))
    addPreconditions(document, address, [condition]);
  return document;
}
