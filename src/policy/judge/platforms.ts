import { isSoundDigest } from '../model/digest';
import { ScanRecord } from '../model/scan-record';
import { Candidate, isUnsound, rowName, updated } from './candidate';

/** An image that an index names. */
export interface Platform {
  /** The digest in HSS; missing if HSS has none. */
  readonly digest?: string;
  /** Each `namespace/name` in the records of the index; empty if HSS has none. */
  readonly paths: readonly string[];
}

/** Whether a record says that its image is the index of a multi-architecture image. */
export function isIndex({ registry }: ScanRecord): boolean {
  return (
    registry !== undefined && (registry.isMultipleArch === true || registry.platforms.length > 0)
  );
}

/**
 * Returns the platforms that the records of a digest name, by digest; none if no record says that
 * the image is an index. A record that may be of another digest is ignored unless it was selected.
 */
export function platformsOf(
  scans: readonly ScanRecord[],
  chosen: readonly ScanRecord[],
): readonly Platform[] | undefined {
  // Few images are indexes.
  const indexes = [
    ...chosen.filter(isIndex),
    ...scans.filter((one) => isIndex(one) && isSurelyOfDigest(one)),
  ];
  if (indexes.length === 0) return undefined;
  const paths = new Map<string, Set<string>>();
  for (const image of indexes.flatMap(({ registry }) => registry!.platforms)) {
    const digest = image.imageDigest ?? '';
    const known = paths.get(digest) ?? new Set();
    paths.set(digest, known.add(rowName(image)));
  }
  return [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, names]) => ({
      ...(digest === '' ? {} : { digest }),
      paths: [...names].sort(),
    }));
}

/** Whether a record's digest is certain. */
export function isSurelyOfDigest(record: ScanRecord): boolean {
  return record.anomalies === undefined || !isUnsound(record, 'image_digest');
}

/**
 * The newest indexes among a tag's candidates, and the platforms that are listed under the tag
 * because of them.
 */
export interface NewestIndex {
  readonly digests: ReadonlySet<string>;
  /** The candidates without the platforms. */
  readonly standing: readonly Candidate[];
  /** Platforms that the registry updated after the index. */
  readonly later: readonly Candidate[];
}

/**
 * Finds the newest index under a tag. Registries list its platforms under the same tag, and a
 * pipeline may have submitted one platform alone; the tag then means the index.
 */
export function newestIndex(found: readonly Candidate[]): NewestIndex | undefined {
  const indexes = found.filter(
    ({ row, doubts }) =>
      doubts.length === 0 && isSoundDigest(row.imageDigest) && soundPlatforms(row).length > 0,
  );
  if (indexes.length === 0) return undefined;
  const newest = indexes.map(updated).reduce((a, b) => Math.max(a, b));
  const top = indexes.filter((one) => updated(one) === newest);
  const digests = new Set(top.map(({ row }) => row.imageDigest!));
  const named = new Set(top.flatMap(({ row }) => soundPlatforms(row)));
  const isPlatform = ({ row }: Candidate): boolean => named.has(row.imageDigest ?? '');
  return {
    digests,
    standing: found.filter((one) => !isPlatform(one)),
    // A CI/CD image is never later: its times come from another clock.
    later: found.filter(
      (one) => isPlatform(one) && one.row.registry !== undefined && updated(one) > newest,
    ),
  };
}

/**
 * Returns the candidates that are an index but name no platforms: any other image of the tag may be
 * one of their platforms.
 */
export function indexesOfUnknownPlatforms(found: readonly Candidate[]): Candidate[] {
  return found.filter(({ row }) => isIndex(row) && soundPlatforms(row).length === 0);
}

function soundPlatforms({ imageDigest: own, registry }: ScanRecord): string[] {
  return (registry?.platforms ?? []).flatMap(({ imageDigest: digest }) =>
    isSoundDigest(digest) && digest !== own ? digest : [],
  );
}
