import { HssRegistryImage } from '../../contract/registry-image';
import { ImageSource, ScanRecord } from '../model/scan-record';
import { RegistryDirectory } from './registry-directory';

/** Returns what a registry image says about an image and its scan. */
export function registryRecord(row: HssRegistryImage, directory: RegistryDirectory): ScanRecord {
  const { registryId, latestSyncTime, sharedStatus, scannable, isMultipleArch, associationImages } =
    row;
  return {
    ...row,
    list: ImageSource.REGISTRY,
    row,
    registry: {
      registryId,
      hosts: directory.hostsOf(registryId),
      latestSyncTime,
      sharedStatus,
      scannable,
      isMultipleArch,
      platforms: associationImages ?? [],
    },
  };
}
