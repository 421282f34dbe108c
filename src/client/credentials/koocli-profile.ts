import { isRecord } from '../../contract/row';
import { FoundCredential, keys } from './credential';
import { textsOf, unusable } from './profile-files';

/** The used parts of KooCLI's file. */
export interface KooCliFile {
  readonly path: string;
  readonly current: string | undefined;
  /** Whether the keys in it are encrypted; only KooCLI can decrypt them. */
  readonly isEncrypted: boolean;
  readonly profiles: ReadonlyMap<string, { readonly [key: string]: string | undefined }>;
}

/**
 * Parses KooCLI's `config.json`.
 * @throws HSS_NO_CREDENTIALS for one that is not JSON
 */
export function parseKooCli(text: string, path: string): KooCliFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable(path, 'it is not JSON');
  }
  const config = isRecord(json) ? json : {};
  const profiles = new Map<string, { readonly [key: string]: string | undefined }>();
  for (const profile of Array.isArray(config.profiles) ? (config.profiles as unknown[]) : []) {
    if (!isRecord(profile) || typeof profile.name !== 'string') continue;
    // KooCLI also takes the first profile of a name.
    if (!profiles.has(profile.name)) profiles.set(profile.name, textsOf(profile));
  }
  return {
    path,
    current: textsOf(config).current,
    isEncrypted: String(config.authEncrypt).trim().toLowerCase() === 'true',
    profiles,
  };
}

const TEMPORARY_KEYS =
  'set HW_ACCESS_KEY, HW_SECRET_KEY and HW_SECURITY_TOKEN to temporary keys that you obtain with it, or choose a profile of mode AKSK';

/**
 * Returns the credential in a profile; undefined for a profile without one.
 * @throws HSS_NO_CREDENTIALS for encrypted keys, for half a key pair, and for a profile whose
 * identity is not that of its keys
 */
export function kooCliCredential(file: KooCliFile, name: string): FoundCredential | undefined {
  const found = file.profiles.get(name);
  if (found === undefined) return undefined;
  const { path } = file;
  const profile = `profile ${JSON.stringify(name)}`;
  const mode = found.mode ?? 'AKSK';
  if (mode.toUpperCase() !== 'AKSK') {
    throw unusable(
      path,
      `${profile} has mode ${JSON.stringify(mode)}, which is not supported`,
      TEMPORARY_KEYS,
    );
  }
  const agency = ['agencyName', 'agencyDomainName', 'agencyDomainId', 'sourceProfile'].find(
    (key) => found[key] !== undefined,
  );
  if (agency !== undefined) {
    throw unusable(
      path,
      `${profile} assumes an agency (${agency}), which is not supported`,
      TEMPORARY_KEYS,
    );
  }
  const { accessKeyId, secretAccessKey } = found;
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (file.isEncrypted) {
    throw unusable(
      path,
      'KooCLI has encrypted its keys (authEncrypt)',
      'set HW_ACCESS_KEY and HW_SECRET_KEY; or run hcloud configure set --cli-auth-encrypt=false, and enter the keys again by hcloud configure set',
    );
  }
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const [there, missing] =
      accessKeyId === undefined
        ? ['secretAccessKey', 'accessKeyId']
        : ['accessKeyId', 'secretAccessKey'];
    throw unusable(path, `${profile} has ${there} but no ${missing}`);
  }
  return {
    credential: keys(accessKeyId, secretAccessKey, found.securityToken),
    origin: `${path} (profile ${name})`,
    region: found.region,
    projectId: found.projectId,
  };
}
