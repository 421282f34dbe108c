import { HssImageVulnerability } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { ScanRecord } from '../model/scan-record';

/**
 * Says where a list of vulnerabilities and the row of its image differ: the list must have as many as `vul_num` says. Whether
 * that counts handled ones, and a vulnerability once or in each package, is not documented, so each way of counting agrees.
 * @param rows whether each is handled is told by `handled`
 */
export function disagreement(
  { vulNum }: Pick<ScanRecord, 'vulNum'>,
  rows: readonly HssImageVulnerability[],
): string | undefined {
  if (vulNum === undefined) return undefined;
  const unhandled = rows.filter(({ handled }) => handled !== true);
  const totals = [rows, unhandled].flatMap((some) => [some.length, distinct(some)]);
  if (totals.includes(vulNum)) return undefined;
  const handledCount = rows.length - unhandled.length;
  const listed = handledCount === 0 ? `${rows.length}` : `${rows.length} (${handledCount} handled)`;
  return `its row says ${vulNum} vulnerabilities, and HSS lists ${listed}`;
}

function distinct(rows: readonly HssImageVulnerability[]): number {
  return new Set(rows.map(({ vulId }, at) => vulId ?? at)).size;
}

/** Whether two rows of an image are of the same scan, as far as rows tell. */
export function isSameScan(a: ScanRecord, b: ScanRecord): boolean {
  return SCAN.every((field) => a[field] === b[field]);
}

const SCAN = ['imageDigest', 'scanStatus', 'latestScanTime', 'vulNum', 'severityLevel'] as const;
