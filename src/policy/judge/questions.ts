import { CICD_IMAGES } from '../../contract/cicd-image';
import { ScanStatus } from '../../contract/enums';
import { HssError } from '../../contract/error';
import { Query, checkQuery } from '../../contract/query';
import { ImageReference, splits } from '../model/reference';
import { ImageVerdict } from '../model/verdict';
import { cut } from '../../util/text';

/** States of a scan that may still become a complete one by themselves. */
export const PENDING_SCANS: readonly ScanStatus[] = [
  ScanStatus.UNSCAN,
  ScanStatus.WAITING_FOR_SCAN,
  ScanStatus.SCANNING,
];

/** Whether a verdict may become better by nothing but time, because a scan is still to come: the image's, or a platform's. */
export function isScanPending({
  image,
  platforms,
}: Pick<ImageVerdict, 'image' | 'platforms'>): boolean {
  const images = platforms === undefined ? [image] : platforms.map((one) => one.image);
  return images.some(
    (one) => one?.scanStatus !== undefined && PENDING_SCANS.includes(one.scanStatus),
  );
}

/** Of the query's namespace and name, and of its version, in characters. */
const MAX_NAME = 128;
const MAX_VERSION = 64;

/**
 * The most segments that a path may have below its domain. HSS's lengths alone allow 128: two names of 128 characters hold any path
 * that a registry takes (255). Registries nest less: SWR, Harbor and JFrog have an organization or project and few folders.
 */
export const MAX_SEGMENTS = 16;

/**
 * Refuses a reference whose path divides in more ways than HSS is asked for, one request each. No way is left out
 * instead, because the one left out could be the image's.
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkSegments({ text, path }: ImageReference): void {
  const segments = path.split('/').length;
  if (segments <= MAX_SEGMENTS) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `image reference ${JSON.stringify(cut(text))}: its path has ${segments} segments, and HSS is asked for at most ${MAX_SEGMENTS}`,
    { advice: 'push the image under a shorter path' },
  );
}

/**
 * What HSS is asked for one image: a query for each way in which its path may divide into namespace and name. A part that
 * is longer than the API takes can be no row's, so it is not asked for.
 * @throws HSS_INVALID_ARGUMENT for a path with more than {@link MAX_SEGMENTS} segments
 * @param byTag with the version that the tag names; else of all versions, which is all that helps where a digest is given
 */
export function imageQueries(
  reference: ImageReference,
  options: { readonly byTag: boolean; readonly enterpriseProjectId?: string },
): Query[] {
  checkSegments(reference);
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
