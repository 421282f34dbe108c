import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findCredential } from '../../../src/client/credentials/chain';
import { environmentFrom } from '../../../src/client/settings/environment';
import { CredentialChoice } from '../../../src/client/settings/options';
import { PROFILE_FILES } from '../../../src/client/credentials/profile-files';

/** A home directory with the files that credentials are kept in. */

export const home = mkdtempSync(join(tmpdir(), 'hss-home-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

export const INI = join(home, '.huaweicloud', 'credentials');
export const KOO = join(home, '.hcloud', 'config.json');
export const OTHER_INI = join(home, 'other.ini');
export const OTHER_KOO = join(home, 'other.json');

/** Writes the profile files, and removes those that are not given. */
export function write(files: { readonly [path: string]: string | Buffer | undefined }): void {
  for (const path of [INI, KOO, OTHER_INI, OTHER_KOO]) {
    rmSync(path, { force: true, recursive: true });
    if (files[path] === undefined) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, files[path]);
  }
}

export function find(
  environment: NodeJS.ProcessEnv,
  choice: CredentialChoice = { kind: 'environment' },
): ReturnType<typeof findCredential> {
  return findCredential(choice, environmentFrom({ HOME: home, ...environment }), PROFILE_FILES);
}

export const token = (text: string): object => ({ kind: 'token', token: text });
export const keys = (ak: string, sk: string, securityToken?: string): object => ({
  kind: 'accessKey',
  accessKey: ak,
  secretKey: sk,
  ...(securityToken === undefined ? {} : { securityToken }),
});

export const ini = (section: string, lines: string): string => `[${section}]\n${lines}\n`;
export const koo = (current: string, ...profiles: object[]): string =>
  JSON.stringify({ current, profiles });
export const KOO_PROFILE = {
  name: 'koo',
  mode: 'AKSK',
  accessKeyId: 'kooAk',
  secretAccessKey: 'kooSk',
};
