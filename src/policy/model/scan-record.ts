import { ScanStatus, SeverityLevel, SharedImageStatus } from '../../contract/enums';
import { HssCicdImage } from '../../contract/cicd-image';
import { HssAssociatedImage, HssRegistryImage } from '../../contract/registry-image';
import { ImageSource } from './image-source';

/**
 * What one row of HSS says about an image and its scan, from any list. Rules read nothing else. The
 * fields have the same names and meanings as in the rows.
 */
export interface ScanRecord {
  readonly list: ImageSource;
  /** The row as HSS lists it. */
  readonly row: HssCicdImage | HssRegistryImage;
  readonly namespace?: string;
  readonly imageName?: string;
  readonly imageVersion?: string;
  readonly imageDigest?: string;
  readonly registryName?: string;
  readonly scanStatus?: ScanStatus;
  readonly scanFailedDesc?: string;
  readonly scanFailedCode?: string;
  /** ms since 1970. */
  readonly latestUpdateTime?: number;
  /** ms since 1970. */
  readonly latestScanTime?: number;
  readonly vulNum?: number;
  readonly unsafeSettingNum?: number;
  readonly maliciousFileNum?: number;
  readonly severityLevel?: SeverityLevel;
  readonly anomalies?: readonly string[];
  /** What only registry images have; missing for a CI/CD image. */
  readonly registry?: RegistryListing;
}

/** The registry of an image, and the images that an index consists of. */
export interface RegistryListing {
  readonly registryId?: string;
  /**
   * The hosts from which the registry's images are pulled, in every spelling, as `domainForm`
   * returns them. Empty if none is known.
   */
  readonly hosts: readonly string[];
  /** Set if no host is known because the region is unknown. */
  readonly lacksRegion?: true;
  /** When HSS last read the image's data from the registry, ms since 1970. */
  readonly latestSyncTime?: number;
  readonly sharedStatus?: SharedImageStatus;
  readonly scannable?: boolean;
  readonly isMultipleArch?: boolean;
  /** The images that the index names; empty if the image is not an index. */
  readonly platforms: readonly HssAssociatedImage[];
}
