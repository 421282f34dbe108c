import { anomaliesAbout } from '../../contract/anomaly';
import { ScanRecord } from '../model/scan-record';
import { ScanStatus } from '../../contract/enums';
import { canonicalJson } from '../../util/canonical';
import { Candidate, isUnsound, updated } from './candidate';
import { POLICY_FIELDS, REGISTRY_POLICY_FIELDS } from '../model/fields';
import { SEVERITY_ORDER } from '../rules/max-severity';

/**
 * Compares scans of one digest: the latest first; among scans at the same time, the worst first.
 * @param tag the requested tag: among equally bad rows, the one with this tag comes first, because
 *   exceptions match versions
 */
export function byScanThenWorst(tag: string | undefined): (a: Candidate, b: Candidate) => number {
  return (a, b) =>
    descending(scanned(a), scanned(b)) ||
    descending(a.doubts.length, b.doubts.length) ||
    descending(incomplete(a), incomplete(b)) ||
    descending(badness(a.row), badness(b.row)) ||
    descending(numberOf(a.row.maliciousFileNum), numberOf(b.row.maliciousFileNum)) ||
    descending(numberOf(a.row.vulNum), numberOf(b.row.vulNum)) ||
    descending(numberOf(a.row.unsafeSettingNum), numberOf(b.row.unsafeSettingNum)) ||
    descending(unsoundFields(a), unsoundFields(b)) ||
    descending(isTagged(a, tag), isTagged(b, tag)) ||
    ascending(a.row.imageVersion ?? '', b.row.imageVersion ?? '') ||
    descending(updated(a), updated(b)) ||
    ascending(canonicalText(a.row), canonicalText(b.row));
}

/** Returns when a row was scanned, in ms since 1970. An unknown time may be the latest. */
export function scanned({ row }: Pick<Candidate, 'row'>): number {
  return Number.isFinite(row.latestScanTime) ? (row.latestScanTime as number) : Infinity;
}

/** Whether a row's scan is complete, or could be because its status is invalid. */
export function mayBeCompleted({
  row,
}: {
  readonly row: Pick<ScanRecord, 'scanStatus' | 'anomalies'>;
}): boolean {
  return row.scanStatus === ScanStatus.SUCCESS || isUnsound(row, 'scan_status');
}

/** Cached, because the rows of an index can be long and similar. */
const canonicalTexts = new WeakMap<ScanRecord, string>();

function canonicalText(record: ScanRecord): string {
  let text = canonicalTexts.get(record);
  if (text === undefined) canonicalTexts.set(record, (text = canonicalJson(record)));
  return text;
}

/**
 * Returns a row with the worst severity and counts of scans at the same time; missing if one of the
 * scans has none.
 * @param tied the row and the others
 */
export function withWorst(row: ScanRecord, tied: readonly ScanRecord[]): ScanRecord {
  if (tied.length < 2) return row;
  const worst = <T>(field: keyof ScanRecord, value: (one: ScanRecord) => number): T =>
    tied.reduce((a, b) => (value(b) > value(a) ? b : a))[field] as T;
  const count = (field: 'vulNum' | 'unsafeSettingNum' | 'maliciousFileNum'): number | undefined =>
    worst(field, (one) => numberOf(one[field]));
  const found = {
    severityLevel: worst<ScanRecord['severityLevel']>('severityLevel', badness),
    vulNum: count('vulNum'),
    unsafeSettingNum: count('unsafeSettingNum'),
    maliciousFileNum: count('maliciousFileNum'),
  };
  const isSame = Object.entries(found).every(
    ([field, value]) => row[field as keyof ScanRecord] === value,
  );
  if (isSame) return row;
  return { ...given(row, found), row: given(row.row, found) };
}

/** Returns an object with some fields set, without undefined ones. */
function given<T extends object>(object: T, fields: Partial<ScanRecord>): T {
  const merged = Object.entries({ ...object, ...fields });
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined)) as T;
}

function incomplete({ row }: Candidate): number {
  return row.scanStatus === ScanStatus.SUCCESS ? 0 : 1;
}

function isTagged({ row }: Candidate, tag: string | undefined): number {
  return tag !== undefined && row.imageVersion === tag ? 1 : 0;
}

function badness(row: ScanRecord): number {
  const level = row.severityLevel === undefined ? -1 : SEVERITY_ORDER.indexOf(row.severityLevel);
  return level < 0 ? Infinity : level;
}

/** Returns a count, or Infinity for an invalid one, because it could be any number. */
function numberOf(count: number | undefined): number {
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : Infinity;
}

const ALL_POLICY_FIELDS = [...POLICY_FIELDS, ...REGISTRY_POLICY_FIELDS];

/** Counts the invalid fields that policies can read; others must not decide which row is judged. */
function unsoundFields({ row }: Candidate): number {
  return anomaliesAbout(row, ALL_POLICY_FIELDS).length;
}

function descending(a: number, b: number): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}

function ascending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
