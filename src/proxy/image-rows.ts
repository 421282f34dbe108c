import { anomaliesAbout } from '../contract/anomaly';
import { ScanStatus } from '../contract/enums';
import { EndpointSpec } from '../contract/fields';
import { REGISTRY_IMAGES } from '../contract/registry-image';
import { Row, fieldText } from '../contract/row';
import { POLICY_FIELDS, REGISTRY_POLICY_FIELDS } from '../policy/model/fields';
import { readAnomalies } from '../policy/records/registry-record';
import { mayBeCompleted } from '../policy/judge/scan-order';
import { apiRow } from './api-row';

/**
 * The names of one image. A missing namespace means none; a missing version or digest matches any.
 */
export interface RequestedImage {
  readonly namespace?: string;
  readonly imageName: string;
  readonly imageVersion?: string;
  readonly imageDigest?: string;
}

/**
 * The fields that identify the image and registry of a row, and whether it can be used; a CI/CD
 * image lacks some of them.
 */
const IDENTITY = [
  'namespace',
  'imageName',
  'imageVersion',
  'imageDigest',
  'registryName',
  'registryId',
  'sharedStatus',
] as const;

/** The fields that policies read, and one that explains a missing scan. */
const READ_FIELDS = [...POLICY_FIELDS, ...REGISTRY_POLICY_FIELDS];
const KEPT_FIELDS = [...READ_FIELDS, 'scannable'];

/**
 * The images that an index names. Their digests are enough, because a synthesis has found the names
 * that list them.
 */
const PLATFORMS = 'association_images';
const DIGEST = 'image_digest';
const MALWARE = 'malicious_file_num';

/**
 * Returns the rows that Terraform needs to judge one image, with the fields that it needs.
 *
 * - Names, version and digest have to equal the requested ones: how HSS matches them is not
 * documented. A row in which one of them is unsound stays: it may be the image, and the policy has
 * to deny it then.
 * - Among rows with equal names, version, digest, registry and share, only those stay that may
 * change the judgement, whatever the policy's `registryNames` and limits: see `decisiveRows`.
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
  for (const same of alike.values()) for (const row of decisiveRows(spec, same)) kept.add(row);
  return wantedRows
    .filter((row) => kept.has(row))
    .map((row) => ({ ...reducedRow(spec, row), ...added.get(row) }));
}

/** Returns the rows that are or may be of an image. */
export function requestedRows(rows: readonly Row[], wanted: RequestedImage): readonly Row[] {
  return rows.filter((row) => isWanted(row, wanted));
}

function isWanted(row: Row, wanted: RequestedImage): boolean {
  const agrees = (prop: 'imageVersion' | 'imageDigest'): boolean =>
    wanted[prop] === undefined || row[prop] === wanted[prop] || inDoubt(row, prop);
  return isNamed(row, wanted) && agrees('imageVersion') && agrees('imageDigest');
}

/** Returns whether namespace and name match; if one of them is in doubt, the other still has to. */
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
 * Returns the rows, among those of equal identity, that may change the judgement: those updated
 * last; the newest scans with different findings, completed ones where there are any; the one with
 * the most malicious files; and one for each unsound field and for each set of images that an index
 * names. An unknown time or count could be the greatest.
 */
function decisiveRows(spec: Pick<EndpointSpec, 'fields'>, rows: readonly Row[]): readonly Row[] {
  if (rows.length === 1) return rows;
  const completed = rows.filter((row) => mayBeCompleted({ row }));
  const unsaid = rows.find(
    (row) =>
      row.maliciousFileNum === undefined &&
      (row.scanStatus === ScanStatus.SUCCESS || inDoubt(row, 'maliciousFileNum')),
  );
  const kept = [
    ...greatestBy(rows, 'latestUpdateTime'),
    ...latestOfEqual(spec, greatestBy(completed.length > 0 ? completed : rows, 'latestScanTime')),
    ...greatestBy(
      rows.filter(({ maliciousFileNum }) => Number(maliciousFileNum) > 0),
      'maliciousFileNum',
    ).slice(0, 1),
    ...(unsaid === undefined ? [] : [unsaid]),
    ...distinctBy(rows.filter(isIndex), (row) => JSON.stringify(row.associationImages)),
  ];
  return [...kept, ...unsoundRows(rows, kept)];
}

/**
 * Returns one row for each field that is unsound in some of the rows but in none of the kept ones.
 */
function unsoundRows(rows: readonly Row[], kept: readonly Row[]): Row[] {
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

/** Returns the rows in which a number is the greatest, and those without it. */
function greatestBy(rows: readonly Row[], prop: string): Row[] {
  const values = rows.flatMap((row) => (row[prop] === undefined ? [] : [Number(row[prop])]));
  const most = values.reduce((a, b) => Math.max(a, b), -1);
  return rows.filter((row) => row[prop] === undefined || row[prop] === most);
}

/** Returns the rows that differ, each as updated last: their update times are ignored. */
function latestOfEqual(spec: Pick<EndpointSpec, 'fields'>, rows: readonly Row[]): Row[] {
  const sorted = [...rows].sort(
    (a, b) => Number(a.latestUpdateTime ?? -1) - Number(b.latestUpdateTime ?? -1),
  );
  const unread = { latest_update_time: undefined, latest_sync_time: undefined };
  return distinctBy(sorted, (row) => JSON.stringify({ ...reducedRow(spec, row), ...unread }));
}

/** Returns the last of the rows with the same key. */
function distinctBy(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function identityOf(row: Row): string {
  return JSON.stringify(IDENTITY.map((prop) => row[prop] ?? ''));
}

function inDoubt(row: Row, prop: string): boolean {
  return anomaliesAbout(row, [REGISTRY_IMAGES.fields[prop].name]).length > 0;
}

function reducedRow(spec: Pick<EndpointSpec, 'fields'>, row: Row): object {
  const all = apiRow(spec, row);
  if (PLATFORMS in all) {
    const platforms = all[PLATFORMS] as { readonly [field: string]: unknown }[];
    all[PLATFORMS] = platforms.map((platform) => ({
      ...(DIGEST in platform ? { [DIGEST]: platform[DIGEST] } : {}),
      // Most have none, and the size of the state is limited.
      ...(Number(platform[MALWARE]) > 0 ? { [MALWARE]: platform[MALWARE] } : {}),
    }));
  }
  const kept = Object.fromEntries(
    KEPT_FIELDS.filter((name) => name in all).map((name) => [name, all[name]]),
  );
  const anomalies = readAnomalies(anomaliesAbout(row, READ_FIELDS));
  return anomalies === undefined ? kept : { ...kept, anomalies };
}
