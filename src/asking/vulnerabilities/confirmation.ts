import { Query, checkQuery } from '../../contract/query';
import { Row } from '../../contract/row';
import { IMAGE_LISTS } from '../../policy/judge/questions';
import { ScanRecord } from '../../policy/model/scan-record';
import { isSameRow, isSameScan } from '../../policy/vulnerabilities/agreement';
import { AskedProject } from '../../policy/vulnerabilities/questions';

/** The most characters of a namespace or name, and of a version, that a query for images takes. */
const MAX_NAME = 128;
const MAX_VERSION = 64;

/** Returns the query for the row of one record, by the row's own names. */
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
 * Describes how the scan of a record changed while the vulnerabilities of its image were listed.
 * @param rows the answer to the confirming query
 * @returns undefined if the rows include the same row with the same scan
 */
export function changeSince(record: ScanRecord, rows: readonly Row[]): string | undefined {
  const records = rows
    .map((row): ScanRecord => ({ ...row, list: record.list, row }))
    // The API may match parts of names, and several rows may have the same digest.
    .filter((one) => isSameRow(one, record));
  if (records.some((one) => isSameScan(one, record))) return undefined;
  return records.some(({ imageDigest }) => imageDigest === record.imageDigest)
    ? 'its row changed while its vulnerabilities were listed'
    : 'HSS no longer lists its row, by which its vulnerabilities were listed';
}

/** Returns a name if the API takes it. A query without it returns more rows. */
function askable(part: string | undefined, max: number): string | undefined {
  return part === undefined || part === '' || part.length > max ? undefined : part;
}
