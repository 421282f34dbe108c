import { HssError } from '../../contract/error';
import { HssRegistryImage } from '../../contract/registry-image';

/** The fields that rows of images have in common. */
interface ImageRow {
  readonly imageDigest?: string;
  readonly latestUpdateTime?: number;
  readonly latestScanTime?: number;
}

/**
 * Returns the newest row of an image. Of rows updated at the same time, it is the one scanned last.
 * A row without an update time could be the newest.
 * @throws HSS_AMBIGUOUS if the newest rows have different digests
 */
export function newestOf<T extends ImageRow>(rows: readonly T[], what: string): T | undefined {
  const updated = (row: T): number => row.latestUpdateTime ?? Infinity;
  const latest = rows.map((row) => row.latestUpdateTime ?? 0).reduce((a, b) => Math.max(a, b), 0);
  const newest = rows.filter((row) => updated(row) >= latest);
  if (new Set(newest.map((row) => row.imageDigest)).size > 1) {
    throw new HssError(
      'HSS_AMBIGUOUS',
      `the ${newest.length} newest rows of ${what} have different digests`,
      { advice: 'select a row from rows by digest or registryName' },
    );
  }
  const [first] = [...newest].sort((a, b) => (b.latestScanTime ?? 0) - (a.latestScanTime ?? 0));
  return first;
}

/** Returns rows without the images of an index among them, because the tag refers to the index. */
export function withoutPlatforms(rows: readonly HssRegistryImage[]): HssRegistryImage[] {
  const named = new Set(
    rows.flatMap(({ associationImages }) =>
      (associationImages ?? []).flatMap(({ imageDigest }) => imageDigest ?? []),
    ),
  );
  return rows.filter(({ imageDigest }) => imageDigest === undefined || !named.has(imageDigest));
}

/**
 * Returns the newest row of an image in registries. Update times of different registries can't be
 * compared, so all registries must agree on a digest.
 * @throws HSS_AMBIGUOUS if registries, or the newest rows of one registry, have different digests
 */
export function newestInRegistry(
  rows: readonly HssRegistryImage[],
  what: string,
): HssRegistryImage | undefined {
  const registries = new Map<string | undefined, HssRegistryImage[]>();
  for (const row of rows) {
    const registry = row.registryId ?? row.registryName;
    registries.set(registry, [...(registries.get(registry) ?? []), row]);
  }
  const newest = [...registries.values()].map((own) => newestOf(own, what)!);
  if (new Set(newest.map((row) => row.imageDigest)).size > 1) {
    const names = newest.map(
      (row) => row.registryName ?? row.registryId ?? 'a registry without a name',
    );
    throw new HssError(
      'HSS_AMBIGUOUS',
      `${what} has different digests in ${newest.length} registries: ${names.join(', ')}`,
      { advice: 'set registryName, or select a row from rows by registryId' },
    );
  }
  return newestOf(newest, what);
}
