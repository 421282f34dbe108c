import { HssRegistryImage } from '../../../contract/registry-image';
import { ImageReference, splits } from '../../../policy';

/** The rows of one image: of one digest in each item, the newest first. */
export type DigestRows = readonly HssRegistryImage[];

/**
 * Returns the rows of the image that a reference names, by digest. Of a tag, only the newest row of each registry
 * counts, and the index of a multi-architecture image stands for the images that it names.
 * @param registryIds the registries from which the reference's domain pulls
 */
export function rowsOfImage(
  reference: ImageReference,
  rows: readonly HssRegistryImage[],
  registryIds: readonly string[],
): DigestRows[] {
  const named = rows.filter((row) => isNamed(row, reference)).filter(isFrom(registryIds));
  const { digest, tag } = reference;
  if (digest !== undefined) return byDigest(named.filter((row) => row.imageDigest === digest));
  return byDigest(newestOfEach(withoutPlatforms(named.filter((row) => row.imageVersion === tag))));
}

/** Returns the rows of the images that an index names. */
export function platformRows(
  { associationImages = [] }: HssRegistryImage,
  rows: readonly HssRegistryImage[],
): HssRegistryImage[] {
  const ids = new Set(associationImages.map(({ id }) => id));
  return rows.filter(({ id }) => id !== undefined && ids.has(id));
}

function isNamed({ namespace, imageName }: HssRegistryImage, reference: ImageReference): boolean {
  return splits(reference).some(
    (way) => way.imageName === imageName && (way.namespace ?? '') === (namespace ?? ''),
  );
}

/** A row that names no registry may be of any of them. */
function isFrom(registryIds: readonly string[]): (row: HssRegistryImage) => boolean {
  return ({ registryId }) => registryId === undefined || registryIds.includes(registryId);
}

function withoutPlatforms(rows: readonly HssRegistryImage[]): HssRegistryImage[] {
  const platforms = new Set(rows.flatMap((row) => platformRows(row, rows)));
  return rows.filter((row) => !platforms.has(row));
}

/** Of each registry the rows that were updated last; what is unknown could be the newest. */
function newestOfEach(rows: readonly HssRegistryImage[]): HssRegistryImage[] {
  const newest = new Map<string | undefined, number>();
  for (const row of rows) {
    newest.set(row.registryId, Math.max(newest.get(row.registryId) ?? -Infinity, updated(row)));
  }
  return rows.filter((row) => updated(row) === newest.get(row.registryId));
}

/** A row without a digest is alone: what it is equal to is not known. */
function byDigest(rows: readonly HssRegistryImage[]): DigestRows[] {
  const groups = new Map<unknown, HssRegistryImage[]>();
  for (const row of [...rows].sort((a, b) => updated(b) - updated(a) || 0)) {
    const key = row.imageDigest ?? row;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function updated({ latestUpdateTime }: HssRegistryImage): number {
  return latestUpdateTime ?? Infinity;
}
