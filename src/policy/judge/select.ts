import { ScanRecord } from '../model/scan-record';
import { Candidate, candidates, isUnsound } from './candidate';
import { notListed } from './not-listed';
import { ImageReference } from '../model/reference';
import { byScanThenWorst, mayBeCompleted, scanned, updated, withWorst } from './scan-order';
import { cut, enumerate, isoTime } from '../../util/text';

/** The row that is judged, or why there is none: one of `row` and `problem` is set. */
export interface Selection {
  /** The row whose scan decides. Of scans at the same time it has the worst severity and counts. */
  readonly row?: ScanRecord;
  readonly problem?: string;
  /** The rows of the chosen digest, in any registry. Those that may be of it are among them. */
  readonly scans: readonly ScanRecord[];
}

/**
 * Picks the row that is judged for a reference: first the digest, then the scan of it that decides.
 *
 * By digest: a row of the reference's path with that digest. By tag: rows of its path and tag; different
 * digests in different registries are ambiguous, else the newest by `latestUpdateTime` counts, and two
 * newest with different digests are ambiguous. A digest that is unknown differs from every other; a time
 * that is unknown could be the newest.
 *
 * Rows of the same path and digest are scans of the same bytes, whatever their tag. The newest completed
 * scan in the registries that count decides; where none is completed, the rows that chose the digest do.
 *
 * A row that could be the image, because a field that would say so is unsound, takes part. When it comes
 * out first, there is no telling what was judged, and so nothing is.
 */
export function selectRow(
  reference: ImageReference,
  rows: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): Selection {
  const found = candidates(reference, rows, registryNames);
  if (found.length === 0) return refused(notListed(reference, rows, registryNames));
  const chosen = found.length === 1 ? found : newestOf(found, reference);
  if (typeof chosen === 'string') return refused(chosen);
  if (chosen.every(({ doubts }) => doubts.length > 0)) return inDoubt(chosen[0], reference);

  const digest = chosen[0].row.imageDigest;
  // Nearly every image has one row. One without a digest has no other scans that could be known.
  const others =
    rows.length > 1 && digest
      ? rows.filter((row) => row.imageDigest === digest || row.anomalies !== undefined)
      : [];
  if (others.length < 2) return { row: chosen[0].row, scans: [chosen[0].row] };
  const ofDigest = { ...reference, digest };
  const scans = candidates(ofDigest, others, undefined);
  const completed = candidates(ofDigest, others, registryNames).filter(mayBeCompleted);
  const decisive = [...(completed.length > 0 ? completed : chosen)].sort(
    byScanThenWorst(reference.digest === undefined ? reference.tag : undefined),
  );
  const [first] = decisive;
  if (first.doubts.length > 0) return inDoubt(first, reference);
  const tied = decisive.filter((one) => scanned(one) === scanned(first));
  return {
    row: withWorst(
      first.row,
      tied.map(({ row }) => row),
    ),
    scans: scans.map(({ row }) => row),
  };
}

/** The candidates that choose the digest, or why none does. They all have the same one. */
function newestOf(found: readonly Candidate[], reference: ImageReference): Candidate[] | string {
  const what = label(reference);
  const distinct = digestsOf(found);
  const registries = registriesOf(found);
  // Rows that all share a registry or all share a digest are not in each other's way. Of any others two
  // differ in both: pairs that always share one of two things all share the same one.
  if (reference.digest === undefined && distinct.length > 1 && registries.length > 1) {
    return (
      `${what} is ambiguous: the registries ${enumerate(registries)} have it with different ` +
      `digests (${enumerate(distinct)}); registryNames in the policy says which registries count`
    );
  }
  const timeless = found.find(({ row }) => !Number.isFinite(row.latestUpdateTime));
  if (distinct.length > 1 && timeless !== undefined) {
    return (
      `${what} is ambiguous: ${found.length} rows have different digests ` +
      `(${enumerate(distinct)}), and one does not say when it was updated`
    );
  }
  const newest = found
    .map(updated)
    .filter(Number.isFinite)
    .reduce((a, b) => Math.max(a, b), 0);
  const top = found.filter((candidate) => updated(candidate) >= newest);
  const tied = digestsOf(top);
  if (tied.length > 1) {
    return (
      `${what} is ambiguous: ${top.length} rows updated at ${isoTime(newest)} have different ` +
      `digests (${enumerate(tied)})`
    );
  }
  return top;
}

function refused(problem: string): Selection {
  return { problem, scans: [] };
}

/** There is no telling whether the row that comes out first is the image. */
function inDoubt({ row }: Candidate, reference: ImageReference): Selection {
  const why = (row.anomalies ?? []).map((anomaly) => cut(anomaly, 120)).join('; ');
  return refused(
    `there is no telling whether the newest row that could be ${label(reference)} is it (${why})`,
  );
}

/** The reference's path with its digest or tag, as rows are matched with it. */
function label({ path, tag, digest: wanted }: ImageReference): string {
  return wanted === undefined ? `${path}:${tag}` : `${path}@${wanted}`;
}

/** The different registries. An unsound one is like no other; a missing one is like another missing one. */
function registriesOf(found: readonly Candidate[]): string[] {
  const known = new Set<string | undefined>();
  const unsound: string[] = [];
  for (const { row } of found) {
    if (isUnsound(row, 'registry_name')) unsound.push('(unreadable)');
    else known.add(row.registryName);
  }
  return [...[...known].map((name) => (name === undefined ? '(unnamed)' : cut(name))), ...unsound];
}

/** The different digests. A missing or unsound one is like no other. */
function digestsOf(found: readonly Candidate[]): string[] {
  const known = new Set<string>();
  const unknown: string[] = [];
  for (const { row } of found) {
    if (row.imageDigest) known.add(row.imageDigest);
    else unknown.push('unknown');
  }
  return [...[...known].map((text) => cut(text, 140)), ...unknown];
}
