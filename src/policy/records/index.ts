/** What HSS lists about images as one kind of record, whichever list it is from. */
import { HssCicdImage } from '../../contract/cicd-image';
import { Policy } from '../model/policy';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { cicdRecord } from './cicd-record';
import { DirectorySources, RegistryDirectory } from './registry-directory';
import { registryRecord } from './registry-record';

export { RegistryDirectory, ServiceLocation, swrHostAt } from './registry-directory';

/** What HSS lists about one image or several. A list that the policy's `imageSources` leaves out is empty. */
export interface ListedRows extends Omit<DirectorySources, 'registryHosts'> {
  readonly cicdImages: readonly HssCicdImage[];
}

/** What a policy says about which records count; each list counts where it names none. */
type PolicyChoice = Partial<Pick<Policy, 'registryHosts' | 'imageSources'>>;

/** Returns which registry has which hosts, as the rows and the policy say. */
export function directoryOf(
  rows: Omit<ListedRows, 'cicdImages'>,
  policy: PolicyChoice,
): RegistryDirectory {
  return new RegistryDirectory({ ...rows, registryHosts: policy.registryHosts });
}

/** Returns the records of the lists that count, as a policy reads them. */
export function scanRecords(rows: ListedRows, policy: PolicyChoice): ScanRecord[] {
  const { imageSources = Object.values(ImageSource) } = policy;
  const cicd = imageSources.includes(ImageSource.CICD) ? rows.cicdImages : [];
  const registry = imageSources.includes(ImageSource.REGISTRY) ? rows.registryImages : [];
  const records = cicd.map(cicdRecord);
  if (registry.length === 0) return records;
  const directory = directoryOf(rows, policy);
  return [...records, ...registry.map((row) => registryRecord(row, directory))];
}
