import { createHash, createHmac } from 'node:crypto';
import { percentEncode, queryString } from './percent';

/** A pair of keys, permanent or (with a security token) temporary. */
export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly securityToken?: string;
}

/** The parts of a request that are signed. */
export interface Signable {
  readonly method: 'GET' | 'POST';
  /** Host, with the port when the URL names one. */
  readonly host: string;
  /** Path, decoded. */
  readonly path: string;
  readonly parameters: readonly (readonly [string, string])[];
  /** Empty where nothing is sent. */
  readonly body: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/**
 * Returns the headers that authenticate a request, by Huawei Cloud's signature SDK-HMAC-SHA256. A
 * signature is valid for fifteen minutes, so each attempt of a request is signed again.
 */
export function sign(request: Signable, key: AccessKey, now: Date): { [header: string]: string } {
  const date = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: { [header: string]: string } = { host: request.host, 'x-sdk-date': date };
  if (key.securityToken !== undefined) headers['x-security-token'] = key.securityToken;

  const names = Object.keys(headers).sort();
  const canonical = [
    request.method,
    canonicalPath(request.path),
    queryString([...request.parameters].sort(byNameThenValue)),
    names.map((name) => `${name}:${headers[name]}\n`).join(''),
    names.join(';'),
    sha256(request.body),
  ].join('\n');
  const toSign = [ALGORITHM, date, sha256(canonical)].join('\n');
  const signature = createHmac('sha256', key.secretKey).update(toSign).digest('hex');
  return {
    ...headers,
    authorization: `${ALGORITHM} Access=${key.accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function canonicalPath(path: string): string {
  const encoded = path.split('/').map(percentEncode).join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function byNameThenValue(a: readonly [string, string], b: readonly [string, string]): number {
  return compare(a[0], b[0]) || compare(a[1], b[1]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
