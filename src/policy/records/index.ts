/** Converts the rows of all lists of images to one kind of record. */
import { HssCicdImage } from '../../contract/cicd-image';
import { Policy } from '../model/policy';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { cicdRecord } from './cicd-record';
import { DirectorySources, RegistryDirectory } from './registry-directory';
import { registryRecord } from './registry-record';

export { RegistryDirectory, ServiceLocation, swrHostAt } from './registry-directory';

/**
 * HSS's rows of one or several images. A list that the policy's `imageSources` leaves out is empty.
 */
export interface ListedRows extends Omit<DirectorySources, 'registryHosts'> {
  readonly cicdImages: readonly HssCicdImage[];
}

/** A policy's selection of records; all lists if it selects none. */
type PolicyChoice = Partial<Pick<Policy, 'registryHosts' | 'imageSources'>>;

/** Returns the hosts of each registry, from the rows and the policy. */
export function directoryOf(
  rows: Omit<ListedRows, 'cicdImages'>,
  policy: PolicyChoice,
): RegistryDirectory {
  return new RegistryDirectory({ ...rows, registryHosts: policy.registryHosts });
}

/** Returns the records of the selected lists, as a policy reads them. */
export function scanRecords(rows: ListedRows, policy: PolicyChoice): ScanRecord[] {
  const { imageSources = Object.values(ImageSource) } = policy;
  const cicd = imageSources.includes(ImageSource.CICD) ? rows.cicdImages : [];
  const registry = imageSources.includes(ImageSource.REGISTRY) ? rows.registryImages : [];
  const records = cicd.map(cicdRecord);
  if (registry.length === 0) return records;
  const directory = directoryOf(rows, policy);
  return [...records, ...registry.map((row) => registryRecord(row, directory))];
}
