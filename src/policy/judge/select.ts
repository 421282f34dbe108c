import { ImageSource } from '../model/image-source';
import { ScanRecord } from '../model/scan-record';
import { Candidate, SoughtImage, candidates, isUnsound, updated } from './candidate';
import { notListed } from './not-listed';
import { indexesOfUnknownPlatforms, newestIndex } from './platforms';
import { ImageReference } from '../model/reference';
import { recordsOfDigest } from './records-of-digest';
import { byScanThenWorst, mayBeCompleted, scanned, withWorst } from './scan-order';
import { cut, enumerate, isoTime } from '../../util/text';

/** The selected record, or why none was selected: one of `row` and `problem` is set. */
export interface Selection {
  /**
   * The record whose scan decides. Among scans at the same time, it has the worst severity and
   * counts.
   */
  readonly row?: ScanRecord;
  readonly problem?: string;
  /** The records that selected the digest: for a tag, those of each list that were updated last. */
  readonly chosen: readonly ScanRecord[];
  /** The row as HSS lists it; among scans at the same time, the worst. */
  readonly decisive?: ScanRecord;
  /**
   * The records of the selected digest, in any list and registry, including those that may be of
   * another digest.
   */
  readonly scans: readonly ScanRecord[];
}

/**
 * Selects the record of a reference: first the digest, then the scan of the digest that decides.
 *
 * By digest: a record of the reference's path with that digest. By tag: records of its path and
 * tag, separately for each list; different digests in different registries are ambiguous, otherwise
 * the newest by `latestUpdateTime` is selected, and two newest with different digests are
 * ambiguous. Both lists must agree. An unknown digest differs from all others; an unknown time
 * could be the newest. A registry image counts only if its registry is the reference's.
 *
 * Records of the same path and digest are scans of the same bytes, whatever their list and tag. The
 * newest completed scan in the selected registries decides; if none is completed, the records that
 * selected the digest do.
 *
 * A record that could be the image because one of its identifying fields is invalid takes part. If
 * it comes first, it is unclear which image it is, so nothing is selected.
 */
export function selectRow(
  reference: ImageReference,
  records: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): Selection {
  const found = candidates(reference, records, registryNames);
  if (found.length === 0) return refused(notListed(reference, records, registryNames));
  const chosen = found.length === 1 ? found : choice(found, reference);
  if (typeof chosen === 'string') return refused(chosen);
  if (isDoubtful(chosen)) return inDoubt(chosen[0], reference);

  const digest = chosen[0].row.imageDigest;
  // Nearly all images have one record. Without a digest, no other scans can be found.
  const ofDigest = digest ? recordsOfDigest(records, digest) : [];
  if (ofDigest.length < 2) {
    const only = chosen[0].row;
    return { row: only, decisive: only, chosen: [only], scans: [only] };
  }
  const { path, tag } = reference;
  const scan = decisiveScan(ofDigest, [{ path, tag, digest }], registryNames, chosen, {
    asked: reference.digest === undefined ? tag : undefined,
  });
  if ('doubtful' in scan) return inDoubt(scan.doubtful, reference);
  return { ...scan, chosen: chosen.map(({ row }) => row) };
}

/**
 * Selects the record of a platform by its digest, in any registry, as for a reference with that
 * digest.
 * @param digest digest of a platform of an index
 * @param paths names that its records may have
 */
export function selectPlatform(
  digest: string,
  paths: readonly string[],
  records: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): Omit<Selection, 'chosen'> {
  const wanted = paths.map((path) => ({ path, digest }));
  const ofDigest = recordsOfDigest(records, digest);
  const found = candidatesOfAny(wanted, ofDigest, registryNames);
  if (found.length === 0) {
    const where = registryNames === undefined ? '' : ` in ${enumerate(registryNames)}`;
    return { problem: `HSS does not list it${where}; ${ATTESTATIONS}`, scans: [] };
  }
  const scan = decisiveScan(ofDigest, wanted, registryNames, found, {});
  return 'doubtful' in scan
    ? { problem: inDoubtText(scan.doubtful, 'the image'), scans: [] }
    : scan;
}

const ATTESTATIONS =
  'an index also names attestations, which are never scanned: build without them (buildx: --provenance=false --sbom=false)';

type DecisiveScan = Required<Pick<Selection, 'row' | 'decisive' | 'scans'>>;

/**
 * Returns the scan that decides among the records of one digest, and all of them; or the record
 * that causes a doubt.
 */
function decisiveScan(
  records: readonly ScanRecord[],
  wanted: readonly SoughtImage[],
  registryNames: readonly string[] | undefined,
  fallback: readonly Candidate[],
  { asked }: { readonly asked?: string },
): DecisiveScan | { readonly doubtful: Candidate } {
  const scans = candidatesOfAny(wanted, records, undefined);
  const completed = candidatesOfAny(wanted, records, registryNames).filter(mayBeCompleted);
  const decisive = [...(completed.length > 0 ? completed : fallback)].sort(byScanThenWorst(asked));
  const [first] = decisive;
  if (first.doubts.length > 0) return { doubtful: first };
  const tied = decisive.filter((one) => scanned(one) === scanned(first));
  return {
    row: withWorst(
      first.row,
      tied.map(({ row }) => row),
    ),
    decisive: first.row,
    scans: scans.map(({ row }) => row),
  };
}

