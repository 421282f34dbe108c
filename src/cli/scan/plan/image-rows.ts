import { HssRegistryImage } from '../../../contract/registry-image';
import { ImageReference, splits } from '../../../policy';
import { rowName } from '../../../policy/judge/candidate';
import { isIndex, platformsOf } from '../../../policy/judge/platforms';
import { registryRecord } from '../../../policy/records/registry-record';

/** The rows of one digest, the newest first. */
export type DigestRows = readonly HssRegistryImage[];

/** What HSS lists of one digest of an image. */
export interface ImageRows {
  /** The rows by which the reference was resolved. */
  readonly rows: DigestRows;
  /** All rows of the digest, whatever tag and registry: a scan of one is a scan of the same bytes. */
  readonly scans: DigestRows;
  /** Of an index, the images that it names; undefined for an image of one platform. */
  readonly platforms?: readonly PlatformRows[];
}

/** What HSS lists of an image that an index names; no rows where it lists none. */
export interface PlatformRows {
  readonly digest?: string;
  readonly paths: readonly string[];
  readonly rows: DigestRows;
}

/**
 * Returns what HSS lists of the image that a reference names, by digest. Of a tag, only the newest row of each registry
 * counts, and the index of a multi-architecture image stands for the images that it names.
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
    // Any row of the digest may say what the index names.
    const others = named.filter((row) => row.imageDigest === imageDigest);
    const platforms = platformRows(imageDigest === undefined ? ofDigest : others, reference, rows);
    const scans = imageDigest === undefined ? ofDigest : newestFirst(others);
    return { rows: ofDigest, scans, ...(platforms === undefined ? {} : { platforms }) };
  });
}

/**
 * Finds the platforms that an index names as a gate finds them: by digest, under the names that HSS gives them or the name of
 * the index, in any registry.
 */
function platformRows(
  index: DigestRows,
  { path }: ImageReference,
  rows: readonly HssRegistryImage[],
): PlatformRows[] | undefined {
  // Which registry the rows are of is settled already.
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

/** A row that names no registry may be of any of them. */
function isFrom(registryIds: readonly string[]): (row: HssRegistryImage) => boolean {
  return ({ registryId }) => registryId === undefined || registryIds.includes(registryId);
}

/** Registries list the platforms of an index under its tag, too. */
function withoutPlatforms(rows: readonly HssRegistryImage[]): readonly HssRegistryImage[] {
  const platforms = new Set(
    rows.flatMap(({ imageDigest: own, associationImages = [] }) =>
      associationImages.flatMap(({ imageDigest }) => (imageDigest === own ? [] : [imageDigest])),
    ),
  );
  platforms.delete(undefined);
  const standing = rows.filter(({ imageDigest }) => !platforms.has(imageDigest));
  // Of indexes that name each other nothing would be left.
  return standing.length === 0 ? rows : standing;
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
