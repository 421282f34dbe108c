import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse as parseIni } from 'ini';
import { HssError } from '../contract/error';
import { FoundCredential, keys } from './credential';
import { Environment } from './environment';

/** Where profiles are, and how to read them; tests give their own. */
export interface ProfileFiles {
  ini(environment: Environment): string;
  kooCli(environment: Environment): string;
  /** The text, or undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
}

export const PROFILE_FILES: ProfileFiles = {
  ini: (environment) =>
    environment.HUAWEICLOUD_SDK_CREDENTIALS_FILE ??
    join(home(environment), '.huaweicloud', 'credentials'),
  kooCli: (environment) =>
    environment.HW_SHARED_CONFIG_FILE ?? join(home(environment), '.hcloud', 'config.json'),
  read: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw unreadable(path, `it can't be read (${code ?? 'unknown error'})`);
    }
  },
};

function home(environment: Environment): string {
  return environment.HOME ?? environment.USERPROFILE ?? homedir();
}

/** Nothing of the file's content is quoted: it holds credentials. */
function unreadable(path: string, why: string): HssError {
  return new HssError('HSS_NO_CREDENTIALS', `${path} can't be used: ${why}`, {
    advice:
      'mend the file, or give credentials by HW_AUTH_TOKEN or HW_ACCESS_KEY and HW_SECRET_KEY',
  });
}

/**
 * A profile's keys: the SDKs' INI file first (section `name`, or `[basic]`), then KooCLI's file (profile
 * `name`, or HW_PROFILE, or the file's current one).
 */
export async function readProfile(
  environment: Environment,
  files: ProfileFiles,
  name: string | undefined,
): Promise<FoundCredential | undefined> {
  return (
    (await fromIni(files.ini(environment), files, name ?? 'basic')) ??
    (await fromKooCli(files.kooCli(environment), files, name ?? environment.HW_PROFILE))
  );
}

async function fromIni(
  path: string,
  files: ProfileFiles,
  section: string,
): Promise<FoundCredential | undefined> {
  const text = await files.read(path);
  if (text === undefined) return undefined;
  const parsed: { readonly [section: string]: unknown } = parseIni(text);
  const values = Object.hasOwn(parsed, section) ? parsed[section] : undefined;
  if (typeof values !== 'object' || values === null) return undefined;
  const found = fieldsOf(values);
  const { ak, sk } = found;
  if (ak === undefined && sk === undefined) return undefined;
  if (ak === undefined || sk === undefined) {
    throw unreadable(
      path,
      `section [${section}] has ${ak === undefined ? 'sk but no ak' : 'ak but no sk'}`,
    );
  }
  return {
    credential: keys(ak, sk, found.security_token),
    origin: `${path} [${section}]`,
    region: found.region,
    projectId: found.project_id,
    iamEndpoint: found.iam_endpoint,
  };
}

async function fromKooCli(
  path: string,
  files: ProfileFiles,
  name: string | undefined,
): Promise<FoundCredential | undefined> {
  const text = await files.read(path);
  if (text === undefined) return undefined;
  let config: { current?: unknown; profiles?: unknown };
  try {
    config = JSON.parse(text) as typeof config;
  } catch {
    throw unreadable(path, 'it is not JSON');
  }
  const profiles: unknown[] = Array.isArray(config?.profiles) ? config.profiles : [];
  const wanted = name ?? config?.current;
  const profile = profiles.find(
    (one): one is object =>
      typeof one === 'object' && one !== null && (one as { name?: unknown }).name === wanted,
  );
  if (profile === undefined) return undefined;
  const found = fieldsOf(profile);
  const { accessKeyId, secretAccessKey } = found;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return {
    credential: keys(accessKeyId, secretAccessKey, found.securityToken),
    origin: `${path} (profile ${String(wanted)})`,
    region: found.region,
    projectId: found.projectId,
  };
}

/** The texts of an object that are not empty. */
function fieldsOf(values: object): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
}
