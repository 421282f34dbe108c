import { HssCicdImage } from '../contract/cicd-image';
import { HssError } from '../contract/error';
import { HssRegistryImage } from '../contract/registry-image';
import { SearchedImage, checkSegments } from '../policy/judge/questions';
import { isUnsound, rowName } from '../policy/judge/candidate';
import { counted } from '../util/text';

/** The most names, besides the image's own, that the platforms of an index may have. */
export const MAX_PLATFORM_NAMES = 16;

/**
 * Returns the other paths under which HSS lists the platforms of an image, in the order of the
 * rows: the entries of `association_images` may have different names. Rows of other versions are
 * used only if they have the image's digest.
 * @throws HSS_INVALID_ARGUMENT for more than {@link MAX_PLATFORM_NAMES}, and for a path that HSS
 * can't be asked for
 */
export function platformNames(
  image: SearchedImage,
  cicdImages: readonly HssCicdImage[],
  registryImages: readonly HssRegistryImage[],
): string[] {
  const indexes = registryImages.filter(
    (row) => row.associationImages !== undefined && rowName(row) === image.path,
  );
  if (indexes.length === 0) return [];
  const digests = digestsOf(image, [...cicdImages, ...registryImages]);
  const names = new Set(
    indexes
      .filter((row) => couldBeChosen(row, image, digests))
      .flatMap(({ associationImages }) => associationImages ?? [])
      .filter(({ imageName }) => imageName !== undefined && imageName !== '')
      .map(rowName)
      .filter((path) => path !== image.path),
  );
  if (names.size > MAX_PLATFORM_NAMES) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `${image.path} is an index whose platforms have ${counted(names.size, 'other name')}, and HSS is asked for at most ${MAX_PLATFORM_NAMES}`,
      { advice: "push the platforms under the index's own name" },
    );
  }
  const paths = [...names];
  for (const path of paths) checkSegments({ text: path, path });
  return paths;
}

/** Returns the digests that the search may choose for the image. */
function digestsOf(
  { path, tag, digest }: SearchedImage,
  rows: readonly HssCicdImage[],
): Set<unknown> {
  if (digest !== undefined) return new Set([digest]);
  return new Set(
    rows
      .filter((row) => rowName(row) === path && row.imageVersion === tag)
      .map(({ imageDigest }) => imageDigest),
  );
}

/** Returns whether the search may choose a row: an unsound field may have the wanted value. */
function couldBeChosen(
  row: HssRegistryImage,
  { tag, digest }: SearchedImage,
  digests: ReadonlySet<unknown>,
): boolean {
  if (row.imageDigest !== undefined && digests.has(row.imageDigest)) return true;
  if (isUnsound(row, 'image_digest')) return true;
  return digest === undefined && (row.imageVersion === tag || isUnsound(row, 'image_version'));
}
