import { IConstruct } from 'constructs';
import { HssError } from '../../contract/error';
import { TerraformElement, TerraformStack, frameworkOf, isModule } from '../framework/framework';
import { terraformAddress } from '../shared/construct-paths';

/**
 * Checks that a construct is a resource or module of a stack. It does not read the address, because
 * the logical ID could not be overridden after that.
 * @throws HSS_INVALID_ARGUMENT for any other construct
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
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    "the construct is not a resource or module of the gate's stack",
    {
      advice: 'pass the resource or module that deploys the declared images',
    },
  );
}

/**
 * Returns the Terraform address of a resource or module of a stack.
 * @throws HSS_INVALID_ARGUMENT for any other construct
 */
export function addressOf(resource: IConstruct, stack: TerraformStack): string {
  checkDeploys(resource, stack);
  return terraformAddress(resource)!;
}
