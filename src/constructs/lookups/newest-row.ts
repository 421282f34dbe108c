import { HssError } from '../../contract/error';
import { HssRegistryImage } from '../../contract/registry-image';

/** What rows of images have in common. */
interface ImageRow {
  readonly imageDigest?: string;
  readonly latestUpdateTime?: number;
  readonly latestScanTime?: number;
}

/**
 * The newest of an image's rows; of those that were updated at the same time, the one scanned last. A row that
 * does not say when it was updated could be the newest. A gate judges the newest completed scan of that row's digest.
 * @throws HSS_AMBIGUOUS when the newest rows have different digests
 */
export function newestOf<T extends ImageRow>(rows: readonly T[], what: string): T | undefined {
  const updated = (row: T): number => row.latestUpdateTime ?? Infinity;
  const latest = rows.map((row) => row.latestUpdateTime ?? 0).reduce((a, b) => Math.max(a, b), 0);
  const newest = rows.filter((row) => updated(row) >= latest);
  if (new Set(newest.map((row) => row.imageDigest)).size > 1) {
    throw new HssError(
      'HSS_AMBIGUOUS',
      `the ${newest.length} newest rows of ${what} have different digests`,
      { advice: 'choose from rows by digest or registryName' },
    );
  }
  const [first] = [...newest].sort((a, b) => (b.latestScanTime ?? 0) - (a.latestScanTime ?? 0));
  return first;
}

/** Rows without those of the images that an index among them names: the tag means the index. */
export function withoutPlatforms(rows: readonly HssRegistryImage[]): HssRegistryImage[] {
  const named = new Set(
    rows.flatMap(({ associationImages }) =>
      (associationImages ?? []).flatMap(({ imageDigest }) => imageDigest ?? []),
    ),
  );
  return rows.filter(({ imageDigest }) => imageDigest === undefined || !named.has(imageDigest));
}

/**
 * The newest row, where rows are of registries: whose is newer means nothing, so all have to agree on a digest.
 * @throws HSS_AMBIGUOUS when registries, or the newest rows of one, have different digests
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
    const names = newest.map((row) => row.registryName ?? row.registryId ?? 'one without a name');
    throw new HssError(
      'HSS_AMBIGUOUS',
      `${what} has different digests in ${newest.length} registries: ${names.join(', ')}`,
      { advice: 'name the registry, or choose from rows by registryId' },
    );
  }
  return newestOf(newest, what);
}
