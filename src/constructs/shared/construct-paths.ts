import { IConstruct } from 'constructs';
import { TerraformElement, TerraformStack, frameworkOf, isModule } from '../framework/framework';

/** Which constructs make a stack's resources, data sources and modules. */
export interface ConstructPaths {
  /**
   * Path of the construct of an address; none for what an override made. What cdktf notes in the JSON beside a resource is
   * not asked: an override can change it or take it away.
   */
  pathOf(address: string): string | undefined;
  /** Addresses that several constructs make: Terraform gets a mixture of them. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** Looks a stack's tree through. Stacks that stand in it have JSON of their own. */
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

/** The addresses of what an element of some other class writes. */
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

/** Terraform takes a list of maps for a map. */
function namesIn(block: unknown): [string, unknown][] {
  return [block].flat().flatMap((one) => Object.entries(Object(one) as object));
}

/** Terraform's address of what a construct makes, if that is a resource, data source or module. */
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
