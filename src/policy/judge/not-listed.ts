import { ScanRecord } from '../model/scan-record';
import { rowName } from './candidate';
import { ImageReference } from '../model/reference';
import { cut, enumerate } from '../../util/text';

/** How many other versions a message names. */
const NAMED = 5;

/** Says that no row is a reference's image, and which rows come near. */
export function notListed(
  reference: ImageReference,
  rows: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): string {
  const { path, tag, digest } = reference;
  const what = digest === undefined ? `${path}:${tag}` : `${path}@${digest}`;
  const same = rows.filter((row) => rowName(row) === path);
  if (same.length === 0) return `HSS does not list ${what}`;

  const elsewhere = same.filter((row) =>
    digest === undefined ? row.imageVersion === tag : row.imageDigest === digest,
  );
  if (elsewhere.length > 0) {
    const names = distinct(elsewhere.map((row) => row.registryName ?? 'an unknown registry'));
    return (
      `HSS does not list ${what} in ${enumerate(registryNames ?? [])}, which the policy's ` +
      `registryNames demands; it is in ${enumerate(names, NAMED)}`
    );
  }
  const newestFirst = [...same].sort(
    (a, b) => (b.latestUpdateTime ?? 0) - (a.latestUpdateTime ?? 0),
  );
  const others = distinct(
    newestFirst.map((row) =>
      digest === undefined ? (row.imageVersion ?? '') : (row.imageDigest ?? ''),
    ),
  );
  if (others.length === 0) return `HSS does not list ${what}`;
  return `HSS does not list ${what}; of ${path} it lists ${enumerate(others, NAMED)}`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').map((text) => cut(text, 140));
}
