import { IConstruct } from 'constructs';
import { TerraformElement, TerraformStack, frameworkOf, isModule } from '../framework/framework';

/** The constructs that create a stack's resources, data sources and modules. */
export interface ConstructPaths {
  /**
   * Returns the path of the construct of an address. Undefined for a resource that an override
   * added. The metadata that cdktf writes into the JSON of a resource is not used, because an
   * override can change or remove it.
   */
  pathOf(address: string): string | undefined;
  /**
   * Addresses that several constructs create, with the constructs' paths. Terraform gets a mixture
   * of them.
   */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** Searches the tree of a stack. Nested stacks are skipped, because they have separate JSON. */
export function constructPaths(stack: TerraformStack): ConstructPaths {
  const byAddress = new Map<string, string>();
  const shared = new Map<string, readonly string[]>();
  const next: IConstruct[] = [stack];
  const { TerraformElement: Element, TerraformStack: Stack } = frameworkOf(stack);
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    next.push(...node.node.children.filter((child) => !Stack.isStack(child)));
    if (!Element.isTerraformElement(node)) continue;
    const address = terraformAddress(node);
    for (const one of address === undefined ? addressesIn(node) : [address]) {
      const before = byAddress.get(one);
      if (before === undefined) byAddress.set(one, node.node.path);
      else shared.set(one, [...(shared.get(one) ?? [before]), node.node.path].sort());
    }
  }
  return { pathOf: (address) => byAddress.get(address), shared };
}

/**
 * Returns the addresses in the JSON of an element that is not a resource, data source or module by
 * its class.
 */
function addressesIn(element: TerraformElement): string[] {
  const { resource, data, module } = Object(element.toTerraform()) as {
    readonly [block: string]: unknown;
  };
  const labelled = (block: unknown, prefix: string): string[] =>
    namesIn(block).flatMap(([type, named]) =>
      namesIn(named).map(([name]) => `${prefix}${type}.${name}`),
    );
  return [
    ...labelled(resource, ''),
    ...labelled(data, 'data.'),
    ...namesIn(module).map(([name]) => `module.${name}`),
  ];
}

/** Returns the entries of a block. Terraform accepts a list of maps in place of a map. */
function namesIn(block: unknown): [string, unknown][] {
  return [block].flat().flatMap((one) => Object.entries(Object(one) as object));
}

/**
 * Returns the Terraform address of a resource, data source or module. Undefined for any other
 * element.
 */
export function terraformAddress(element: TerraformElement): string | undefined {
  const { TerraformDataSource, TerraformResource } = frameworkOf(element);
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (isModule(element)) return `module.${element.friendlyUniqueId}`;
  return undefined;
}
