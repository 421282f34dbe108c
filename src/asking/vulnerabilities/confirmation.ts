import { Query, checkQuery } from '../../contract/query';
import { Row } from '../../contract/row';
import { IMAGE_LISTS } from '../../policy/judge/questions';
import { ScanRecord } from '../../policy/model/scan-record';
import { isSameRow, isSameScan } from '../../policy/vulnerabilities/agreement';
import { AskedProject } from '../../policy/vulnerabilities/questions';

/** The longest namespace or name, and the longest version, that images are asked for by. */
const MAX_NAME = 128;
const MAX_VERSION = 64;

/** Returns the question for the row of a record alone, by the names that the row has. */
export function confirmingQuestion(
  { list, namespace, imageName, imageVersion }: ScanRecord,
  { enterpriseProjectId }: AskedProject,
): Query {
  return checkQuery(IMAGE_LISTS[list], {
    namespace: askable(namespace, MAX_NAME),
    imageName: askable(imageName, MAX_NAME),
    imageVersion: askable(imageVersion, MAX_VERSION),
    enterpriseProjectId,
  });
}

/**
 * Says what became of the scan of a record while the vulnerabilities of its image were listed.
 * @param rows what HSS answers to the confirming question
 * @returns undefined where the same row is among them, of the same scan
 */
export function changeSince(record: ScanRecord, rows: readonly Row[]): string | undefined {
  const records = rows
    .map((row): ScanRecord => ({ ...row, list: record.list, row }))
    // The API may match names by part, and one digest may have several rows.
    .filter((one) => isSameRow(one, record));
  if (records.some((one) => isSameScan(one, record))) return undefined;
  return records.some(({ imageDigest }) => imageDigest === record.imageDigest)
    ? 'its row changed while its vulnerabilities were listed'
    : 'HSS no longer lists its row, by which its vulnerabilities were listed';
}

/** A part that the API does not take is left out, and the answer has more rows. */
function askable(part: string | undefined, max: number): string | undefined {
  return part === undefined || part === '' || part.length > max ? undefined : part;
}
