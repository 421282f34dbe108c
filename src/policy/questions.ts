import { CICD_IMAGES } from '../contract/cicd-image';
import { ScanStatus } from '../contract/enums';
import { Query, checkQuery } from '../contract/query';
import { ImageReference, splits } from './reference';

/** States of a scan that may still become a complete one by themselves. */
export const PENDING_SCANS: readonly ScanStatus[] = [
  ScanStatus.UNSCAN,
  ScanStatus.WAITING_FOR_SCAN,
  ScanStatus.SCANNING,
];

/** Of the query's namespace and name, and of its version, in characters. */
const MAX_NAME = 128;
const MAX_VERSION = 64;

/**
 * What HSS is asked for one image: a query for each way in which its path may divide into namespace and name. A part that
 * is longer than the API takes can be no row's, so it is not asked for.
 * @param byTag with the version that the tag names; else of all versions, which is all that helps where a digest is given
 */
export function imageQueries(
  reference: ImageReference,
  options: { readonly byTag: boolean; readonly enterpriseProjectId?: string },
): Query[] {
  const { tag, digest } = reference;
  const version = options.byTag && digest === undefined ? tag : undefined;
  return splits(reference)
    .filter(
      ({ namespace, imageName }) =>
        (namespace?.length ?? 0) <= MAX_NAME && imageName.length <= MAX_NAME,
    )
    .map(({ namespace, imageName }) =>
      checkQuery(CICD_IMAGES, {
        namespace,
        imageName,
        imageVersion: version !== undefined && version.length <= MAX_VERSION ? version : undefined,
        enterpriseProjectId: options.enterpriseProjectId,
      }),
    );
}
