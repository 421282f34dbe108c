import { HssError } from '../../../contract/error';
import { Hcl, Locals, asJson, asJsonText, not, verbatim } from '../../../policy/hcl';
import { GATE_OUTPUT } from '../../../util/gate-names';
import { Block, append, blockUnder, bodiesOf } from './json-blocks';

/** A condition that Terraform decides at every plan, and what it says where it fails. */
export interface PlanCondition {
  readonly condition: Hcl;
  /** As a JSON value of a configuration. */
  readonly message: string;
}

/**
 * Makes a resource or module call wait for conditions. A module call can have none itself, so a resource that creates
 * nothing has them, and the module depends on it.
 */
export function addPreconditions(
  document: Block,
  address: string,
  conditions: readonly PlanCondition[],
): void {
  const preconditions = conditions.map(asBlock);
  for (const body of bodiesOf(document, address)) {
    if (!address.startsWith('module.')) {
      append(blockUnder(body, 'lifecycle'), 'precondition', ...preconditions);
      continue;
    }
    const name = `${GATE_OUTPUT}_${address.slice('module.'.length)}`;
    const guards = blockUnder(blockUnder(document, 'resource'), 'terraform_data');
    refuseTaken(guards, name, `terraform_data.${name}`);
    guards[name] = { lifecycle: { precondition: preconditions } };
    append(body, 'depends_on', `terraform_data.${name}`);
  }
}

/** Has Terraform warn at every plan where conditions fail. */
export function warnOf(document: Block, name: string, conditions: readonly PlanCondition[]): void {
  const checks = blockUnder(document, 'check');
  refuseTaken(checks, name, `check.${name}`);
  checks[name] = { assert: conditions.map(asBlock) };
}

/** Adds locals; each of them is the gate's own. */
export function addLocals(document: Block, locals: Locals): void {
  const own = blockUnder(document, 'locals');
  for (const [name, value] of Object.entries(locals)) {
    refuseTaken(own, name, `local.${name}`);
    own[name] = value;
  }
}

/** Adds the data source through which HSS is asked. */
export function addData(document: Block, body: Block): void {
  const data = blockUnder(blockUnder(document, 'data'), 'http');
  refuseTaken(data, GATE_OUTPUT, `data.http.${GATE_OUTPUT}`);
  data[GATE_OUTPUT] = body;
}

/** A condition on what is true, for a text that needs no evaluation. */
export function failingCondition(text: string, local: string): PlanCondition {
  return { condition: not(`local.${local}`), message: asJsonText`${verbatim(text)}` };
}

function asBlock({ condition, message }: PlanCondition): Block {
  return { condition: asJson(condition), error_message: message };
}

function refuseTaken(blocks: Block, name: string, address: string): void {
  if (!Object.hasOwn(blocks, name)) return;
  throw new HssError('HSS_INVALID_ARGUMENT', `the stack has a ${address} of its own`, {
    advice: `rename it: names that begin with ${GATE_OUTPUT} are the gate's`,
  });
}
