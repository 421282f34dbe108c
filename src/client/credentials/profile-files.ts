import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeText } from '../../contract/decode-text';
import { HssError } from '../../contract/error';
import { Environment } from '../settings/environment';
import { expandPath, homeOf } from './file-path';

/** Finds and reads the profile files; tests give their own. */
export interface ProfileFiles {
  /** The SDKs' INI file; undefined where no home directory is known. */
  ini(environment: Environment): string | undefined;
  /** KooCLI's file; undefined where no home directory is known. */
  kooCli(environment: Environment): string | undefined;
  /** Returns the file's text, or undefined if there is no such file. */
  read(path: string): Promise<string | undefined>;
}

export const PROFILE_FILES: ProfileFiles = {
  ini: (environment) =>
    placeOf('HUAWEICLOUD_SDK_CREDENTIALS_FILE', environment, '.huaweicloud', 'credentials'),
  kooCli: (environment) => placeOf('HW_SHARED_CONFIG_FILE', environment, '.hcloud', 'config.json'),
  read: async (path) => {
    try {
      return decodeText(await readFile(path));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw unusable(path, `it can't be read (${code ?? 'unknown error'})`);
    }
  },
};

function placeOf(
  name: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE' | 'HW_SHARED_CONFIG_FILE',
  environment: Environment,
  ...underHome: readonly string[]
): string | undefined {
  const value = environment[name];
  if (value !== undefined) return expandPath(value, name, environment);
  const home = homeOf(environment);
  return home === undefined ? undefined : join(home, ...underHome);
}

/** Returns the paths of the profile files, for messages. */
export function placesText(environment: Environment, files: ProfileFiles): string {
  const places = [files.ini(environment), files.kooCli(environment)].filter(
    (path) => path !== undefined,
  );
  return places.length > 0
    ? places.join(' and ')
    : 'no profile file, because the home directory is not known (HOME is not set, and this user has none)';
}

const ADVICE =
  'fix the file, or give credentials by HW_AUTH_TOKEN or HW_ACCESS_KEY and HW_SECRET_KEY';

/**
 * Returns the error for a file that can't be used. It quotes none of the file's content, which
 * contains credentials.
 */
export function unusable(path: string, why: string, advice = ADVICE): HssError {
  return new HssError('HSS_NO_CREDENTIALS', `${path} can't be used: ${why}`, { advice });
}

/** Returns the texts among an object's values, trimmed, without blank ones. */
export function textsOf(values: object): { readonly [name: string]: string | undefined } {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
    ),
  );
}
