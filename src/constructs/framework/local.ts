import { Construct } from 'constructs';
import { TerraformLocal, frameworkOf } from './framework';

/** Declares a local value of a stack. */
export function declareLocal(scope: Construct, id: string, expression: unknown): TerraformLocal {
  return new (frameworkOf(scope).TerraformLocal)(scope, id, expression);
}
