import { RegistryType } from '../enums';
import { InexactNumber } from '../exact-number';
import { HssRegistryImage, REGISTRY_IMAGES } from '../registry-image';

/** Requests that change HSS. Scans are billed. */

export const SYNCHRONIZE_OPERATION = 'CreateImageSynchronizeTask';

/** CreateImageSynchronizeTask, `POST /v5/{project_id}/image/image-sync/tasks`. */
export const SYNCHRONIZE_PATH = '/image/image-sync/tasks';

export const SCAN_OPERATION = 'CreateManualImageScanTask';

/** CreateManualImageScanTask, `POST /v5/{project_id}/image/image-scan/tasks`. */
export const SCAN_PATH = '/image/image-scan/tasks';

/** A registry to synchronize. */
export interface SynchronizedRegistry {
  readonly registryId: string;
  readonly registryType: RegistryType;
}

/**
 * Bits of `scan_scope`: vulnerabilities, baseline, malware, sensitive data and software compliance.
 */
const SCOPE_ALL = 0x7fffffff;

/** Props of a row that identify a registry image to the scanner. Missing ones are omitted. */
const IMAGE_INFO = [
  'imageDigest',
  'registryId',
  'registryName',
  'imageName',
  'imageVersion',
  'namespace',
  'instanceId',
  'instanceUrl',
  'registryType',
] as const satisfies readonly (keyof HssRegistryImage)[];

/**
 * Returns the request body for the synchronization of these registries. It never requests all
 * registries.
 */
export function synchronizeBody(registries: readonly SynchronizedRegistry[]): object {
  return {
    sync_all_registries: false,
    registry_info: registries.map(({ registryId, registryType }) => ({
      registry_id: registryId,
      registry_type: registryType,
    })),
  };
}

/**
 * Returns the request body for a scan of these images. It never requests all images. IDs are
 * `InexactNumber`s, which keep all digits of an int64.
 */
export function scanBody(images: readonly (HssRegistryImage & { readonly id: string })[]): object {
  return {
    scan_scope: SCOPE_ALL,
    is_all: false,
    image_info: images.map((image) => ({
      id: new InexactNumber(image.id),
      ...Object.fromEntries(
        IMAGE_INFO.filter((prop) => (image[prop] ?? '') !== '').map((prop) => [
          REGISTRY_IMAGES.fields[prop].name,
          image[prop],
        ]),
      ),
    })),
  };
}
