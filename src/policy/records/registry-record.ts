import { HssRegistryImage } from '../../contract/registry-image';
import { anomalyPart } from '../../contract/anomaly';
import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { RegistryDirectory } from './registry-directory';

/** The fields that identify an image in an index, and its number of malicious files. */
const ASSOCIATION_FIELDS = ['image_digest', 'namespace', 'image_name', 'malicious_file_num'];

/**
 * Drops anomalies in fields of an index's images that no policy reads: each platform is judged by a
 * separate row.
 */
export function readAnomalies(
  anomalies: readonly string[] | undefined,
): readonly string[] | undefined {
  const read = anomalies?.filter((anomaly) => {
    const part = anomalyPart(anomaly);
    return part === undefined || ASSOCIATION_FIELDS.includes(part);
  });
  return read?.length === 0 ? undefined : read;
}

/** Returns what a registry image says about an image and its scan. */
export function registryRecord(
  row: HssRegistryImage,
  directory: Pick<RegistryDirectory, 'hostsOf' | 'lacksRegion'>,
): ScanRecord {
  const { registryId, latestSyncTime, sharedStatus, scannable, isMultipleArch, associationImages } =
    row;
  const { anomalies: all, ...fields } = row;
  const anomalies = readAnomalies(all);
  return {
    ...fields,
    ...(anomalies === undefined ? {} : { anomalies }),
    list: ImageSource.REGISTRY,
    row,
    registry: {
      registryId,
      hosts: directory.hostsOf(registryId),
      ...(directory.lacksRegion(registryId) ? { lacksRegion: true as const } : {}),
      latestSyncTime,
      sharedStatus,
      scannable,
      isMultipleArch,
      platforms: associationImages ?? [],
    },
  };
}
