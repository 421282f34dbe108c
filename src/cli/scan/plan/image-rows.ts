import { HssRegistryImage } from '../../../contract/registry-image';
import { ImageReference, splits } from '../../../policy';
import { rowName } from '../../../policy/judge/candidate';
import { isIndex, platformsOf } from '../../../policy/judge/platforms';
import { registryRecord } from '../../../policy/records/registry-record';

/** The rows of one digest, the newest first. */
export type DigestRows = readonly HssRegistryImage[];

/** HSS's rows of one digest of an image. */
export interface ImageRows {
  /** The rows to which the reference was resolved. */
  readonly rows: DigestRows;
  /**
   * All rows of the digest, with any tag and registry: the scan of one is a scan of the same bytes.
   */
  readonly scans: DigestRows;
  /** For an index, the images that it names; undefined for an image of one platform. */
  readonly platforms?: readonly PlatformRows[];
}

/** HSS's rows of an image that an index names; empty if HSS does not list it. */
export interface PlatformRows {
  readonly digest?: string;
  readonly paths: readonly string[];
  readonly rows: DigestRows;
}

/**
 * Returns HSS's rows of the image that a reference names, by digest. For a tag, only the newest row
 * of each registry is used, and the index of a multi-architecture image replaces the images that it
 * names.
 * @param registryIds the registries from which the reference's domain pulls
 */
export function rowsOfImage(
  reference: ImageReference,
  rows: readonly HssRegistryImage[],
  registryIds: readonly string[],
): ImageRows[] {
  const named = rows.filter((row) => isNamed(row, reference));
  const pulled = named.filter(isFrom(registryIds));
  const { digest, tag } = reference;
  const chosen =
    digest === undefined
      ? newestOfEach(withoutPlatforms(pulled.filter((row) => row.imageVersion === tag)))
      : pulled.filter((row) => row.imageDigest === digest);
  return byDigest(chosen).map((ofDigest) => {
    const [{ imageDigest }] = ofDigest;
    // Any row of the digest may have the images that the index names.
    const others = named.filter((row) => row.imageDigest === imageDigest);
    const platforms = platformRows(imageDigest === undefined ? ofDigest : others, reference, rows);
    const scans = imageDigest === undefined ? ofDigest : newestFirst(others);
    return { rows: ofDigest, scans, ...(platforms === undefined ? {} : { platforms }) };
  });
}

/**
 * Finds the platforms that an index names, as a gate does: by digest, under the names that HSS
 * gives them or the name of the index, in any registry.
 */
function platformRows(
  index: DigestRows,
  { path }: ImageReference,
  rows: readonly HssRegistryImage[],
): PlatformRows[] | undefined {
  // The rows' registries are already resolved.
  const directory = { hostsOf: () => [], lacksRegion: () => false };
  const records = index.map((row) => registryRecord(row, directory));
  return platformsOf([], records.filter(isIndex))?.map(({ digest, paths }) => {
    const names = [...paths, path];
    const found = rows.filter((row) => row.imageDigest === digest && names.includes(rowName(row)));
    return {
      ...(digest === undefined ? {} : { digest }),
      paths,
      rows: digest === undefined ? [] : newestFirst(found),
    };
  });
}

function isNamed({ namespace, imageName }: HssRegistryImage, reference: ImageReference): boolean {
  return splits(reference).some(
    (way) => way.imageName === imageName && (way.namespace ?? '') === (namespace ?? ''),
  );
}

/** Selects rows of these registries. A row without a registry may be of any of them. */
function isFrom(registryIds: readonly string[]): (row: HssRegistryImage) => boolean {
  return ({ registryId }) => registryId === undefined || registryIds.includes(registryId);
}

/** Leaves out the platforms of an index, which registries list under its tag, too. */
function withoutPlatforms(rows: readonly HssRegistryImage[]): readonly HssRegistryImage[] {
  const platforms = new Set(
    rows.flatMap(({ imageDigest: own, associationImages = [] }) =>
      associationImages.flatMap(({ imageDigest }) => (imageDigest === own ? [] : [imageDigest])),
    ),
  );
  platforms.delete(undefined);
  const remaining = rows.filter(({ imageDigest }) => !platforms.has(imageDigest));
  // If indexes name each other, nothing would be left.
  return remaining.length === 0 ? rows : remaining;
}

/**
 * Returns the rows of each registry that were updated last. A row of unknown time could be the
 * newest.
 */
function newestOfEach(rows: readonly HssRegistryImage[]): HssRegistryImage[] {
  const newest = new Map<string | undefined, number>();
  for (const row of rows) {
    newest.set(row.registryId, Math.max(newest.get(row.registryId) ?? -Infinity, updated(row)));
  }
  return rows.filter((row) => updated(row) === newest.get(row.registryId));
}

/**
 * Groups rows by digest. A row without a digest gets its own group, because its content is unknown.
 */
function byDigest(rows: readonly HssRegistryImage[]): DigestRows[] {
  const groups = new Map<unknown, HssRegistryImage[]>();
  for (const row of newestFirst(rows)) {
    const key = row.imageDigest ?? row;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function newestFirst(rows: readonly HssRegistryImage[]): HssRegistryImage[] {
  return [...rows].sort((a, b) => updated(b) - updated(a) || 0);
}

function updated({ latestUpdateTime }: HssRegistryImage): number {
  return latestUpdateTime ?? Infinity;
}
