/** What HSS lists about images as one kind of record, whichever list it is from. */
import { HssCicdImage } from '../../contract/cicd-image';
import { Policy } from '../model/policy';
import { ScanRecord } from '../model/scan-record';
import { cicdRecord } from './cicd-record';
import { DirectorySources, RegistryDirectory } from './registry-directory';
import { registryRecord } from './registry-record';

export { RegistryDirectory, ServiceLocation } from './registry-directory';

/** What HSS lists about one image or several. A list that the policy's `imageSources` leaves out is empty. */
export interface ListedRows extends Omit<DirectorySources, 'registryHosts'> {
  readonly cicdImages: readonly HssCicdImage[];
}

/** What a policy says about the hosts of registries. */
type PolicyHosts = Pick<Policy, 'registryHosts'>;

/** Returns which registry has which hosts, as the rows and the policy say. */
export function directoryOf(
  rows: Omit<ListedRows, 'cicdImages'>,
  policy: PolicyHosts,
): RegistryDirectory {
  return new RegistryDirectory({ ...rows, registryHosts: policy.registryHosts });
}

/** Returns the records of all rows, as a policy reads them. */
export function scanRecords(rows: ListedRows, policy: PolicyHosts): ScanRecord[] {
  if (rows.registryImages.length === 0) return rows.cicdImages.map(cicdRecord);
  const directory = directoryOf(rows, policy);
  return [
    ...rows.cicdImages.map(cicdRecord),
    ...rows.registryImages.map((row) => registryRecord(row, directory)),
  ];
}
