import { RegistryType } from '../enums';
import { InexactNumber } from '../exact-number';
import { HssRegistryImage, REGISTRY_IMAGES } from '../registry-image';

/** What can be asked of HSS beside lists: it writes, and scans are billed. */

export const SYNCHRONIZE_OPERATION = 'CreateImageSynchronizeTask';

/** CreateImageSynchronizeTask, `POST /v5/{project_id}/image/image-sync/tasks`. */
export const SYNCHRONIZE_PATH = '/image/image-sync/tasks';

export const SCAN_OPERATION = 'CreateManualImageScanTask';

/** CreateManualImageScanTask, `POST /v5/{project_id}/image/image-scan/tasks`. */
export const SCAN_PATH = '/image/image-scan/tasks';

/** A registry that is to be synchronized. */
export interface SynchronizedRegistry {
  readonly registryId: string;
  readonly registryType: RegistryType;
}

/** Bits of `scan_scope`: vulnerabilities, baseline, malware, sensitive data and software compliance. */
const SCOPE_ALL = 0x7fffffff;

/** What names a registry image to the scanner, by the row's prop; those that the row lacks are left out. */
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

/** Returns the body that asks for the synchronization of these registries, and never of all. */
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
 * Returns the body that asks for a scan of these images, and never of all. An ID in it is an `InexactNumber`, which keeps
 * all digits of an int64.
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
