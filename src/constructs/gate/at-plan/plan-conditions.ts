import { HssError } from '../../../contract/error';
import { Hcl, Locals, asJson, asJsonText, not, verbatim } from '../../../policy/hcl';
import { GATE_OUTPUT } from '../../../util/gate-names';
import { Block, append, blockUnder, bodiesOf } from './json-blocks';

/** A condition that Terraform evaluates at every plan, and its error message. */
export interface PlanCondition {
  readonly condition: Hcl;
  /** The message as a JSON value of a configuration. */
  readonly message: string;
}

/**
 * Adds preconditions to a resource or module call. A module call can't have preconditions, so a
 * `terraform_data` resource gets them, and the module depends on it.
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

/** Adds a `check` block: Terraform then warns at every plan if a condition fails. */
export function addCheck(
  document: Block,
  name: string,
  conditions: readonly PlanCondition[],
): void {
  const checks = blockUnder(document, 'check');
  refuseTaken(checks, name, `check.${name}`);
  checks[name] = { assert: conditions.map(asBlock) };
}

/** Adds locals of the gate. */
export function addLocals(document: Block, locals: Locals): void {
  const own = blockUnder(document, 'locals');
  for (const [name, value] of Object.entries(locals)) {
    refuseTaken(own, name, `local.${name}`);
    own[name] = value;
  }
}

/** Adds the data source that queries HSS. */
export function addData(document: Block, body: Block): void {
  const data = blockUnder(blockUnder(document, 'data'), 'http');
  refuseTaken(data, GATE_OUTPUT, `data.http.${GATE_OUTPUT}`);
  data[GATE_OUTPUT] = body;
}

/**
 * Returns a condition that always fails with a text. Terraform requires a reference in it, so it
 * refers to a local that is true.
 */
export function failingCondition(text: string, local: string): PlanCondition {
  return { condition: not(`local.${local}`), message: asJsonText`${verbatim(text)}` };
}

function asBlock({ condition, message }: PlanCondition): Block {
  return { condition: asJson(condition), error_message: message };
}

function refuseTaken(blocks: Block, name: string, address: string): void {
  if (!Object.hasOwn(blocks, name)) return;
  throw new HssError('HSS_INVALID_ARGUMENT', `the stack already defines ${address}`, {
    advice: `rename it, because names that begin with ${GATE_OUTPUT} are reserved for the gate`,
  });
}
