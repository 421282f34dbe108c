import { anomaliesAbout } from '../contract/anomaly';
import { ScanStatus } from '../contract/enums';
import { EndpointSpec } from '../contract/fields';
import { REGISTRY_IMAGES } from '../contract/registry-image';
import { Row, fieldText } from '../contract/row';
import { POLICY_FIELDS, REGISTRY_POLICY_FIELDS } from '../policy/model/fields';
import { readAnomalies } from '../policy/records/registry-record';
import { mayBeCompleted } from '../policy/judge/scan-order';
import { apiRow } from './api-row';

/** One image; a namespace that is left out means none, a version or digest any. */
export interface RequestedImage {
  readonly namespace?: string;
  readonly imageName: string;
  readonly imageVersion?: string;
  readonly imageDigest?: string;
}

/** Together they say which image of which registry a row is about, and whether it can be used; a CI/CD image has less of it. */
const IDENTITY = [
  'namespace',
  'imageName',
  'imageVersion',
  'imageDigest',
  'registryName',
  'registryId',
  'sharedStatus',
] as const;

/** What policies read, and what explains that a scan is missing. */
const READ_FIELDS = [...POLICY_FIELDS, ...REGISTRY_POLICY_FIELDS];
const KEPT_FIELDS = [...READ_FIELDS, 'scannable'];

/** The images that an index names. Under which names they are listed was found out at synth, so their digests are enough. */
const PLATFORMS = 'association_images';
const DIGEST = 'image_digest';
const MALWARE = 'malicious_file_num';

/**
 * Of the rows that HSS gave, those that Terraform needs to judge one image, with the fields that it needs.
 *
 * - Names, version and digest must be exactly those asked for: how HSS matches them is documented nowhere. A row in
 *   which one of them is unsound stays, because it may be the image, and the policy denies what may be.
 * - Of rows that agree in names, version, digest, registry and share only those stay that can make a difference, whatever
 *   the policy's `registryNames` and limits: see `telling`.
 * @param added further fields of some rows, which stay then
 */
export function imageRows(
  spec: Pick<EndpointSpec, 'fields'>,
  rows: readonly Row[],
  wanted: RequestedImage,
  added: ReadonlyMap<Row, object> = new Map(),
): object[] {
  const alike = new Map<string, Row[]>();
  const kept = new Set<Row>(added.keys());
  const wantedRows = requestedRows(rows, wanted);
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
  for (const same of alike.values()) for (const row of telling(spec, same)) kept.add(row);
  return wantedRows
    .filter((row) => kept.has(row))
    .map((row) => ({ ...reduced(spec, row), ...added.get(row) }));
}

/** Returns the rows that are of an image, or may be. */
export function requestedRows(rows: readonly Row[], wanted: RequestedImage): readonly Row[] {
  return rows.filter((row) => isWanted(row, wanted));
}

function isWanted(row: Row, wanted: RequestedImage): boolean {
  const agrees = (prop: 'imageVersion' | 'imageDigest'): boolean =>
    wanted[prop] === undefined || row[prop] === wanted[prop] || inDoubt(row, prop);
  return isNamed(row, wanted) && agrees('imageVersion') && agrees('imageDigest');
}

/** Namespace and name; with one of them in doubt the other must still fit. */
function isNamed(row: Row, wanted: RequestedImage): boolean {
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
 * last; the newest scans with different findings, completed ones where there are any; of all that found malicious files the
 * one with the most; and one for each field that is unsound and for each set of images that an index names. A time or count
 * that is unknown could be the greatest.
 */
function telling(spec: Pick<EndpointSpec, 'fields'>, rows: readonly Row[]): readonly Row[] {
  if (rows.length === 1) return rows;
  const completed = rows.filter((row) => mayBeCompleted({ row }));
  const unsaid = rows.find(
    (row) =>
      row.maliciousFileNum === undefined &&
      (row.scanStatus === ScanStatus.SUCCESS || inDoubt(row, 'maliciousFileNum')),
  );
  const kept = [
    ...greatest(rows, 'latestUpdateTime'),
    ...different(spec, greatest(completed.length > 0 ? completed : rows, 'latestScanTime')),
    ...greatest(
      rows.filter(({ maliciousFileNum }) => Number(maliciousFileNum) > 0),
      'maliciousFileNum',
    ).slice(0, 1),
    ...(unsaid === undefined ? [] : [unsaid]),
    ...distinctBy(rows.filter(isIndex), (row) => JSON.stringify(row.associationImages)),
  ];
  return [...kept, ...unsound(rows, kept)];
}

/** For each field that is unsound in some of the rows, and in none of those that are kept, one of them. */
function unsound(rows: readonly Row[], kept: readonly Row[]): Row[] {
  const odd = rows.filter(({ anomalies }) => anomalies !== undefined);
  if (odd.length === 0) return [];
  return READ_FIELDS.flatMap((field) => {
    const isUnsound = (row: Row): boolean =>
      readAnomalies(anomaliesAbout(row, [field])) !== undefined;
    if (kept.some(isUnsound)) return [];
    const first = odd.find(isUnsound);
    return first === undefined ? [] : [first];
  });
}

function isIndex({ isMultipleArch, associationImages }: Row): boolean {
  return (
    isMultipleArch === true || (Array.isArray(associationImages) && associationImages.length > 0)
  );
}

/** The rows in which a number is the greatest, and those that don't have it. */
function greatest(rows: readonly Row[], prop: string): Row[] {
  const values = rows.flatMap((row) => (row[prop] === undefined ? [] : [Number(row[prop])]));
  const most = values.reduce((a, b) => Math.max(a, b), -1);
  return rows.filter((row) => row[prop] === undefined || row[prop] === most);
}

/** Of rows that differ only in when they were updated, the one that was updated last. */
function different(spec: Pick<EndpointSpec, 'fields'>, rows: readonly Row[]): Row[] {
  const sorted = [...rows].sort(
    (a, b) => Number(a.latestUpdateTime ?? -1) - Number(b.latestUpdateTime ?? -1),
  );
  const unread = { latest_update_time: undefined, latest_sync_time: undefined };
  return distinctBy(sorted, (row) => JSON.stringify({ ...reduced(spec, row), ...unread }));
}

/** The last of those that are equal by a key. */
function distinctBy(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function identityOf(row: Row): string {
  return JSON.stringify(IDENTITY.map((prop) => row[prop] ?? ''));
}

function inDoubt(row: Row, prop: string): boolean {
  return anomaliesAbout(row, [REGISTRY_IMAGES.fields[prop].name]).length > 0;
}

function reduced(spec: Pick<EndpointSpec, 'fields'>, row: Row): object {
  const all = apiRow(spec, row);
  if (PLATFORMS in all) {
    const platforms = all[PLATFORMS] as { readonly [field: string]: unknown }[];
    all[PLATFORMS] = platforms.map((platform) => ({
      ...(DIGEST in platform ? { [DIGEST]: platform[DIGEST] } : {}),
      // Most have none, and state is dear.
      ...(Number(platform[MALWARE]) > 0 ? { [MALWARE]: platform[MALWARE] } : {}),
    }));
  }
  const kept = Object.fromEntries(
    KEPT_FIELDS.filter((name) => name in all).map((name) => [name, all[name]]),
  );
  const anomalies = readAnomalies(anomaliesAbout(row, READ_FIELDS));
  return anomalies === undefined ? kept : { ...kept, anomalies };
}
