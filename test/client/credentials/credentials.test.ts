import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findCredential } from '../../../src/client/credentials/chain';
import {
  AGENCY_VARIABLES,
  Environment,
  environmentFrom,
} from '../../../src/client/settings/environment';
import { CredentialChoice } from '../../../src/client/settings/options';
import { PROFILE_FILES } from '../../../src/client/credentials/profile-files';
import { failureOf } from '../../support/failure';

/** Where credentials come from, in which order, and what is said when there is none: never a secret. */

const home = mkdtempSync(join(tmpdir(), 'hss-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const INI = join(home, '.huaweicloud', 'credentials');
const KOO = join(home, '.hcloud', 'config.json');
const OTHER_INI = join(home, 'other.ini');
const OTHER_KOO = join(home, 'other.json');

/** Writes the profile files, and removes those that are not given. */
function write(files: { readonly [path: string]: string | Buffer | undefined }): void {
  for (const path of [INI, KOO, OTHER_INI, OTHER_KOO]) {
    rmSync(path, { force: true, recursive: true });
    if (files[path] === undefined) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, files[path]);
  }
}

function find(environment: NodeJS.ProcessEnv, choice: CredentialChoice = { kind: 'environment' }) {
  return findCredential(choice, environmentFrom({ HOME: home, ...environment }), PROFILE_FILES);
}

const token = (text: string) => ({ kind: 'token', token: text });
const keys = (ak: string, sk: string, securityToken?: string) => ({
  kind: 'accessKey',
  accessKey: ak,
  secretKey: sk,
  ...(securityToken === undefined ? {} : { securityToken }),
});

const ini = (section: string, lines: string) => `[${section}]\n${lines}\n`;
const koo = (current: string, ...profiles: object[]) => JSON.stringify({ current, profiles });
const KOO_PROFILE = { name: 'koo', mode: 'AKSK', accessKeyId: 'kooAk', secretAccessKey: 'kooSk' };

const FOUND: [string, NodeJS.ProcessEnv, { [path: string]: string | Buffer }, object][] = [
  ['HW_AUTH_TOKEN', { HW_AUTH_TOKEN: 'tok' }, {}, token('tok')],
  ['a token with a line break at its end', { HW_AUTH_TOKEN: ' tok\n' }, {}, token('tok')],
  [
    'the token before keys',
    { HW_ACCESS_KEY: 'a', HW_SECRET_KEY: 's', HW_AUTH_TOKEN: 'tok' },
    {},
    token('tok'),
  ],
  ['HW_*', { HW_ACCESS_KEY: 'ak', HW_SECRET_KEY: 'sk' }, {}, keys('ak', 'sk')],
  [
    'HW_* with a security token',
    { HW_ACCESS_KEY: 'ak', HW_SECRET_KEY: 'sk', HW_SECURITY_TOKEN: 'st' },
    {},
    keys('ak', 'sk', 'st'),
  ],
  [
    'HUAWEICLOUD_SDK_*',
    {
      HUAWEICLOUD_SDK_AK: 'ak',
      HUAWEICLOUD_SDK_SK: 'sk',
      HUAWEICLOUD_SDK_SECURITY_TOKEN: 'st',
      HW_SECURITY_TOKEN: 'of another pair',
    },
    {},
    keys('ak', 'sk', 'st'),
  ],
  [
    'CLOUD_SDK_*, which has no security token',
    { CLOUD_SDK_AK: 'ak', CLOUD_SDK_SK: 'sk', HW_SECURITY_TOKEN: 'of another pair' },
    {},
    keys('ak', 'sk'),
  ],
  [
    'HW_* before HUAWEICLOUD_SDK_* before CLOUD_SDK_*',
    {
      CLOUD_SDK_AK: 'ak3',
      CLOUD_SDK_SK: 'sk3',
      HUAWEICLOUD_SDK_AK: 'ak2',
      HUAWEICLOUD_SDK_SK: 'sk2',
      HW_ACCESS_KEY: 'ak1',
      HW_SECRET_KEY: 'sk1',
    },
    {},
    keys('ak1', 'sk1'),
  ],
  [
    'HUAWEICLOUD_SDK_* before CLOUD_SDK_*',
    {
      CLOUD_SDK_AK: 'ak3',
      CLOUD_SDK_SK: 'sk3',
      HUAWEICLOUD_SDK_AK: 'ak2',
      HUAWEICLOUD_SDK_SK: 'sk2',
    },
    {},
    keys('ak2', 'sk2'),
  ],
  [
    'variables that are empty are not set',
    { HW_AUTH_TOKEN: '', HW_ACCESS_KEY: ' ', CLOUD_SDK_AK: 'ak', CLOUD_SDK_SK: 'sk' },
    {},
    keys('ak', 'sk'),
  ],
  [
    'keys before files',
    { CLOUD_SDK_AK: 'ak', CLOUD_SDK_SK: 'sk' },
    { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk') },
    keys('ak', 'sk'),
  ],
  ['the INI file', {}, { [INI]: ini('basic', 'ak = iniAk\nsk = iniSk') }, keys('iniAk', 'iniSk')],
  [
    'the INI file with a security token',
    {},
    { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk\nsecurity_token=ab+c/d==') },
    keys('iniAk', 'iniSk', 'ab+c/d=='),
  ],
  [
    'the INI file that a variable names',
    { HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI },
    { [INI]: ini('basic', 'ak=no\nsk=no'), [OTHER_INI]: ini('basic', 'ak=yesAk\nsk=yesSk') },
    keys('yesAk', 'yesSk'),
  ],
  [
    'the INI file before KooCLI’s',
    {},
    { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk'), [KOO]: koo('koo', KOO_PROFILE) },
    keys('iniAk', 'iniSk'),
  ],
  [
    'KooCLI’s where the INI file has other sections only',
    {},
    { [INI]: ini('global', 'ak=iniAk\nsk=iniSk'), [KOO]: koo('koo', KOO_PROFILE) },
    keys('kooAk', 'kooSk'),
  ],
  [
    'KooCLI’s current profile',
    {},
    { [KOO]: koo('koo', { ...KOO_PROFILE, name: 'x' }, { ...KOO_PROFILE, securityToken: 'st' }) },
    keys('kooAk', 'kooSk', 'st'),
  ],
  [
    'the profile that HW_PROFILE names, in the file that HW_SHARED_CONFIG_FILE names',
    { HW_PROFILE: 'x', HW_SHARED_CONFIG_FILE: OTHER_KOO },
    { [OTHER_KOO]: koo('koo', KOO_PROFILE, { ...KOO_PROFILE, name: 'x', accessKeyId: 'xAk' }) },
    keys('xAk', 'kooSk'),
  ],
  [
    'the profile that HW_PROFILE names, while an INI file exists',
    { HW_PROFILE: 'koo' },
    {
      [INI]: ini('basic', 'ak=iniAk\nsk=iniSk') + ini('koo', 'ak=no\nsk=no'),
      [KOO]: koo('x', KOO_PROFILE),
    },
    keys('kooAk', 'kooSk'),
  ],
  [
    'the section that HW_PROFILE names, where KooCLI has no such profile',
    { HW_PROFILE: 'prod' },
    {
      [INI]: ini('basic', 'ak=no\nsk=no') + ini('prod', 'ak=prodAk\nsk=prodSk'),
      [KOO]: koo('koo', KOO_PROFILE),
    },
    keys('prodAk', 'prodSk'),
  ],
  [
    'the file that HW_SHARED_CONFIG_FILE names before an INI file that nobody named',
    { HW_SHARED_CONFIG_FILE: OTHER_KOO },
    { [INI]: ini('basic', 'ak=no\nsk=no'), [OTHER_KOO]: koo('koo', KOO_PROFILE) },
    keys('kooAk', 'kooSk'),
  ],
  [
    'an INI file that is whole, while KooCLI’s is broken',
    {},
    { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk'), [KOO]: '{' },
    keys('iniAk', 'iniSk'),
  ],
  [
    'files by ~',
    { HUAWEICLOUD_SDK_CREDENTIALS_FILE: '~/other.ini' },
    { [OTHER_INI]: ini('basic', 'ak=iniAk\nsk=iniSk') },
    keys('iniAk', 'iniSk'),
  ],
  [
    'KooCLI’s file by ~',
    { HW_SHARED_CONFIG_FILE: '~/other.json' },
    { [OTHER_KOO]: koo('koo', KOO_PROFILE) },
    keys('kooAk', 'kooSk'),
  ],
  [
    'an INI file with a byte order mark and capitals',
    {},
    { [INI]: `\ufeff[basic]\r\nAK = iniAk\r\nSK = iniSk\r\nSecurity_Token = st\r\n` },
    keys('iniAk', 'iniSk', 'st'),
  ],
  [
    'an INI file in UTF-16',
    {},
    { [INI]: Buffer.from(`\ufeff${ini('basic', 'ak=iniAk\nsk=iniSk')}`, 'utf16le') },
    keys('iniAk', 'iniSk'),
  ],
  [
    'a KooCLI file in UTF-16',
    {},
    { [KOO]: Buffer.from(`\ufeff${koo('koo', KOO_PROFILE)}`, 'utf16le') },
    keys('kooAk', 'kooSk'),
  ],
  [
    'a section with dots in its name',
    { HW_PROFILE: 'prod.eu.1' },
    { [INI]: ini('prod', 'ak=no\nsk=no') + ini('prod.eu.1', 'ak=dotAk\nsk=dotSk') },
    keys('dotAk', 'dotSk'),
  ],
  [
    'a profile with empty fields of other modes',
    {},
    { [KOO]: koo('koo', { ...KOO_PROFILE, agencyName: '', agencyDomainId: ' ', ssoRegion: '' }) },
    keys('kooAk', 'kooSk'),
  ],
  [
    'a file that says that it is not encrypted',
    {},
    {
      [KOO]: JSON.stringify({ current: 'koo', authEncrypt: 'false', profiles: [KOO_PROFILE] }),
    },
    keys('kooAk', 'kooSk'),
  ],
];

test.each(FOUND)('found: %s', async (_, environment, files, credential) => {
  write(files);
  expect((await find(environment)).credential).toEqual(credential);
});

const CHOICES: [string, CredentialChoice, object][] = [
  ['a token', { kind: 'token', token: 'tok' }, token('tok')],
  ['keys', { kind: 'accessKey', accessKey: 'a', secretKey: 's' }, keys('a', 's')],
  ['a section', { kind: 'profile', name: 'prod' }, keys('prodAk', 'prodSk')],
  ['a profile of KooCLI', { kind: 'profile', name: 'koo' }, keys('kooAk', 'kooSk')],
  ['any profile', { kind: 'profile' }, keys('iniAk', 'iniSk')],
];

test.each(CHOICES)('chosen: %s, whatever the variables say', async (_, choice, credential) => {
  write({
    [INI]: ini('basic', 'ak=iniAk\nsk=iniSk') + ini('prod', 'ak=prodAk\nsk=prodSk'),
    [KOO]: koo('other', KOO_PROFILE),
  });
  expect((await find({ HW_AUTH_TOKEN: 'env' }, choice)).credential).toEqual(credential);
});

test('region and project come from where the credential comes from, or from nowhere', async () => {
  const lines = 'ak=iniAk\nsk=iniSk\nproject_id=p1\nregion=r1\niam_endpoint=https://iam.x\n';
  const profile = { ...KOO_PROFILE, region: 'r2', projectId: 'p2' };
  write({ [INI]: ini('basic', lines), [KOO]: koo('koo', profile) });
  expect(await find({})).toMatchObject({
    region: 'r1',
    projectId: 'p1',
    iamEndpoint: 'https://iam.x',
  });
  expect(await find({}, { kind: 'profile', name: 'koo' })).toMatchObject({
    region: 'r2',
    projectId: 'p2',
  });
  expect(await find({ HW_AUTH_TOKEN: 'tok' })).not.toHaveProperty('region');
});

const SECRET = 'SECRETsecretSECRET';
const MISSING: [string, NodeJS.ProcessEnv, { [path: string]: string }, string[]][] = [
  [
    'nothing at all',
    {},
    {},
    ['HW_AUTH_TOKEN, HW_ACCESS_KEY, HUAWEICLOUD_SDK_AK, CLOUD_SDK_AK', 'HW_SECRET_KEY', INI, KOO],
  ],
  [
    'HW_SECRET_KEY',
    { HW_ACCESS_KEY: SECRET },
    {},
    ['HW_ACCESS_KEY is set', 'HW_SECRET_KEY is not'],
  ],
  [
    'HW_ACCESS_KEY',
    { HW_SECRET_KEY: SECRET },
    {},
    ['HW_SECRET_KEY is set', 'HW_ACCESS_KEY is not'],
  ],
  ['HUAWEICLOUD_SDK_SK', { HUAWEICLOUD_SDK_AK: SECRET }, {}, ['HUAWEICLOUD_SDK_SK is not']],
  ['HUAWEICLOUD_SDK_AK', { HUAWEICLOUD_SDK_SK: SECRET }, {}, ['HUAWEICLOUD_SDK_AK is not']],
  ['CLOUD_SDK_SK', { CLOUD_SDK_AK: SECRET }, {}, ['CLOUD_SDK_SK is not']],
  ['CLOUD_SDK_AK', { CLOUD_SDK_SK: SECRET }, {}, ['CLOUD_SDK_AK is not']],
  [
    'half a pair, though a whole one comes later',
    { HW_ACCESS_KEY: SECRET, CLOUD_SDK_AK: SECRET, CLOUD_SDK_SK: SECRET },
    {},
    ['HW_SECRET_KEY is not'],
  ],
  [
    'a profile of the file that HW_SHARED_CONFIG_FILE names',
    { HW_SHARED_CONFIG_FILE: KOO, HW_PROFILE: 'prod' },
    {
      [KOO]: koo('koo', KOO_PROFILE),
      [INI]: ini('prod', `ak=${SECRET}\nsk=${SECRET}`),
    },
    ['no profile named "prod"'],
  ],
  [
    'a profile of the file that HUAWEICLOUD_SDK_CREDENTIALS_FILE names',
    { HUAWEICLOUD_SDK_CREDENTIALS_FILE: INI, HW_PROFILE: 'koo' },
    { [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`), [KOO]: koo('koo', KOO_PROFILE) },
    ['no profile named "koo"'],
  ],
  ['the sk of a section', {}, { [INI]: ini('basic', `ak=${SECRET}`) }, [INI, 'ak but no sk']],
  ['the ak of a section', {}, { [INI]: ini('basic', `sk=${SECRET}`) }, [INI, 'sk but no ak']],
  ['JSON in KooCLI’s file', {}, { [KOO]: `{"x":"${SECRET}"` }, [KOO, 'not JSON']],
  ['profiles in KooCLI’s file', {}, { [KOO]: `"${SECRET}"` }, [KOO]],
  ['any profile but null', {}, { [KOO]: '{"profiles":[null,7]}' }, [KOO]],
  ['keys in KooCLI’s profile', {}, { [KOO]: koo('x', { name: 'x', mode: 'SSO' }) }, [KOO]],
  ...['ecsAgency', 'SSO', 'OIDC', 'AssumeRole'].map((mode): (typeof MISSING)[number] => [
    `a mode other than ${mode}`,
    {},
    {
      [KOO]: koo('x', {
        name: 'x',
        mode,
        accessKeyId: SECRET,
        secretAccessKey: SECRET,
        securityToken: SECRET,
      }),
    },
    [KOO, `mode "${mode}"`, 'temporary keys'],
  ]),
  ...['agencyName', 'agencyDomainName', 'agencyDomainId'].map((key): (typeof MISSING)[number] => [
    `a profile without ${key}`,
    { HW_PROFILE: 'koo' },
    { [KOO]: koo('koo', { ...KOO_PROFILE, secretAccessKey: SECRET, [key]: 'x' }) },
    [KOO, `assumes an agency (${key})`, 'temporary keys'],
  ]),
  ...['true', true].map((authEncrypt): (typeof MISSING)[number] => [
    `a file without ${JSON.stringify({ authEncrypt })}`,
    {},
    {
      [KOO]: JSON.stringify({
        authEncrypt,
        current: 'koo',
        profiles: [{ ...KOO_PROFILE, accessKeyId: SECRET, secretAccessKey: SECRET }],
      }),
    },
    [KOO, 'encrypted its keys', 'hcloud configure set --cli-auth-encrypt=false'],
  ]),
  [
    'the secretAccessKey of a profile',
    {},
    { [KOO]: koo('x', { name: 'x', accessKeyId: SECRET }) },
    [KOO, 'no secretAccessKey'],
  ],
  [
    'a section that does not sign in by OIDC',
    {},
    { [INI]: ini('basic', `idp_id=${SECRET}\nid_token_file=/x`) },
    [INI, 'OIDC'],
  ],
  [
    'the profile that HW_PROFILE names: files and profiles are told',
    { HW_PROFILE: 'prod' },
    { [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`), [KOO]: koo('koo', KOO_PROFILE) },
    ['"prod", which HW_PROFILE names', INI, KOO, '[basic], koo'],
  ],
  [
    'HUAWEICLOUD_SDK_CREDENTIALS_FILE, though KooCLI’s file is there',
    { HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI },
    { [KOO]: koo('koo', KOO_PROFILE) },
    [`HUAWEICLOUD_SDK_CREDENTIALS_FILE names ${OTHER_INI}, which does not exist`],
  ],
  [
    'HW_SHARED_CONFIG_FILE, though an INI file is there',
    { HW_SHARED_CONFIG_FILE: OTHER_KOO },
    { [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`) },
    [`HW_SHARED_CONFIG_FILE names ${OTHER_KOO}, which does not exist`],
  ],
  [
    'a section [basic] in the file that a variable names',
    { HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI },
    { [OTHER_INI]: ini('prod', `ak=${SECRET}\nsk=${SECRET}`), [KOO]: koo('koo', KOO_PROFILE) },
    [OTHER_INI, 'section [basic] has no keys', 'unset HUAWEICLOUD_SDK_CREDENTIALS_FILE'],
  ],
  [
    'a current profile in the file that a variable names',
    { HW_SHARED_CONFIG_FILE: OTHER_KOO },
    { [OTHER_KOO]: koo('x', KOO_PROFILE), [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`) },
    [OTHER_KOO, 'current profile has no keys', 'unset HW_SHARED_CONFIG_FILE'],
  ],
  ...AGENCY_VARIABLES.map((name): (typeof MISSING)[number] => [
    `keys to ask by in place of ${name}`,
    { [name]: SECRET, HW_ACCESS_KEY: 'a', HW_SECRET_KEY: 's' },
    {},
    [`${name} is set`, 'temporary keys of the agency'],
  ]),
  ['a token that fits a header', { HW_AUTH_TOKEN: `${SECRET}\r\nx: y` }, {}, ['HW_AUTH_TOKEN']],
  ['a token in ASCII', { HW_AUTH_TOKEN: `${SECRET}密` }, {}, ['HW_AUTH_TOKEN can']],
  ['a token of any length', { HW_AUTH_TOKEN: SECRET.repeat(2000) }, {}, ['longer than 32768']],
  [
    'a key without blanks',
    { HW_ACCESS_KEY: `${SECRET} x`, HW_SECRET_KEY: 's' },
    {},
    ['the access key'],
  ],
];

test.each(MISSING)('missing: %s', async (_, environment, files, words) => {
  write(files);
  const { code, message } = await failureOf(() => find(environment));
  expect(code).toBe('HSS_NO_CREDENTIALS');
  for (const word of words) expect(message).toContain(word);
  expect(message).not.toContain(SECRET);
});

test('missing: a profile by its name', async () => {
  write({ [INI]: ini('basic', 'ak=a\nsk=s') });
  const { code, message } = await failureOf(() => find({}, { kind: 'profile', name: 'prod' }));
  expect([code, message]).toEqual(['HSS_NO_CREDENTIALS', expect.stringContaining('"prod"')]);
});

test('a file that can’t be read is an error, not a file that is not there', async () => {
  write({ [INI]: '' });
  rmSync(INI);
  mkdirSync(INI);
  const { code, message } = await failureOf(() => find({}));
  expect([code, message]).toEqual(['HSS_NO_CREDENTIALS', expect.stringContaining('EISDIR')]);
});

test('of an environment, only what is known crosses to the worker', () => {
  const environment: Environment = environmentFrom({ HW_REGION_NAME: ' r ', AWS_SECRET: 'x' });
  expect(environment).toEqual({ HW_REGION_NAME: 'r' });
});

test('an agency in the environment is refused for profiles too, and not for what code gives', async () => {
  write({ [INI]: ini('basic', 'ak=a\nsk=s') });
  const agency = { HW_ASSUME_ROLE_AGENCY_NAME: 'deployer' };
  const { message } = await failureOf(() => find(agency, { kind: 'profile' }));
  expect(message).toContain('HW_ASSUME_ROLE_AGENCY_NAME is set');
  const given = await find(agency, { kind: 'token', token: 'tok' });
  expect(given.credential).toEqual(token('tok'));
});

describe('no home directory: no HOME, and no entry for the user', () => {
  beforeEach(() => {
    jest.spyOn(os, 'homedir').mockImplementation(() => {
      throw new Error('ENOENT: no such file or directory, uv_os_homedir');
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test('nothing else is set', async () => {
    const { code, message } = await failureOf(() => find({ HOME: '' }));
    expect(code).toBe('HSS_NO_CREDENTIALS');
    expect(message).toContain('the home directory is not known (HOME is not set');
  });

  test('files that variables name are read', async () => {
    write({ [OTHER_INI]: ini('basic', 'ak=a\nsk=s') });
    const found = await find({ HOME: '', HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI });
    expect(found.credential).toEqual(keys('a', 's'));
  });

  test('~ can’t be expanded', async () => {
    const { code, message } = await failureOf(() =>
      find({ HOME: '', HW_SHARED_CONFIG_FILE: '~/config.json' }),
    );
    expect([code, message]).toEqual([
      'HSS_INVALID_ARGUMENT',
      expect.stringContaining('HW_SHARED_CONFIG_FILE is "~/config.json"'),
    ]);
  });
});
