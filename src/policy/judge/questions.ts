import { CICD_IMAGES } from '../../contract/cicd-image';
import { ScanStatus } from '../../contract/enums';
import { HssError } from '../../contract/error';
import { EndpointSpec } from '../../contract/fields';
import { Query, checkQuery } from '../../contract/query';
import { IMAGE_REGISTRIES } from '../../contract/registry';
import { REGISTRY_IMAGES } from '../../contract/registry-image';
import { ImageReference, splits } from '../model/reference';
import { ImageSource } from '../model/image-source';
import { ImageVerdict } from '../model/verdict';
import { cut } from '../../util/text';

/** States of a scan that may still become a complete one by themselves. */
const PENDING_SCANS: readonly ScanStatus[] = [
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

/** The endpoint of each list of images. */
export const IMAGE_LISTS: { readonly [list in ImageSource]: EndpointSpec } = {
  [ImageSource.CICD]: CICD_IMAGES,
  [ImageSource.REGISTRY]: REGISTRY_IMAGES,
};

/** What an image is asked for by; its text is for messages. */
export type SearchedImage = Pick<ImageReference, 'text' | 'path' | 'tag' | 'digest'>;

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
export function checkSegments({ text, path }: Pick<SearchedImage, 'text' | 'path'>): void {
  const segments = path.split('/').length;
  if (segments <= MAX_SEGMENTS) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `image reference ${JSON.stringify(cut(text))}: its path has ${segments} segments, and HSS is asked for at most ${MAX_SEGMENTS}`,
    { advice: 'push the image under a shorter path' },
  );
}

/**
 * What one list is asked for one image: a query for each way in which its path may divide into namespace and name. A part
 * that is empty, or longer than the API takes, can be no row's, so it is not asked for.
 * @throws HSS_INVALID_ARGUMENT for a path with more than {@link MAX_SEGMENTS} segments
 * @param byTag with the version that the tag names; else of all versions, which is all that helps where a digest is given
 */
export function imageQueries(
  image: SearchedImage,
  options: {
    readonly list: ImageSource;
    readonly byTag: boolean;
    readonly enterpriseProjectId?: string;
  },
): Query[] {
  checkSegments(image);
  const { tag, digest } = image;
  const version = options.byTag && digest === undefined ? tag : undefined;
  return splits(image)
    .filter(({ namespace, imageName }) => isName(namespace) && isName(imageName))
    .map(({ namespace, imageName }) =>
      checkQuery(IMAGE_LISTS[options.list], {
        namespace,
        imageName,
        imageVersion: version !== undefined && version.length <= MAX_VERSION ? version : undefined,
        enterpriseProjectId: options.enterpriseProjectId,
      }),
    );
}

/** The query for the list of a whole project. */
export function wholeListQuery(list: ImageSource, enterpriseProjectId: string | undefined): Query {
  return checkQuery(IMAGE_LISTS[list], { enterpriseProjectId });
}

/** The query for the registries, which say where registry images are pulled from. */
export function registriesQuery(enterpriseProjectId: string | undefined): Query {
  return checkQuery(IMAGE_REGISTRIES, { enterpriseProjectId });
}

function isName(part: string | undefined): boolean {
  return part === undefined || (part.length > 0 && part.length <= MAX_NAME);
}
