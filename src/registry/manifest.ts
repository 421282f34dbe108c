import { createHash } from 'node:crypto';
import { isRecord } from '../contract/row';
import { objectOf } from './json';

/**
 * A registry's description of an image: an index of several platforms' manifests, or one manifest.
 */
export interface Manifest {
  readonly kind: 'index' | 'manifest';
  /** Digest of the received bytes. */
  readonly digest: string;
  /** Digest of a manifest's configuration, which tools call the image ID. */
  readonly config?: string;
  /** Entries of an index. */
  readonly entries: readonly ManifestEntry[];
}

export interface ManifestEntry {
  readonly digest: string;
  /**
   * Platform, such as `linux/arm64/v8`. Undefined for an entry that is not an image, such as an
   * attestation.
   */
  readonly platform?: string;
}

const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** All types that requests accept, so that a registry returns the index if there is one. */
export const MANIFEST_TYPES = [
  ...INDEX_TYPES,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** Reads a manifest. Undefined for an unknown kind. */
export function manifestOf(
  body: Buffer,
  contentType: string | undefined,
  algorithm: string,
): Manifest | undefined {
  const json = objectOf(body);
  if (json === undefined) return undefined;
  const type = typeof json.mediaType === 'string' ? json.mediaType : contentType?.split(';')[0];
  if (type === undefined || !MANIFEST_TYPES.includes(type.trim())) return undefined;
  const digest = `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
  if (INDEX_TYPES.includes(type.trim())) {
    const list: readonly unknown[] = Array.isArray(json.manifests) ? json.manifests : [];
    return { kind: 'index', digest, entries: list.flatMap(entryOf) };
  }
  const config = isRecord(json.config) ? json.config.digest : undefined;
  return {
    kind: 'manifest',
    digest,
    entries: [],
    ...(typeof config === 'string' ? { config } : {}),
  };
}

function entryOf(entry: unknown): ManifestEntry[] {
  if (!isRecord(entry) || typeof entry.digest !== 'string') return [];
  const { digest, platform } = entry;
  const parts = isRecord(platform) ? [platform.os, platform.architecture, platform.variant] : [];
  const known = parts.filter((part): part is string => typeof part === 'string');
  if (known.length === 0 || known[0] === 'unknown') return [{ digest }];
  return [{ digest, platform: known.join('/') }];
}
