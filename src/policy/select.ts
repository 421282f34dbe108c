import { HssCicdImage } from '../contract/cicd-image';
import { ScanStatus } from '../contract/enums';
import { canonicalJson } from './canonical';
import { Candidate, candidates, fieldInDoubt, isUnsound } from './candidate';
import { POLICY_FIELDS } from './fields';
import { notListed } from './near-misses';
import { ImageReference } from './reference';
import { SEVERITY_ORDER } from './rules/max-severity';
import { cut, enumerate, isoTime } from './text';

/** The row that is judged, or why there is none. Exactly one is set. */
export interface Selection {
  readonly row?: HssCicdImage;
  readonly problem?: string;
}

/**
 * Picks the row that is judged for a reference.
 *
 * By digest: a row of the reference's path with that digest. By tag: rows of its path and tag; different
 * digests in different registries are ambiguous, else the newest by `latestUpdateTime` counts, and two
 * newest with different digests are ambiguous. A digest that is unknown differs from every other; a time
 * that is unknown could be the newest. Rows that remain are of one digest: the latest scan counts, and of
 * equally late ones the worst.
 *
 * A row that could be the image, because a field that would say so is unsound, takes part. When it comes
 * out first, there is no telling what was judged, and so nothing is.
 */
export function select(
  reference: ImageReference,
  rows: readonly HssCicdImage[],
  registryNames: readonly string[] | undefined,
): Selection {
  const found = candidates(reference, rows, registryNames);
  if (found.length === 0) return { problem: notListed(reference, rows, registryNames) };

  // Nearly every image has one row, and that one can't be in another's way.
  if (found.length === 1) return judgeable(found[0], reference);
  const what = label(reference);
  const distinct = digestsOf(found);
  const registries = registriesOf(found);
  // Rows that all share a registry or all share a digest are not in each other's way. Of any others two
  // differ in both: pairs that always share one of two things all share the same one.
  if (reference.digest === undefined && distinct.length > 1 && registries.length > 1) {
    return {
      problem:
        `${what} is ambiguous: the registries ${enumerate(registries)} have it with different ` +
        `digests (${enumerate(distinct)}); registryNames in the policy says which registries count`,
    };
  }
  const timeless = found.find(({ row }) => !Number.isFinite(row.latestUpdateTime));
  if (distinct.length > 1 && timeless !== undefined) {
    return {
      problem:
        `${what} is ambiguous: ${found.length} rows have different digests ` +
        `(${enumerate(distinct)}), and one does not say when it was updated`,
    };
  }
  const newest = found
    .map(updated)
    .filter(Number.isFinite)
    .reduce((a, b) => Math.max(a, b), 0);
  const top = found.filter((candidate) => updated(candidate) >= newest);
  const tied = digestsOf(top);
  if (tied.length > 1) {
    return {
      problem:
        `${what} is ambiguous: ${top.length} rows updated at ${isoTime(newest)} have different ` +
        `digests (${enumerate(tied)})`,
    };
  }
  const [first] = [...top].sort(byScanThenWorst);
  return judgeable(first, reference);
}

/** The row that comes out first, unless there is no telling whether it is the image. */
function judgeable(first: Candidate, reference: ImageReference): Selection {
  if (first.doubts.length === 0) return { row: first.row };
  const why = (first.row.anomalies ?? []).map((anomaly) => cut(anomaly, 120)).join('; ');
  return {
    problem: `there is no telling whether the newest row that could be ${label(reference)} is it (${why})`,
  };
}

/** The reference's path with its digest or tag, as rows are matched with it. */
function label({ path, tag, digest: wanted }: ImageReference): string {
  return wanted === undefined ? `${path}:${tag}` : `${path}@${wanted}`;
}

/** ms since 1970; what is unknown could be the newest. */
function updated({ row }: Candidate): number {
  return Number.isFinite(row.latestUpdateTime) ? (row.latestUpdateTime as number) : Infinity;
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

function byScanThenWorst(a: Candidate, b: Candidate): number {
  return (
    descending(scanned(a), scanned(b)) ||
    descending(a.doubts.length, b.doubts.length) ||
    descending(unscanned(a), unscanned(b)) ||
    descending(badness(a), badness(b)) ||
    descending(numberOf(a.row.maliciousFileNum), numberOf(b.row.maliciousFileNum)) ||
    descending(numberOf(a.row.vulNum), numberOf(b.row.vulNum)) ||
    descending(numberOf(a.row.unsafeSettingNum), numberOf(b.row.unsafeSettingNum)) ||
    descending(unsoundFields(a), unsoundFields(b)) ||
    // Rows that are equally bad may still have different versions, which exceptions look at.
    ascending(a.row.imageVersion ?? '', b.row.imageVersion ?? '') ||
    ascending(canonicalJson(a.row), canonicalJson(b.row))
  );
}

/** A row that doesn't say when it was scanned may be the one that was scanned last. */
function scanned({ row }: Candidate): number {
  return Number.isFinite(row.latestScanTime) ? (row.latestScanTime as number) : Infinity;
}

function unscanned({ row }: Candidate): number {
  return row.scanStatus === ScanStatus.SUCCESS ? 0 : 1;
}

function badness({ row }: Candidate): number {
  const level = row.severityLevel === undefined ? -1 : SEVERITY_ORDER.indexOf(row.severityLevel);
  return level < 0 ? Infinity : level;
}

function numberOf(count: number | undefined): number {
  return count ?? Infinity;
}

/** How much is wrong with what policies can read; what is odd in other fields must not decide which row is judged. */
function unsoundFields({ row }: Candidate): number {
  return (row.anomalies ?? []).filter((anomaly) =>
    ['row', ...POLICY_FIELDS].includes(fieldInDoubt(anomaly)),
  ).length;
}

function descending(a: number, b: number): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

function ascending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
