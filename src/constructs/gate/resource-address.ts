import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { TerraformElement, TerraformStack, frameworkOf, isModule } from '../framework/framework';
import { terraformAddress } from '../shared/construct-paths';

/**
 * Checks that a construct is a resource or module of a stack. Its address is not read: from then on its logical ID could not
 * be overridden.
 * @throws HSS_INVALID_ARGUMENT for anything else, or of another stack
 */
export function checkDeploys(
  resource: IConstruct,
  stack: TerraformStack,
): asserts resource is TerraformElement {
  const { TerraformElement: Element, TerraformResource } = frameworkOf(stack);
  if (
    Element.isTerraformElement(resource) &&
    resource.cdktfStack === stack &&
    (TerraformResource.isTerraformResource(resource) || isModule(resource))
  ) {
    return;
  }
  throw new HssError('HSS_INVALID_ARGUMENT', 'this is no resource or module of the gate’s stack', {
    advice: 'give the resource whose images are declared',
  });
}

/**
 * Terraform's address of a resource or module in its stack.
 * @throws HSS_INVALID_ARGUMENT for anything else, or of another stack
 */
export function addressOf(resource: IConstruct, stack: TerraformStack): string {
  checkDeploys(resource, stack);
  return terraformAddress(resource)!;
}
