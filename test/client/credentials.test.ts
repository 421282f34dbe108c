import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findCredential } from '../../src/client/credential-chain';
import { Environment, environmentFrom } from '../../src/client/environment';
import { CredentialChoice } from '../../src/client/options';
import { PROFILE_FILES } from '../../src/client/profile';
import { failureOf } from '../support/failure';

/** Where credentials come from, in which order, and what is said when there is none: never a secret. */

const home = mkdtempSync(join(tmpdir(), 'hss-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const INI = join(home, '.huaweicloud', 'credentials');
const KOO = join(home, '.hcloud', 'config.json');
const OTHER_INI = join(home, 'other.ini');
const OTHER_KOO = join(home, 'other.json');

/** Writes the profile files, and removes those that are not given. */
function write(files: { readonly [path: string]: string | undefined }): void {
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

const FOUND: [string, NodeJS.ProcessEnv, { [path: string]: string }, object][] = [
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
  ['the sk of a section', {}, { [INI]: ini('basic', `ak=${SECRET}`) }, [INI, 'ak but no sk']],
  ['the ak of a section', {}, { [INI]: ini('basic', `sk=${SECRET}`) }, [INI, 'sk but no ak']],
  ['JSON in KooCLI’s file', {}, { [KOO]: `{"x":"${SECRET}"` }, [KOO, 'not JSON']],
  ['profiles in KooCLI’s file', {}, { [KOO]: `"${SECRET}"` }, [KOO]],
  ['any profile but null', {}, { [KOO]: '{"profiles":[null,7]}' }, [KOO]],
  ['keys in KooCLI’s profile', {}, { [KOO]: koo('x', { name: 'x', mode: 'SSO' }) }, [KOO]],
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
