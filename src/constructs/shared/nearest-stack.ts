import { IConstruct } from 'constructs';
import { TerraformStack, frameworkOf } from '../framework/framework';

/**
 * Returns the nearest stack above a construct, whose JSON the construct is part of. Stacks can be
 * nested.
 */
export function nearestStack(construct: IConstruct): TerraformStack | undefined {
  const { TerraformStack: Stack } = frameworkOf(construct);
  return [...construct.node.scopes].reverse().find((scope) => Stack.isStack(scope));
}
