import { parse } from 'ini';
import { FoundCredential, keys } from './credential';
import { textsOf, unusable } from './profile-files';

/** The sections of an INI file by name, their keys in lower case. */
export type IniFile = ReadonlyMap<string, { readonly [key: string]: string | undefined }>;

/**
 * Parses the SDKs' INI file. A dot in a section's name is part of the name; keys are
 * case-insensitive.
 */
export function parseIni(text: string): IniFile {
  // Unescaped, the parser would read a dot as a section within a section.
  const escaped = text.replace(/^\s*\[[^\]\r\n]*\]/gm, (header) => header.replaceAll('.', '\\.'));
  const sections = new Map<string, { readonly [key: string]: string | undefined }>();
  for (const [name, values] of Object.entries(parse(escaped))) {
    if (typeof values !== 'object' || values === null) continue;
    const lowered = Object.entries(values as object).map(([key, value]: [string, unknown]) => [
      key.toLowerCase(),
      value,
    ]);
    sections.set(name.trim(), textsOf(Object.fromEntries(lowered) as object));
  }
  return sections;
}

/**
 * Returns the credential in a section; undefined for a section without one.
 * @throws HSS_NO_CREDENTIALS for half a key pair, and for a section that signs in by OIDC
 */
export function iniCredential(
  ini: IniFile,
  section: string,
  path: string,
): FoundCredential | undefined {
  const found = ini.get(section);
  if (found === undefined) return undefined;
  const { ak, sk } = found;
  if (ak === undefined && sk === undefined) {
    if (found.idp_id === undefined) return undefined;
    throw unusable(
      path,
      `section [${section}] signs in by OIDC (idp_id), which is not supported`,
      'set HW_AUTH_TOKEN to a token that you obtain with it, or choose a section with ak and sk',
    );
  }
  if (ak === undefined || sk === undefined) {
    const what = ak === undefined ? 'sk but no ak' : 'ak but no sk';
    throw unusable(path, `section [${section}] has ${what}`);
  }
  return {
    credential: keys(ak, sk, found.security_token),
    origin: `${path} [${section}]`,
    region: found.region,
    projectId: found.project_id,
    iamEndpoint: found.iam_endpoint,
  };
}
