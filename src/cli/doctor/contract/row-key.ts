import { InexactNumber } from '../../../contract/exact-number';
import { EndpointId } from '../../../contract/fields';
import { ownValue } from './field-survey';

/** Fields that identify a row in two answers, even if its scan has changed in between. */
const KEYS: { readonly [id in EndpointId]: readonly string[] } = {
  'image-registries': ['id'],
  'registry-images': ['id'],
  'sync-task-registries': ['registry_id'],
  'image-vulnerabilities': ['vul_id', 'app_name', 'version', 'app_path', 'position'],
  'project-vulnerabilities': ['vul_id'],
  'vulnerability-cves': ['cve_id'],
  // The rows have no ID, so the image's location identifies them.
  'cicd-images': [
    ...['image_id', 'image_digest', 'registry_name', 'namespace', 'image_name', 'image_version'],
    ...['cicd_name', 'pipeline_type'],
  ],
};

/** Returns the key of a raw row; undefined if it has none of the key's fields. */
export function rowKey(endpoint: EndpointId, raw: unknown): string | undefined {
  const parts = KEYS[endpoint].map((name) => partOf(ownValue(raw, name)));
  return parts.every((part) => part === '') ? undefined : JSON.stringify(parts);
}

/** Returns a raw row as text; undefined if it nests too deeply. */
export function rowText(raw: unknown): string | undefined {
  try {
    return JSON.stringify(raw);
  } catch {
    return undefined;
  }
}

/**
 * Returns the rows of several answers without duplicates, each in its last version. Rows without a
 * key are all kept.
 */
export function distinctRawRows(endpoint: EndpointId, raws: readonly unknown[]): unknown[] {
  const rows = new Map(raws.map((raw, at) => [rowKey(endpoint, raw) ?? at, raw] as const));
  return [...rows.values()];
}

function partOf(value: unknown): string {
  if (value instanceof InexactNumber) return value.text;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Returns whether the key is an ID, which must be unique in a list. */
export function hasRowId(endpoint: EndpointId): boolean {
  return endpoint !== 'cicd-images';
}