/** Returns the candidates for any of several images, without duplicates. */
function candidatesOfAny(
  wanted: readonly SoughtImage[],
  records: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): Candidate[] {
  const found = wanted.flatMap((one) => candidates(one, records, registryNames));
  if (wanted.length < 2) return found;
  const surest = new Map<ScanRecord, Candidate>();
  for (const one of found) {
    const known = surest.get(one.row);
    if (known === undefined || one.doubts.length < known.doubts.length) surest.set(one.row, one);
  }
  return [...surest.values()];
}

/** Returns the candidates that select the digest, all with the same one, or why there are none. */
function choice(found: readonly Candidate[], reference: ImageReference): Candidate[] | string {
  if (reference.digest !== undefined) return newestOf(found, reference);
  const index = newestIndex(found);
  // If indexes name each other, no candidate would be left.
  if (index === undefined || index.standing.length === 0) return agreed(found, reference);
  const chosen = agreed(index.standing, reference);
  const isIndexChosen =
    typeof chosen !== 'string' &&
    chosen.every(({ row }) => index.digests.has(row.imageDigest ?? ''));
  if (!isIndexChosen) {
    // Another image is newer than the index, so no candidate is dropped.
    const others = agreed(found, reference);
    return typeof others === 'string' && typeof chosen === 'string' ? chosen : others;
  }
  const [later] = index.later;
  if (later === undefined) return chosen;
  return (
    `${label(reference)} is ambiguous: it is the index ${chosen[0].row.imageDigest}, and a platform of it was updated under ` +
    `the same tag later (${later.row.imageDigest}); push the tag again, or name the digest`
  );
}

/**
 * Returns the candidates of both lists that select the digest, or why there are none: the lists
 * have to agree.
 */
function agreed(found: readonly Candidate[], reference: ImageReference): Candidate[] | string {
  const lists = Object.values(ImageSource)
    .map((list) => found.filter(({ row }) => row.list === list))
    .filter((ofList) => ofList.length > 0)
    .map((ofList) => newestOf(ofList, reference));
  const problem = lists.find((chosen) => typeof chosen === 'string');
  if (problem !== undefined) return problem;
  const counted = withoutOlderDoubts(lists as Candidate[][]);
  const doubtful = counted.find(isDoubtful);
  if (doubtful !== undefined) return doubtful;
  const digests = digestsOf(counted.map(([first]) => first));
  if (digests.length > 1) {
    return (
      `${label(reference)} is ambiguous: the CI/CD images have it as ${digests[0]}, the registry images as ` +
      `${digests[1]}; imageSources or registryNames in the policy says which count`
    );
  }
  const chosen = counted.flat();
  const digest = chosen[0]?.row.imageDigest;
  const [unknown] = indexesOfUnknownPlatforms(found).filter(
    ({ row }) => row.imageDigest !== digest,
  );
  if (unknown === undefined) return chosen;
  return (
    `${label(reference)} is ambiguous: HSS lists it as an index without its platforms, too ` +
    `(${unknown.row.imageDigest ?? 'digest unknown'}): synchronize its registry, or name the digest`
  );
}

/** As within one list: a candidate in doubt is ignored if it is older than a certain one. */
function withoutOlderDoubts(lists: readonly Candidate[][]): readonly Candidate[][] {
  const sure = lists.filter((chosen) => !isDoubtful(chosen)).flat();
  if (sure.length === 0) return lists;
  const newest = sure.map(updated).reduce((a, b) => Math.max(a, b));
  return lists.filter(
    (chosen) => !isDoubtful(chosen) || chosen.some((one) => updated(one) >= newest),
  );
}

function isDoubtful(chosen: readonly Candidate[]): boolean {
  return chosen.every(({ doubts }) => doubts.length > 0);
}

/**
 * Returns the candidates of one list that select the digest, all with the same one, or why there
 * are none.
 */
function newestOf(found: readonly Candidate[], reference: ImageReference): Candidate[] | string {
  const what = label(reference);
  const distinct = digestsOf(found);
  const registries = registriesOf(found);
  // Records that all share a registry, or all share a digest, do not conflict. Among others, some
  // two differ in both: if each pair shares one of the two, all share the same one.
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
  return { problem, chosen: [], scans: [] };
}

/** Refuses a reference if the record that comes first may be another image. */
function inDoubt(candidate: Candidate, reference: ImageReference): Selection {
  return refused(inDoubtText(candidate, label(reference)));
}

function inDoubtText({ row }: Candidate, what: string): string {
  const why = enumerate(
    (row.anomalies ?? []).map((anomaly) => cut(anomaly, 120)),
    3,
  );
  return `the newest row that could be ${what} may be another image: it has invalid fields (${why})`;
}

/** Returns the reference's path with its digest or tag, as it is matched with records. */
function label({ path, tag, digest: wanted }: ImageReference): string {
  return wanted === undefined ? `${path}:${tag}` : `${path}@${wanted}`;
}

/**
 * Returns the different registries. An invalid one differs from all others; missing ones are equal.
 */
function registriesOf(found: readonly Candidate[]): string[] {
  const known = new Set<string | undefined>();
  const unsound: string[] = [];
  for (const { row } of found) {
    if (isUnsound(row, 'registry_name')) unsound.push('(unreadable)');
    else known.add(row.registryName);
  }
  return [...[...known].map((name) => (name === undefined ? '(unnamed)' : cut(name))), ...unsound];
}

/** Returns the different digests. A missing or invalid one differs from all others. */
function digestsOf(found: readonly Candidate[]): string[] {
  const known = new Set<string>();
  const unknown: string[] = [];
  for (const { row } of found) {
    if (row.imageDigest) known.add(row.imageDigest);
    else unknown.push('unknown');
  }
  return [...[...known].map((text) => cut(text, 140)), ...unknown];
}
