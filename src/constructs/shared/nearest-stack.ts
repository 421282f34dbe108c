import { IConstruct } from 'constructs';
import { TerraformStack, isStack } from '../framework/framework';

/** The stack whose JSON a construct becomes a part of; stacks may stand in stacks. */
export function nearestStack(construct: IConstruct): TerraformStack | undefined {
  return [...construct.node.scopes].reverse().find(isStack);
}
