import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { IncomingHttpHeaders } from 'node:http';
import { Target, encode } from '../query/query';

/**
 * Verifies SDK-HMAC-SHA256. It is written from the description of the algorithm, tested against the
 * official SDK, and shares nothing with this package's own signer.
 */

/** What a signature covers. */
export interface SignedRequest {
  readonly method: string;
  readonly target: Target;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The parts of an Authorization header. */
export interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';
const AUTHORIZATION =
  /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const CLOCK_SKEW_MS = 15 * 60_000;

/** Parses an Authorization header; undefined if it has another format. */
export function parseAuthorization(header: string): Authorization | undefined {
  const match = AUTHORIZATION.exec(header);
  return match
    ? { accessKey: match[1], signedHeaders: match[2].split(';'), signature: match[3] }
    : undefined;
}

/** Returns why a signature is invalid; undefined if it is valid. */
export function signatureFault(
  request: SignedRequest,
  { signedHeaders, signature }: Authorization,
  secretKey: string,
  now: number,
): string | undefined {
  const date = joinedHeader(request.headers, 'x-sdk-date');
  const time = date === undefined ? undefined : timeOf(date);
  if (date === undefined || time === undefined) {
    return 'X-Sdk-Date is missing or is not of the form YYYYMMDDTHHmmssZ';
  }
  if (Math.abs(now - time) > CLOCK_SKEW_MS) return 'X-Sdk-Date is more than 15 minutes from now';
  const required = ['host', 'x-sdk-date'];
  if (request.headers['x-security-token'] !== undefined) required.push('x-security-token');
  const unsigned = required.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) return `header ${unsigned} is not signed`;
  const canonical = canonicalRequest(request, signedHeaders);
  if (canonical === undefined) {
    return 'a signed header is missing, or the body is not the one that was signed';
  }
  const toSign = [ALGORITHM, date, hash('sha256', canonical)].join('\n');
  const expected = createHmac('sha256', secretKey).update(toSign).digest('hex');
  return isSameText(expected, signature) ? undefined : 'verify aksk signature fail';
}

function canonicalRequest(
  { method, target, headers, body }: SignedRequest,
  signedHeaders: readonly string[],
): string | undefined {
  const names = [...signedHeaders].sort();
  const lines: string[] = [];
  for (const name of names) {
    const value = joinedHeader(headers, name);
    if (value === undefined) return undefined;
    lines.push(`${name}:${value}\n`);
  }
  const bodyHash = hash('sha256', body);
  const declared = joinedHeader(headers, 'x-sdk-content-sha256') ?? bodyHash;
  if (declared !== bodyHash && declared !== 'UNSIGNED-PAYLOAD') return undefined;
  const path = `/${target.segments.map(encode).join('/')}`;
  return [
    method,
    path.endsWith('/') ? path : `${path}/`,
    canonicalQuery(target),
    lines.join(''),
    names.join(';'),
    declared,
  ].join('\n');
}

function canonicalQuery({ pairs }: Target): string {
  return [...pairs]
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function timeOf(date: string): number | undefined {
  const match = DATE.exec(date);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Returns a header's value, with repeated headers joined as HTTP allows. */
export function joinedHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** Compares two texts in a time that does not depend on where they differ. */
export function isSameText(left: string, right: string): boolean {
  return timingSafeEqual(hash('sha256', left, 'buffer'), hash('sha256', right, 'buffer'));
}
