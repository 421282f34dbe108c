import { anomaliesAbout } from '../contract/anomaly';
import { CICD_IMAGES } from '../contract/cicd-image';
import { ScanStatus } from '../contract/enums';
import { Row, fieldText } from '../contract/row';
import { POLICY_FIELDS } from '../policy/model/fields';
import { mayBeCompleted } from '../policy/judge/scan-order';
import { apiRow } from './api-row';

/** One image; a namespace that is left out means none, a version or digest any. */
export interface WantedImage {
  readonly namespace?: string;
  readonly imageName: string;
  readonly imageVersion?: string;
  readonly imageDigest?: string;
}

/** Together they say which image of which registry a row is about. */
const IDENTITY = ['namespace', 'imageName', 'imageVersion', 'imageDigest', 'registryName'] as const;

/**
 * Of the rows that HSS gave, those that Terraform needs to judge one image, with the fields that it needs.
 *
 * - Names, version and digest must be exactly those asked for: how HSS matches them is documented nowhere. A row in
 *   which one of them is unsound stays, because it may be the image, and the policy denies what may be.
 * - Of rows that agree in names, version, digest and registry only those stay that can make a difference, whatever
 *   the policy's `registryNames` and limits: see `telling`.
 */
export function imageRows(rows: readonly Row[], wanted: WantedImage): object[] {
  const alike = new Map<string, Row[]>();
  const kept = new Set<Row>();
  const wantedRows = rows.filter((row) => isWanted(row, wanted));
  for (const row of wantedRows) {
    if (IDENTITY.some((prop) => inDoubt(row, prop))) {
      kept.add(row);
      continue;
    }
    const key = identityOf(row);
    const same = alike.get(key);
    if (same === undefined) alike.set(key, [row]);
    else same.push(row);
  }
  for (const same of alike.values()) for (const row of telling(same)) kept.add(row);
  return wantedRows.filter((row) => kept.has(row)).map(reduced);
}

function isWanted(row: Row, wanted: WantedImage): boolean {
  const agrees = (prop: 'imageVersion' | 'imageDigest'): boolean =>
    wanted[prop] === undefined || row[prop] === wanted[prop] || inDoubt(row, prop);
  return isNamed(row, wanted) && agrees('imageVersion') && agrees('imageDigest');
}

/** Namespace and name; with one of them in doubt the other must still fit. */
function isNamed(row: Row, wanted: WantedImage): boolean {
  const namespace = fieldText(row.namespace);
  const name = fieldText(row.imageName);
  const path = wanted.namespace ? `${wanted.namespace}/${wanted.imageName}` : wanted.imageName;
  const noName = inDoubt(row, 'imageName');
  if (inDoubt(row, 'namespace')) {
    return noName || (name !== '' && (path === name || path.endsWith(`/${name}`)));
  }
  if (noName) return namespace === '' || path.startsWith(`${namespace}/`);
  return namespace === (wanted.namespace ?? '') && name === wanted.imageName;
}

/**
 * The rows, of some that agree in all that says what they are about, that can make a difference: those that were updated
 * last, the newest completed scans with different findings, and of all that found malicious files the one with the most.
 * A time or count that is unknown could be the greatest.
 */
function telling(rows: readonly Row[]): readonly Row[] {
  if (rows.length === 1) return rows;
  const completed = rows.filter((row) => mayBeCompleted({ row }));
  const unsaid = rows.find(
    (row) =>
      row.maliciousFileNum === undefined &&
      (row.scanStatus === ScanStatus.SUCCESS || inDoubt(row, 'maliciousFileNum')),
  );
  return [
    ...greatest(rows, 'latestUpdateTime'),
    ...different(greatest(completed, 'latestScanTime')),
    ...greatest(
      rows.filter(({ maliciousFileNum }) => Number(maliciousFileNum) > 0),
      'maliciousFileNum',
    ).slice(0, 1),
    ...(unsaid === undefined ? [] : [unsaid]),
  ];
}

/** The rows in which a number is the greatest, and those that don't have it. */
function greatest(rows: readonly Row[], prop: string): Row[] {
  const values = rows.flatMap((row) => (row[prop] === undefined ? [] : [Number(row[prop])]));
  const most = values.reduce((a, b) => Math.max(a, b), -1);
  return rows.filter((row) => row[prop] === undefined || row[prop] === most);
}

/** Of rows that differ only in when they were updated, the one that was updated last. */
function different(rows: readonly Row[]): Row[] {
  const sorted = [...rows].sort(
    (a, b) => Number(a.latestUpdateTime ?? -1) - Number(b.latestUpdateTime ?? -1),
  );
  const findings = (row: Row): string =>
    JSON.stringify({ ...reduced(row), latest_update_time: undefined });
  return [...new Map(sorted.map((row) => [findings(row), row])).values()];
}

function identityOf(row: Row): string {
  return JSON.stringify(IDENTITY.map((prop) => row[prop] ?? ''));
}

function inDoubt(row: Row, prop: string): boolean {
  return anomaliesAbout(row, [CICD_IMAGES.fields[prop].name]).length > 0;
}

function reduced(row: Row): object {
  const all = apiRow(CICD_IMAGES, row);
  const kept = Object.fromEntries(
    POLICY_FIELDS.filter((name) => name in all).map((name) => [name, all[name]]),
  );
  const anomalies = anomaliesAbout(row, POLICY_FIELDS);
  return anomalies.length === 0 ? kept : { ...kept, anomalies };
}
