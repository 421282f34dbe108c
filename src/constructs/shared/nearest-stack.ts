import { IConstruct } from 'constructs';
import { TerraformStack, frameworkOf } from '../framework/framework';

/** The stack whose JSON a construct becomes a part of; stacks may stand in stacks. */
export function nearestStack(construct: IConstruct): TerraformStack | undefined {
  const { TerraformStack: Stack } = frameworkOf(construct);
  return [...construct.node.scopes].reverse().find((scope) => Stack.isStack(scope));
}
