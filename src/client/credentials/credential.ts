import { createHash } from 'node:crypto';
import { HssError } from '../../contract/error';
import { AccessKey } from '../http/signer';

/** A token, or keys to sign with; none for a proxy that adds its own. */
export type Credential =
  | { readonly kind: 'token'; readonly token: string }
  | ({ readonly kind: 'accessKey' } & AccessKey)
  | { readonly kind: 'none' };

/**
 * A credential, its origin (for messages), and the region and project that the same source names.
 */
export interface FoundCredential {
  readonly credential: Credential;
  readonly origin: string;
  readonly region?: string;
  readonly projectId?: string;
  readonly iamEndpoint?: string;
}

/**
 * Returns keys as a credential.
 * @throws HSS_NO_CREDENTIALS for one that is empty or can't be sent in a header
 */
export function keys(ak: string, sk: string, securityToken: string | undefined): Credential {
  return {
    kind: 'accessKey',
    accessKey: headerSafe(ak, 'the access key'),
    secretKey: headerSafe(sk, 'the secret key'),
    ...(securityToken === undefined
      ? {}
      : { securityToken: headerSafe(securityToken, 'the security token') }),
  };
}

/**
 * Returns a credential's text if a header can carry it. An invalid one is not shown either: it may
 * be valid but for a stray line break.
 * @throws HSS_NO_CREDENTIALS
 */
export function headerSafe(text: unknown, what: string): string {
  if (typeof text !== 'string' || !/^[\x21-\x7e]{1,32768}$/.test(text)) {
    throw new HssError(
      'HSS_NO_CREDENTIALS',
      `${what} can't be used: it is empty, longer than 32768 characters, or holds spaces, line breaks or other characters that a header can't carry`,
      { advice: `set ${what} again, without quotes or line breaks` },
    );
  }
  return text;
}

/** Returns the parts of a credential that must never be shown. */
export function secretsOf(credential: Credential): string[] {
  if (credential.kind === 'none') return [];
  if (credential.kind === 'token') return [credential.token];
  const { accessKey, secretKey, securityToken } = credential;
  return securityToken === undefined
    ? [accessKey, secretKey]
    : [accessKey, secretKey, securityToken];
}

/**
 * Returns the parts of a credential that give access. The access key's ID does not, and a list of
 * registries may contain it: SWR's user names are `region@ID`.
 */
export function accessSecretsOf(credential: Credential): string[] {
  const { accessKey } = credential as { readonly accessKey?: string };
  return secretsOf(credential).filter((secret) => secret !== accessKey);
}

/**
 * Returns a hash that identifies a credential without revealing it.
 * @param where where the credential is used; empty if its identity doesn't depend on that
 */
export function identityOf(credential: Credential, where: string): string {
  return createHash('sha256')
    .update(JSON.stringify([where, ...secretsOf(credential)]))
    .digest('hex');
}
