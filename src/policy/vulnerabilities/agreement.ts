import { HssImageVulnerability } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { HssRegistryImage } from '../../contract/registry-image';
import { ScanRecord } from '../model/scan-record';

type Rows = readonly HssImageVulnerability[];

/**
 * What `vul_num` may count: whether that includes handled ones, and a vulnerability once or in each
 * package, is not documented.
 */
const COUNTS: readonly (readonly [what: string, count: (rows: Rows) => number])[] = [
  ['the rows of its list', (rows) => rows.length],
  ['the rows of its list that are not handled', (rows) => unhandled(rows).length],
  ['the vulnerabilities of its list', distinct],
  ['the vulnerabilities of its list that are not handled', (rows) => distinct(unhandled(rows))],
];

/**
 * The problem if rows of one digest with the same scan time differ in `vul_num`: the list of one of
 * them can't be used for the others.
 */
export const UNEQUAL_TIE =
  'rows of the digest that were scanned at the same time say different numbers of vulnerabilities';

/**
 * Returns what `vul_num` of a row counts in the list of its vulnerabilities; undefined if the
 * numbers don't match.
 */
export function countedBy({ vulNum }: Pick<ScanRecord, 'vulNum'>, rows: Rows): string | undefined {
  return COUNTS.find(([, count]) => count(rows) === vulNum)?.[0];
}

/**
 * Returns how a list of vulnerabilities and the row of its image differ; undefined if they agree.
 * The list must have as many vulnerabilities as `vul_num` says, by one of the ways in which it may
 * count. A row without `vul_num` always agrees.
 * @param rows the handled ones are marked by `handled`
 */
export function disagreement(record: Pick<ScanRecord, 'vulNum'>, rows: Rows): string | undefined {
  if (record.vulNum === undefined || countedBy(record, rows) !== undefined) return undefined;
  const handled = rows.length - unhandled(rows).length;
  const listed = handled === 0 ? `${rows.length}` : `${rows.length} (${handled} handled)`;
  return `its row says ${record.vulNum} vulnerabilities, and HSS lists ${listed}`;
}

function unhandled(rows: Rows): Rows {
  return rows.filter(({ handled }) => handled !== true);
}

/** Each row without an ID is a separate vulnerability. */
function distinct(rows: Rows): number {
  return new Set(rows.map(({ vulId }, at) => vulId || at)).size;
}

/** Whether two rows are the same row of a list, even if its values have changed. */
export function isSameRow(a: ScanRecord, b: ScanRecord): boolean {
  return IDENTITY.every((identity) => identity(a) === identity(b));
}

const IDENTITY: readonly ((record: ScanRecord) => unknown)[] = [
  ({ list }) => list,
  ({ row }) => row.imageId,
  ({ namespace }) => namespace,
  ({ imageName }) => imageName,
  ({ imageVersion }) => imageVersion,
  ({ registryName }) => registryName,
  ({ row }) => (row as HssRegistryImage).registryId,
];

/** Whether two rows of an image are from the same scan, as far as rows show. */
export function isSameScan(a: ScanRecord, b: ScanRecord): boolean {
  return SCAN.every((field) => a[field] === b[field]);
}

const SCAN = ['imageDigest', 'scanStatus', 'latestScanTime', 'vulNum', 'severityLevel'] as const;
