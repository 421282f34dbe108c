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

/** States of a scan that can still become complete. */
const PENDING_SCANS: readonly ScanStatus[] = [
  ScanStatus.UNSCAN,
  ScanStatus.WAITING_FOR_SCAN,
  ScanStatus.SCANNING,
];

/**
 * Whether a scan of the image or of a platform is pending, so that the verdict may improve after
 * some time.
 */
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

/** The identity of an image in queries; its text is for messages. */
export type SearchedImage = Pick<ImageReference, 'text' | 'path' | 'tag' | 'digest'>;

/** The maximum lengths of the query's namespace, name and version, in characters. */
const MAX_NAME = 128;
const MAX_VERSION = 64;

/**
 * The most segments that a path may have below its domain. HSS's maximum lengths alone would allow
 * 128: two names of 128 characters contain any path that a registry accepts (255). Registries nest
 * less: SWR, Harbor and JFrog have an organization or project and few folders.
 */
export const MAX_SEGMENTS = 16;

/**
 * Refuses a reference whose path can be split in too many ways, since each needs a request. Leaving
 * some out is not an option, because one of these could be the image's.
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
 * Returns the queries of one list for one image: one for each split of its path into namespace and
 * name. Splits with a part that is empty or too long for the API are left out, because no row can
 * have them.
 * @throws HSS_INVALID_ARGUMENT for a path with more than {@link MAX_SEGMENTS} segments
 * @param byTag whether to query only the version of the tag; a digest has to be searched in all
 *   versions
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

/** Returns the query for the list of a whole project. */
export function wholeListQuery(list: ImageSource, enterpriseProjectId: string | undefined): Query {
  return checkQuery(IMAGE_LISTS[list], { enterpriseProjectId });
}

/** Returns the query for the registries, which say where registry images are pulled from. */
export function registriesQuery(enterpriseProjectId: string | undefined): Query {
  return checkQuery(IMAGE_REGISTRIES, { enterpriseProjectId });
}

function isName(part: string | undefined): boolean {
  return part === undefined || (part.length > 0 && part.length <= MAX_NAME);
}
