import { InexactNumber } from '../../../contract/exact-number';
import { EndpointId } from '../../../contract/fields';
import { ownValue } from './field-survey';

/** What makes a row the same row in two answers, though its scan may have moved on. */
const KEYS: { readonly [id in EndpointId]: readonly string[] } = {
  'image-registries': ['id'],
  'registry-images': ['id'],
  'sync-task-registries': ['registry_id'],
  'image-vulnerabilities': ['vul_id', 'app_name', 'version', 'app_path', 'position'],
  'project-vulnerabilities': ['vul_id'],
  'vulnerability-cves': ['cve_id'],
  // There is no ID of the row, so what says where the image is stands in for it.
  'cicd-images': [
    ...['image_id', 'image_digest', 'registry_name', 'namespace', 'image_name', 'image_version'],
    ...['cicd_name', 'pipeline_type'],
  ],
};

/** The key of a raw row; undefined where it lacks all that makes one. */
export function rowKey(endpoint: EndpointId, raw: unknown): string | undefined {
  const parts = KEYS[endpoint].map((name) => partOf(ownValue(raw, name)));
  return parts.every((part) => part === '') ? undefined : JSON.stringify(parts);
}

/** A raw row as text; undefined for one that nests too deeply to have one. */
export function rowText(raw: unknown): string | undefined {
  try {
    return JSON.stringify(raw);
  } catch {
    return undefined;
  }
}

/** The rows of several answers, each once and as it came last; rows without a key are all kept. */
export function distinctRawRows(endpoint: EndpointId, raws: readonly unknown[]): unknown[] {
  const rows = new Map(raws.map((raw, at) => [rowKey(endpoint, raw) ?? at, raw] as const));
  return [...rows.values()];
}

function partOf(value: unknown): string {
  if (value instanceof InexactNumber) return value.text;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether the key is an ID, of which no two rows of a list may have the same. */
export function hasRowId(endpoint: EndpointId): boolean {
  return endpoint !== 'cicd-images';
}
