import { SharedImageStatus } from '../../contract/enums';
import { ScanRecord } from '../model/scan-record';
import { rowName } from './candidate';
import { ImageReference, domainForm } from '../model/reference';
import { cut, enumerate } from '../../util/text';

/** The most other versions or places that a message names. */
const NAMED = 5;

/** Returns a message that HSS does not list an image, with the nearest matches. */
export function notListed(
  reference: ImageReference,
  records: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): string {
  const { path, tag, digest } = reference;
  const what = digest === undefined ? `${path}:${tag}` : `${path}@${digest}`;
  const same = records.filter((row) => rowName(row) === path);
  if (same.length === 0) return `HSS does not list ${what}`;

  const elsewhere = same.filter((row) =>
    digest === undefined ? row.imageVersion === tag : row.imageDigest === digest,
  );
  if (elsewhere.length > 0)
    return listedElsewhere(what, reference.domain, elsewhere, registryNames);
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

/**
 * Returns why records of the image don't match: other registries in the policy, another host, or an
 * expired share.
 */
function listedElsewhere(
  what: string,
  domain: string,
  records: readonly ScanRecord[],
  registryNames: readonly string[] | undefined,
): string {
  const inNamed = records.filter(
    ({ registryName }) => registryNames?.includes(registryName ?? '') ?? true,
  );
  if (inNamed.length === 0) {
    const names = distinct(
      records.map(({ registryName }) => registryName ?? 'an unknown registry'),
    );
    return (
      `HSS does not list ${what} in ${enumerate(registryNames ?? [])}, which the policy's ` +
      `registryNames requires; it is in ${enumerate(names, NAMED)}`
    );
  }
  const atDomain = inNamed.filter(({ registry }) => registry?.hosts.includes(domainForm(domain)));
  if (atDomain.some(({ registry }) => registry?.sharedStatus === SharedImageStatus.EXPIRED)) {
    return `HSS does not list ${what}, but as a shared image whose share has expired: have it shared again`;
  }
  const places = distinct(inNamed.map(placeOf));
  const elsewhere = `HSS does not list ${what} in a registry at ${domainText(domain)}; it is in ${enumerate(places, NAMED)}`;
  if (inNamed.some(({ registry }) => registry?.lacksRegion)) return `${elsewhere}; ${NO_REGION}`;
  // registryHosts needs a registry's name, and HSS's hosts need its ID: without both, the advice
  // would not help.
  const isNamed = inNamed.some(
    ({ registryName, registry }) =>
      registryName !== undefined && registry?.registryId !== undefined,
  );
  return (
    elsewhere +
    (isNamed
      ? "; name that registry in the reference, or add the host to the policy's registryHosts if the images are the same"
      : '')
  );
}

/** Explains docker.io, because few readers know where a reference without a registry points. */
function domainText(domain: string): string {
  return domain === 'docker.io'
    ? 'docker.io (the default if a reference names no registry)'
    : domain;
}

/** Adding hosts to the policy would hide the missing region, which all SWR images need. */
const NO_REGION =
  "SWR's host is unknown because no region is known: set HW_REGION_NAME (or the connection's region)";

function placeOf({ registryName, registry }: ScanRecord): string {
  const [host] = registry?.hosts ?? [];
  const address =
    registry?.registryId === undefined
      ? 'without a registry ID'
      : registry.lacksRegion
        ? 'SWR'
        : 'whose address HSS does not say';
  return `${registryName ?? 'an unknown registry'} (${host ?? address})`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').map((text) => cut(text, 140));
}
