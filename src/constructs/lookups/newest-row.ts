import { HssCicdImage } from '../../contract/cicd-image';
import { HssError } from '../../contract/error';

/**
 * The newest of an image's rows; of those that were updated at the same time, the one scanned last. A row that
 * does not say when it was updated could be the newest. A gate judges the newest completed scan of that row's digest.
 * @throws HSS_AMBIGUOUS when the newest rows have different digests
 */
export function newestOf(rows: readonly HssCicdImage[], what: string): HssCicdImage | undefined {
  const updated = (row: HssCicdImage): number => row.latestUpdateTime ?? Infinity;
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
