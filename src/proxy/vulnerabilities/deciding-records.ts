import { Row } from '../../contract/row';
import { Candidate, candidates } from '../../policy/judge/candidate';
import { byScanThenWorst, mayBeCompleted } from '../../policy/judge/scan-order';
import { ImageSource } from '../../policy/model/image-source';
import { ScanRecord } from '../../policy/model/scan-record';
import { cicdRecord } from '../../policy/records/cicd-record';
import { registryRecord } from '../../policy/records/registry-record';
import { RequestedImage } from '../image-rows';

/**
 * The most rows of a digest whose vulnerabilities are counted if none has a completed scan: they
 * are denied anyway.
 */
const MAX_INCOMPLETE = 10;

/** Terraform judges the registry of an image, among all rows. */
const ANY_REGISTRY = { hostsOf: () => [], lacksRegion: () => false };

/**
 * Returns the rows of a list that may decide when Terraform judges an image: for each digest the
 * newest completed scan, or the worst of equally new ones, as `selectRow` picks it. If no scan is
 * completed, any row may decide. A row that may be of another image decides nothing.
 * @param registryNames the registries to consider; all if undefined
 */
export function decidingRecords(
  list: ImageSource,
  rows: readonly Row[],
  { namespace, imageName, imageVersion, imageDigest }: RequestedImage,
  registryNames: readonly string[] | undefined,
): ScanRecord[] {
  const path = namespace ? `${namespace}/${imageName}` : imageName;
  const records = rows.map((row) => recordOf(list, row));
  const known = imageDigest === undefined ? records.map((one) => one.imageDigest) : [imageDigest];
  const digests = [...new Set(known)].filter((digest) => digest !== undefined && digest !== '');
  const ofDigests = digests.flatMap((digest) =>
    decidingCandidates(candidates({ path, digest }, records, registryNames), imageVersion),
  );
  // For a row without a digest no other scan can be found.
  const alone =
    imageDigest === undefined
      ? candidates(
          { path, tag: imageVersion },
          records.filter((one) => !one.imageDigest),
          registryNames,
        )
      : [];
  return [...ofDigests, ...alone].filter(({ doubts }) => doubts.length === 0).map(({ row }) => row);
}

function decidingCandidates(found: readonly Candidate[], asked: string | undefined): Candidate[] {
  const inOrder = [...found].sort(byScanThenWorst(asked));
  const [newest] = inOrder.filter(mayBeCompleted);
  return newest === undefined ? inOrder.slice(0, MAX_INCOMPLETE) : [newest];
}

function recordOf(list: ImageSource, row: Row): ScanRecord {
  return list === ImageSource.CICD ? cicdRecord(row) : registryRecord(row, ANY_REGISTRY);
}
