import { Construct } from 'constructs';
import { TerraformLocal, elementsFor } from './framework';

/** Declares a local value of a stack. */
export function declareLocal(scope: Construct, id: string, expression: unknown): TerraformLocal {
  return new (elementsFor(scope).TerraformLocal)(scope, id, expression);
}
