import { ScanStatus, SeverityLevel, SharedImageStatus } from '../../contract/enums';
import { HssCicdImage } from '../../contract/cicd-image';
import { HssAssociatedImage, HssRegistryImage } from '../../contract/registry-image';
import { ImageSource } from './image-source';

/**
 * What one row of HSS says about an image and its scan, whichever list the row is in. This is all that rules read. The
 * fields have the names and meanings that they have in the rows.
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
  /** What only registry images have; a CI/CD image leaves it out. */
  readonly registry?: RegistryListing;
}

/** Where a registry image is listed, and what it consists of. */
export interface RegistryListing {
  readonly registryId?: string;
  /** The hosts from which the registry's images are pulled, in every spelling, as `domainForm` gives them. None where none is known. */
  readonly hosts: readonly string[];
  /** Whether no host is known because no region is. */
  readonly lacksRegion?: true;
  /** When HSS last read the image's data from the registry, ms since 1970. */
  readonly latestSyncTime?: number;
  readonly sharedStatus?: SharedImageStatus;
  readonly scannable?: boolean;
  readonly isMultipleArch?: boolean;
  /** The images that the index names; none where the image is no index. */
  readonly platforms: readonly HssAssociatedImage[];
}
