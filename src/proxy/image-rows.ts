import { CICD_IMAGES } from '../contract/cicd-image';
import { Row } from '../contract/row';
import { fieldInDoubt } from '../policy/candidate';
import { POLICY_FIELDS } from '../policy/fields';
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
 * - Of rows that agree in names, version, digest and registry only the newest by `latest_update_time` stays, with
 *   every row of the same time or of none. None of the others could be chosen, whatever the policy's `registryNames`,
 *   and each digest and registry that makes an image ambiguous is still there.
 */
export function imageRows(rows: readonly Row[], wanted: WantedImage): object[] {
  return newestOfEach(rows.filter((row) => isWanted(row, wanted))).map(reduced);
}

function isWanted(row: Row, wanted: WantedImage): boolean {
  const agrees = (prop: 'imageVersion' | 'imageDigest'): boolean =>
    wanted[prop] === undefined || row[prop] === wanted[prop] || inDoubt(row, prop);
  return isNamed(row, wanted) && agrees('imageVersion') && agrees('imageDigest');
}

/** Namespace and name; with one of them in doubt the other must still fit. */
function isNamed(row: Row, wanted: WantedImage): boolean {
  const namespace = String(row.namespace ?? '');
  const name = String(row.imageName ?? '');
  const path = wanted.namespace ? `${wanted.namespace}/${wanted.imageName}` : wanted.imageName;
  const noName = inDoubt(row, 'imageName');
  if (inDoubt(row, 'namespace')) {
    return noName || (name !== '' && (path === name || path.endsWith(`/${name}`)));
  }
  if (noName) return namespace === '' || path.startsWith(`${namespace}/`);
  return namespace === (wanted.namespace ?? '') && name === wanted.imageName;
}

function newestOfEach(rows: readonly Row[]): Row[] {
  const newest = new Map<string, number>();
  for (const row of rows) {
    const time = timeOf(row);
    if (time === undefined) continue;
    const key = identityOf(row);
    newest.set(key, Math.max(time, newest.get(key) ?? time));
  }
  return rows.filter((row) => {
    const time = timeOf(row);
    return time === undefined || time === newest.get(identityOf(row));
  });
}

/** When a row was updated, if that is known and it is known which image it is about. */
function timeOf(row: Row): number | undefined {
  const time = row.latestUpdateTime;
  if (typeof time !== 'number' || IDENTITY.some((prop) => inDoubt(row, prop))) return undefined;
  return time;
}

function identityOf(row: Row): string {
  return JSON.stringify(IDENTITY.map((prop) => row[prop] ?? ''));
}

function inDoubt(row: Row, prop: string): boolean {
  return (row.anomalies ?? []).some((anomaly) => {
    const field = fieldInDoubt(anomaly);
    return field === 'row' || field === CICD_IMAGES.fields[prop].name;
  });
}

function reduced(row: Row): object {
  const all = apiRow(CICD_IMAGES, row);
  const kept = Object.fromEntries(
    POLICY_FIELDS.filter((name) => name in all).map((name) => [name, all[name]]),
  );
  const anomalies = (row.anomalies ?? []).filter((anomaly) =>
    ['row', ...POLICY_FIELDS].includes(fieldInDoubt(anomaly)),
  );
  return anomalies.length === 0 ? kept : { ...kept, anomalies };
}
