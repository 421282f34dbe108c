import { mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { Environment, environmentFrom } from '../../../src/client/settings/environment';
import { CredentialChoice } from '../../../src/client/settings/options';
import { failureOf } from '../../support/failure';
import {
  INI,
  KOO,
  KOO_PROFILE,
  OTHER_INI,
  OTHER_KOO,
  find,
  ini,
  keys,
  koo,
  token,
  write,
} from './support';

/** Where credentials come from, and in which order. */

const FOUND: {
  readonly given: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly files: { [path: string]: string | Buffer };
  readonly credential: object;
}[] = [
  {
    given: 'HW_AUTH_TOKEN',
    environment: { HW_AUTH_TOKEN: 'tok' },
    files: {},
    credential: token('tok'),
  },
  {
    given: 'a token with a line break at its end',
    environment: { HW_AUTH_TOKEN: ' tok\n' },
    files: {},
    credential: token('tok'),
  },
  {
    given: 'the token before keys',
    environment: { HW_ACCESS_KEY: 'a', HW_SECRET_KEY: 's', HW_AUTH_TOKEN: 'tok' },
    files: {},
    credential: token('tok'),
  },
  {
    given: 'HW_*',
    environment: { HW_ACCESS_KEY: 'ak', HW_SECRET_KEY: 'sk' },
    files: {},
    credential: keys('ak', 'sk'),
  },
  {
    given: 'HW_* with a security token',
    environment: { HW_ACCESS_KEY: 'ak', HW_SECRET_KEY: 'sk', HW_SECURITY_TOKEN: 'st' },
    files: {},
    credential: keys('ak', 'sk', 'st'),
  },
  {
    given: 'HUAWEICLOUD_SDK_*',
    environment: {
      HUAWEICLOUD_SDK_AK: 'ak',
      HUAWEICLOUD_SDK_SK: 'sk',
      HUAWEICLOUD_SDK_SECURITY_TOKEN: 'st',
      HW_SECURITY_TOKEN: 'of another pair',
    },
    files: {},
    credential: keys('ak', 'sk', 'st'),
  },
  {
    given: 'CLOUD_SDK_*, which has no security token',
    environment: { CLOUD_SDK_AK: 'ak', CLOUD_SDK_SK: 'sk', HW_SECURITY_TOKEN: 'of another pair' },
    files: {},
    credential: keys('ak', 'sk'),
  },
  {
    given: 'HW_* before HUAWEICLOUD_SDK_* before CLOUD_SDK_*',
    environment: {
      CLOUD_SDK_AK: 'ak3',
      CLOUD_SDK_SK: 'sk3',
      HUAWEICLOUD_SDK_AK: 'ak2',
      HUAWEICLOUD_SDK_SK: 'sk2',
      HW_ACCESS_KEY: 'ak1',
      HW_SECRET_KEY: 'sk1',
    },
    files: {},
    credential: keys('ak1', 'sk1'),
  },
  {
    given: 'HUAWEICLOUD_SDK_* before CLOUD_SDK_*',
    environment: {
      CLOUD_SDK_AK: 'ak3',
      CLOUD_SDK_SK: 'sk3',
      HUAWEICLOUD_SDK_AK: 'ak2',
      HUAWEICLOUD_SDK_SK: 'sk2',
    },
    files: {},
    credential: keys('ak2', 'sk2'),
  },
  {
    given: 'variables that are empty are not set',
    environment: { HW_AUTH_TOKEN: '', HW_ACCESS_KEY: ' ', CLOUD_SDK_AK: 'ak', CLOUD_SDK_SK: 'sk' },
    files: {},
    credential: keys('ak', 'sk'),
  },
  {
    given: 'keys before files',
    environment: { CLOUD_SDK_AK: 'ak', CLOUD_SDK_SK: 'sk' },
    files: { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk') },
    credential: keys('ak', 'sk'),
  },
  {
    given: 'the INI file',
    environment: {},
    files: { [INI]: ini('basic', 'ak = iniAk\nsk = iniSk') },
    credential: keys('iniAk', 'iniSk'),
  },
  {
    given: 'the INI file with a security token',
    environment: {},
    files: { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk\nsecurity_token=ab+c/d==') },
    credential: keys('iniAk', 'iniSk', 'ab+c/d=='),
  },
  {
    given: 'the INI file that a variable names',
    environment: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI },
    files: { [INI]: ini('basic', 'ak=no\nsk=no'), [OTHER_INI]: ini('basic', 'ak=yesAk\nsk=yesSk') },
    credential: keys('yesAk', 'yesSk'),
  },
  {
    given: 'the INI file before KooCLI’s',
    environment: {},
    files: { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk'), [KOO]: koo('koo', KOO_PROFILE) },
    credential: keys('iniAk', 'iniSk'),
  },
  {
    given: 'KooCLI’s where the INI file has other sections only',
    environment: {},
    files: { [INI]: ini('global', 'ak=iniAk\nsk=iniSk'), [KOO]: koo('koo', KOO_PROFILE) },
    credential: keys('kooAk', 'kooSk'),
  },
  {
    given: 'KooCLI’s current profile',
    environment: {},
    files: {
      [KOO]: koo('koo', { ...KOO_PROFILE, name: 'x' }, { ...KOO_PROFILE, securityToken: 'st' }),
    },
    credential: keys('kooAk', 'kooSk', 'st'),
  },
  {
    given: 'the profile that HW_PROFILE names, in the file that HW_SHARED_CONFIG_FILE names',
    environment: { HW_PROFILE: 'x', HW_SHARED_CONFIG_FILE: OTHER_KOO },
    files: {
      [OTHER_KOO]: koo('koo', KOO_PROFILE, { ...KOO_PROFILE, name: 'x', accessKeyId: 'xAk' }),
    },
    credential: keys('xAk', 'kooSk'),
  },
  {
    given: 'the profile that HW_PROFILE names, while an INI file exists',
    environment: { HW_PROFILE: 'koo' },
    files: {
      [INI]: ini('basic', 'ak=iniAk\nsk=iniSk') + ini('koo', 'ak=no\nsk=no'),
      [KOO]: koo('x', KOO_PROFILE),
    },
    credential: keys('kooAk', 'kooSk'),
  },
  {
    given: 'the section that HW_PROFILE names, where KooCLI has no such profile',
    environment: { HW_PROFILE: 'prod' },
    files: {
      [INI]: ini('basic', 'ak=no\nsk=no') + ini('prod', 'ak=prodAk\nsk=prodSk'),
      [KOO]: koo('koo', KOO_PROFILE),
    },
    credential: keys('prodAk', 'prodSk'),
  },
  {
    given: 'the file that HW_SHARED_CONFIG_FILE names before an INI file that nobody named',
    environment: { HW_SHARED_CONFIG_FILE: OTHER_KOO },
    files: { [INI]: ini('basic', 'ak=no\nsk=no'), [OTHER_KOO]: koo('koo', KOO_PROFILE) },
    credential: keys('kooAk', 'kooSk'),
  },
  {
    given: 'an INI file that is whole, while KooCLI’s is broken',
    environment: {},
    files: { [INI]: ini('basic', 'ak=iniAk\nsk=iniSk'), [KOO]: '{' },
    credential: keys('iniAk', 'iniSk'),
  },
  {
    given: 'files by ~',
    environment: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: '~/other.ini' },
    files: { [OTHER_INI]: ini('basic', 'ak=iniAk\nsk=iniSk') },
    credential: keys('iniAk', 'iniSk'),
  },
  {
    given: 'KooCLI’s file by ~',
    environment: { HW_SHARED_CONFIG_FILE: '~/other.json' },
    files: { [OTHER_KOO]: koo('koo', KOO_PROFILE) },
    credential: keys('kooAk', 'kooSk'),
  },
  {
    given: 'an INI file with a byte order mark and capitals',
    environment: {},
    files: { [INI]: `\ufeff[basic]\r\nAK = iniAk\r\nSK = iniSk\r\nSecurity_Token = st\r\n` },
    credential: keys('iniAk', 'iniSk', 'st'),
  },
  {
    given: 'an INI file in UTF-16',
    environment: {},
    files: { [INI]: Buffer.from(`\ufeff${ini('basic', 'ak=iniAk\nsk=iniSk')}`, 'utf16le') },
    credential: keys('iniAk', 'iniSk'),
  },
  {
    given: 'a KooCLI file in UTF-16',
    environment: {},
    files: { [KOO]: Buffer.from(`\ufeff${koo('koo', KOO_PROFILE)}`, 'utf16le') },
    credential: keys('kooAk', 'kooSk'),
  },
  {
    given: 'a section with dots in its name',
    environment: { HW_PROFILE: 'prod.eu.1' },
    files: { [INI]: ini('prod', 'ak=no\nsk=no') + ini('prod.eu.1', 'ak=dotAk\nsk=dotSk') },
    credential: keys('dotAk', 'dotSk'),
  },
  {
    given: 'a profile with empty fields of other modes',
    environment: {},
    files: {
      [KOO]: koo('koo', { ...KOO_PROFILE, agencyName: '', agencyDomainId: ' ', ssoRegion: '' }),
    },
    credential: keys('kooAk', 'kooSk'),
  },
  {
    given: 'a file that says that it is not encrypted',
    environment: {},
    files: {
      [KOO]: JSON.stringify({ current: 'koo', authEncrypt: 'false', profiles: [KOO_PROFILE] }),
    },
    credential: keys('kooAk', 'kooSk'),
  },
];

test.each(FOUND)('a credential is found in $given', async ({ environment, files, credential }) => {
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

test.each(CHOICES)('%s is chosen, whatever the variables say', async (_, choice, credential) => {
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

describe('without a home directory (no HOME, and no entry for the user)', () => {
  beforeEach(() => {
    jest.spyOn(os, 'homedir').mockImplementation(() => {
      throw new Error('ENOENT: no such file or directory, uv_os_homedir');
    });
  });
  afterEach(() => jest.restoreAllMocks());

  test('nothing is found where nothing else is set', async () => {
    const { code, message } = await failureOf(() => find({ HOME: '' }));
    expect(code).toBe('HSS_NO_CREDENTIALS');
    expect(message).toContain('the home directory is not known (HOME is not set');
  });

  test('files that variables name are read', async () => {
    write({ [OTHER_INI]: ini('basic', 'ak=a\nsk=s') });
    const found = await find({ HOME: '', HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI });
    expect(found.credential).toEqual(keys('a', 's'));
  });

  test('~ can’t be expanded, which is an error', async () => {
    const { code, message } = await failureOf(() =>
      find({ HOME: '', HW_SHARED_CONFIG_FILE: '~/config.json' }),
    );
    expect([code, message]).toEqual([
      'HSS_INVALID_ARGUMENT',
      expect.stringContaining('HW_SHARED_CONFIG_FILE is "~/config.json"'),
    ]);
  });
});
