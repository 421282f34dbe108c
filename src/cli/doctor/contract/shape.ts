import { InexactNumber } from '../../../contract/exact-number';
import { isRecord } from '../../../contract/row';
import { counted } from '../../../util/text';

/**
 * Describes values of HSS's answers without quoting them: the result has only words of this file,
 * and numbers.
 */

/** Returns the JSON type of a value. A number that is not whole, or not exact, has its own type. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof InexactNumber) {
    return /^-?\d+$/.test(value.text) ? 'whole number beyond 2^53' : 'number';
  }
  if (Array.isArray(value)) return 'array';
  if (isRecord(value)) return 'object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number';
  return typeof value;
}

const CLASSES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['lower-case letters', /[a-z]/],
  ['upper-case letters', /[A-Z]/],
  ['digits', /[0-9]/],
  ['spaces', / /],
  ['control characters', /\p{Cc}/u],
  ['other characters', /[^\p{ASCII}\p{Cc}]/u],
];
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Returns the shape of a text: its length and its kinds of characters. */
export function textShape(text: string): string {
  if (text === '') return 'empty';
  const kinds = CLASSES.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  const signs = [...new Set(text.match(PUNCTUATION))].sort();
  const all = [...kinds, ...(signs.length === 0 ? [] : [`the signs ${signs.join(' ')}`])];
  return `text of ${counted(lengthOf(text), 'character')}: ${all.join(', ')}`;
}

/** Returns the length of a text as the API's documentation counts it. */
export function lengthOf(text: string): number {
  return [...text].length;
}

const ALGORITHMS = ['sha256', 'sha384', 'sha512', 'sha1', 'md5'];
const HEX = /^(?:([a-z0-9]{1,10}):)?([0-9a-f]+)$/i;

/**
 * Returns the form of a digest or an ID: `sha256:<64 lower-case hex>`, `<32 lower-case hex>`,
 * `<UUID>`, or else a shape.
 */
export function digestForm(text: string): string {
  const [, algorithm, hex] = HEX.exec(text) ?? [];
  const isKnown = algorithm === undefined || ALGORITHMS.includes(algorithm.toLowerCase());
  if (hex !== undefined && isKnown) {
    return `${algorithm === undefined ? '' : `${algorithm}:`}<${hex.length} ${caseOf(hex)}hex>`;
  }
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return '<UUID>';
  return textShape(text);
}

/** The forms of digests by which registries serve images. */
const PULLABLE = ['sha256:<64 lower-case hex>', 'sha512:<128 lower-case hex>'];

/**
 * Returns whether an image can be pulled by a digest of this form.
 * @param form as returned by `digestForm`
 */
export function isPullableForm(form: string): boolean {
  return PULLABLE.includes(form);
}

function caseOf(hex: string): string {
  if (hex === hex.toLowerCase()) return 'lower-case ';
  return hex === hex.toUpperCase() ? 'upper-case ' : 'mixed-case ';
}

/** The form of a registry's address. */
export interface AddressForm {
  readonly scheme: 'none' | 'http' | 'https' | 'other';
  readonly user: 'none' | 'given';
  readonly host: 'empty' | 'IPv4' | 'IPv6' | 'domain' | 'single word' | 'other';
  readonly port: 'none' | 'given' | 'invalid';
  readonly path: 'none' | 'slash' | 'path' | 'path with a slash at its end';
  /** Whether it is a host of SWR in the queried region. */
  readonly swr: 'host of this region' | 'host of a region' | 'below a region' | 'no';
  readonly white_space: boolean;
}

/** Returns the form of any address, even of an invalid one. */
export function addressForm(address: string, region: string | undefined): AddressForm {
  const trimmed = address.trim();
  const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^]*)$/i.exec(trimmed)!;
  const slash = rest.search(/[/?#]/);
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? '' : rest.slice(slash);
  const at = authority.lastIndexOf('@');
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::([^]*))?$/.exec(authority.slice(at + 1)) ?? [];
  return {
    scheme: schemeOf(scheme),
    user: at < 0 ? 'none' : 'given',
    host: hostKind(host),
    port: port === undefined ? 'none' : /^\d{1,5}$/.test(port) ? 'given' : 'invalid',
    path: pathKind(path),
    swr: swrKind((host ?? '').toLowerCase(), region),
    white_space: /\s/.test(address),
  };
}

function schemeOf(scheme: string | undefined): AddressForm['scheme'] {
  if (scheme === undefined) return 'none';
  const lower = scheme.toLowerCase();
  return lower === 'http' || lower === 'https' ? lower : 'other';
}

function hostKind(host: string | undefined): AddressForm['host'] {
  if (host === undefined) return 'other';
  if (host === '') return 'empty';
  if (host.startsWith('[')) return 'IPv6';
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return 'IPv4';
  if (/^[a-z0-9-]+$/i.test(host)) return 'single word';
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?$/i.test(host) ? 'domain' : 'other';
}

function pathKind(path: string): AddressForm['path'] {
  if (path === '') return 'none';
  if (path === '/') return 'slash';
  return path.endsWith('/') ? 'path with a slash at its end' : 'path';
}

const REGION_HOST = /(?:^|\.)([a-z]+(?:-[a-z]+)+-\d+)\.myhuaweicloud\.(?:com|eu)$/;

function swrKind(host: string, region: string | undefined): AddressForm['swr'] {
  const named = REGION_HOST.exec(host)?.[1];
  if (named === undefined) return 'no';
  if (!host.startsWith(`swr.${named}.`)) return 'below a region';
  return named === region ? 'host of this region' : 'host of a region';
}
