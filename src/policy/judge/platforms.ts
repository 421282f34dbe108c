import { isSoundDigest } from '../model/digest';
import { ScanRecord } from '../model/scan-record';
import { Candidate, isUnsound, rowName } from './candidate';

/** An image that an index names. */
export interface Platform {
  /** As HSS has it; none where it has none. */
  readonly digest?: string;
  /** `namespace/name`; empty where HSS names none. */
  readonly path: string;
}

/** Whether a record says that its image is the index of a multi-architecture image. */
export function isIndex({ registry }: ScanRecord): boolean {
  return (
    registry !== undefined && (registry.isMultipleArch === true || registry.platforms.length > 0)
  );
}

/** Returns the platforms that the records of an index name, each digest once; none where none of the records is of an index. */
export function platformsOf(scans: readonly ScanRecord[]): readonly Platform[] | undefined {
  const indexes = scans.filter((one) => isIndex(one) && !isUnsound(one, 'image_digest'));
  if (indexes.length === 0) return undefined;
  const named = indexes.flatMap(({ registry }) => registry!.platforms);
  const platforms = named.map((image): Platform => {
    const { imageDigest: digest } = image;
    return { ...(digest ? { digest } : {}), path: rowName(image) };
  });
  return [...new Map(platforms.map((one) => [one.digest ?? '', one])).values()];
}

/**
 * Leaves out the platforms of an index: they may stand under the index's own tag, and what the tag means is the index. Also a
 * pipeline may have had one platform scanned alone.
 */
export function withoutPlatforms(found: readonly Candidate[]): readonly Candidate[] {
  const named = new Set<string>();
  for (const { row, doubts } of found) {
    if (doubts.length > 0 || !isSoundDigest(row.imageDigest)) continue;
    for (const { imageDigest } of row.registry?.platforms ?? []) {
      if (isSoundDigest(imageDigest) && imageDigest !== row.imageDigest) named.add(imageDigest);
    }
  }
  if (named.size === 0) return found;
  const standing = found.filter(({ row }) => !named.has(row.imageDigest ?? ''));
  // Indexes that name each other say nothing about what the tag is.
  return standing.length === 0 ? found : standing;
}
