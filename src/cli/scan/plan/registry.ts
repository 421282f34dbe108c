import { RegistryStatus, RegistryType } from '../../../contract/enums';
import { HssImageRegistry } from '../../../contract/registry';
import { HssRegistryImage } from '../../../contract/registry-image';
import { plain } from '../../../util/safe-text';

/** A registry, as needed to plan a scan. */
export interface ScanRegistry {
  readonly id: string;
  readonly name?: string;
  readonly type?: RegistryType;
  /** Why HSS can't synchronize it, or scan its images. */
  readonly obstacle?: string;
}

/**
 * Returns the registries of a project by ID: those that HSS lists, and those that only image rows
 * name.
 */
export function registriesById(
  imageRegistries: readonly HssImageRegistry[],
  registryImages: readonly HssRegistryImage[],
): ReadonlyMap<string, ScanRegistry> {
  const registries = new Map<string, ScanRegistry>();
  for (const { registryId, registryName, registryType } of registryImages) {
    if (registryId === undefined) continue;
    registries.set(registryId, registryFrom(registryId, registryName, registryType, undefined));
  }
  for (const row of imageRegistries) {
    const { id, registryName, registryType } = row;
    if (id === undefined) continue;
    const type = registryType ?? registries.get(id)?.type;
    registries.set(id, registryFrom(id, registryName, type, accessProblem(row)));
  }
  return registries;
}

/** Returns the registry's name and ID, safe to show. */
export function registryText({ id, name }: Pick<ScanRegistry, 'id' | 'name'>): string {
  return name === undefined ? plain(id) : `${plain(name)} (${plain(id)})`;
}

function registryFrom(
  id: string,
  name: string | undefined,
  type: RegistryType | undefined,
  problem: string | undefined,
): ScanRegistry {
  const obstacle = problem ?? typeProblem(type);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

function accessProblem({ status, failReason }: HssImageRegistry): string | undefined {
  switch (status) {
    case RegistryStatus.FAIL:
      return `HSS cannot access it${failReason === undefined ? '' : ` (${failReason})`}; check its address and credentials in HSS`;
    case RegistryStatus.ACCESSING:
      return 'HSS is still connecting to it; try again later';
    default:
      return undefined;
  }
}

function typeProblem(type: RegistryType | undefined): string | undefined {
  if (type === undefined) return 'HSS does not report its type, which the request must name';
  if (type !== RegistryType.OTHER) return undefined;
  return 'HSS can neither synchronize nor scan registries of type Other on demand';
}
