import { anomaliesAbout } from '../../contract/anomaly';
import { ScanRecord } from '../model/scan-record';
import { cut } from '../../util/text';
import { SharedImageStatus } from '../../contract/enums';
import { ImageReference, domainForm } from '../model/reference';

/**
 * An image to find among records, from a reference or with the digest of a record, which may be any
 * text. With a domain, a registry image matches only if its registry is at that domain and its
 * share has not expired. A CI/CD image has no address and matches any domain.
 */
export interface SoughtImage extends Pick<ImageReference, 'path' | 'tag'> {
  readonly domain?: string;
  readonly digest?: string;
}

/** A record that is, or could be, the image of a reference. */
export interface Candidate {
  readonly row: ScanRecord;
  /** API names of the invalid fields that would decide whether it is the image. */
  readonly doubts: string[];
}

/**
 * Returns the rows that are, or could be, a reference's image. An invalid field matches everything,
 * because its real value is unknown. A missing field matches nothing. `registryNames` selects
 * registries; all if undefined.
 */
export function candidates(
  reference: SoughtImage,
  rows: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): Candidate[] {
  const found: Candidate[] = [];
  const wanted =
    reference.domain === undefined
      ? reference
      : { ...reference, domain: domainForm(reference.domain) };
  for (const row of rows) {
    const doubts = doubtsAbout(row, wanted, registryNames);
    if (doubts !== undefined) found.push({ row, doubts });
  }
  return found;
}

/** Returns when a candidate was updated, in ms since 1970. An unknown time could be the newest. */
export function updated({ row }: Candidate): number {
  return Number.isFinite(row.latestUpdateTime) ? (row.latestUpdateTime as number) : Infinity;
}

/**
 * Returns a row's name: `namespace/name`, or only the name if the namespace is empty or missing.
 */
export function rowName(row: Pick<ScanRecord, 'namespace' | 'imageName'>): string {
  const name = row.imageName ?? '';
  return row.namespace === undefined || row.namespace === '' ? name : `${row.namespace}/${name}`;
}

export const UNKNOWN_REGISTRY = '(unknown registry)';
export const NO_TAG = '(no tag)';

/** Returns a record's place for messages: `registry/tag`. */
export function recordPlace({ registryName, imageVersion }: ScanRecord): string {
  return `${cut(registryName ?? UNKNOWN_REGISTRY)}/${cut(imageVersion ?? NO_TAG)}`;
}

/** Whether a field of a row violates the contract. */
export function isUnsound(row: Pick<ScanRecord, 'anomalies'>, field: string): boolean {
  return anomaliesAbout(row, [field]).length > 0;
}

/** The fields in doubt; undefined when the row is another image. */
function doubtsAbout(
  row: ScanRecord,
  { path, tag, digest, domain }: SoughtImage,
  registryNames: readonly string[] | undefined,
): string[] | undefined {
  const doubts: string[] = [];
  // Most rows of a listing are other images and have no anomalies.
  const inDoubt = (field: string): boolean => row.anomalies !== undefined && isUnsound(row, field);
  const mayAgree = (field: string, agrees: boolean): boolean => {
    if (!inDoubt(field)) return agrees;
    doubts.push(field);
    return true;
  };
  // Namespace and name together are the path; if one of them is in doubt, the other must still
  // match.
  const possible =
    mayAgree('namespace', !inDoubt('image_name') || isNamespaceOf(path, row.namespace ?? '')) &&
    mayAgree(
      'image_name',
      inDoubt('namespace') ? isNameOf(path, row.imageName ?? '') : rowName(row) === path,
    ) &&
    (digest === undefined
      ? mayAgree('image_version', row.imageVersion === tag)
      : mayAgree('image_digest', row.imageDigest === digest)) &&
    (registryNames === undefined ||
      mayAgree('registry_name', registryNames.includes(row.registryName ?? ''))) &&
    (domain === undefined ||
      row.registry === undefined ||
      (mayAgree('registry_id', row.registry.hosts.includes(domain)) &&
        mayAgree('shared_status', row.registry.sharedStatus !== SharedImageStatus.EXPIRED)));
  return possible ? doubts : undefined;
}

/** Whether a path can start with a namespace; an empty one counts as missing. */
function isNamespaceOf(path: string, namespace: string): boolean {
  return namespace === '' || path.startsWith(`${namespace}/`);
}

/** Whether a path can end with a name. */
function isNameOf(path: string, name: string): boolean {
  return name !== '' && (path === name || path.endsWith(`/${name}`));
}
