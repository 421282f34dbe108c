import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

/** The stack whose JSON a construct becomes a part of; stacks may stand in stacks. */
export function nearestStack(construct: IConstruct): TerraformStack | undefined {
  return [...construct.node.scopes].reverse().find((scope) => TerraformStack.isStack(scope));
}
