import { AGENCY_VARIABLES } from '../../../src/client/settings/environment';
import { failureOf } from '../../support/failure';
import { INI, KOO, KOO_PROFILE, OTHER_INI, OTHER_KOO, find, ini, koo, write } from './support';

/** What is said when there is no credential: never a secret. */

const SECRET = 'SECRETsecretSECRET';

const MISSING: {
  readonly given: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly files: { [path: string]: string };
  readonly words: string[];
}[] = [
  {
    given: 'nothing at all',
    environment: {},
    files: {},
    words: [
      'HW_AUTH_TOKEN, HW_ACCESS_KEY, HUAWEICLOUD_SDK_AK, CLOUD_SDK_AK',
      'HW_SECRET_KEY',
      INI,
      KOO,
    ],
  },
  {
    given: 'HW_SECRET_KEY',
    environment: { HW_ACCESS_KEY: SECRET },
    files: {},
    words: ['HW_ACCESS_KEY is set', 'HW_SECRET_KEY is not'],
  },
  {
    given: 'HW_ACCESS_KEY',
    environment: { HW_SECRET_KEY: SECRET },
    files: {},
    words: ['HW_SECRET_KEY is set', 'HW_ACCESS_KEY is not'],
  },
  {
    given: 'HUAWEICLOUD_SDK_SK',
    environment: { HUAWEICLOUD_SDK_AK: SECRET },
    files: {},
    words: ['HUAWEICLOUD_SDK_SK is not'],
  },
  {
    given: 'HUAWEICLOUD_SDK_AK',
    environment: { HUAWEICLOUD_SDK_SK: SECRET },
    files: {},
    words: ['HUAWEICLOUD_SDK_AK is not'],
  },
  {
    given: 'CLOUD_SDK_SK',
    environment: { CLOUD_SDK_AK: SECRET },
    files: {},
    words: ['CLOUD_SDK_SK is not'],
  },
  {
    given: 'CLOUD_SDK_AK',
    environment: { CLOUD_SDK_SK: SECRET },
    files: {},
    words: ['CLOUD_SDK_AK is not'],
  },
  {
    given: 'half a pair, though a whole one comes later',
    environment: { HW_ACCESS_KEY: SECRET, CLOUD_SDK_AK: SECRET, CLOUD_SDK_SK: SECRET },
    files: {},
    words: ['HW_SECRET_KEY is not'],
  },
  {
    given: 'a profile of the file that HW_SHARED_CONFIG_FILE names',
    environment: { HW_SHARED_CONFIG_FILE: KOO, HW_PROFILE: 'prod' },
    files: {
      [KOO]: koo('koo', KOO_PROFILE),
      [INI]: ini('prod', `ak=${SECRET}\nsk=${SECRET}`),
    },
    words: ['no profile named "prod"'],
  },
  {
    given: 'a profile of the file that HUAWEICLOUD_SDK_CREDENTIALS_FILE names',
    environment: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: INI, HW_PROFILE: 'koo' },
    files: { [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`), [KOO]: koo('koo', KOO_PROFILE) },
    words: ['no profile named "koo"'],
  },
  {
    given: 'the sk of a section',
    environment: {},
    files: { [INI]: ini('basic', `ak=${SECRET}`) },
    words: [INI, 'ak but no sk'],
  },
  {
    given: 'the ak of a section',
    environment: {},
    files: { [INI]: ini('basic', `sk=${SECRET}`) },
    words: [INI, 'sk but no ak'],
  },
  {
    given: 'JSON in KooCLI’s file',
    environment: {},
    files: { [KOO]: `{"x":"${SECRET}"` },
    words: [KOO, 'not JSON'],
  },
  {
    given: 'profiles in KooCLI’s file',
    environment: {},
    files: { [KOO]: `"${SECRET}"` },
    words: [KOO],
  },
  {
    given: 'any profile but null',
    environment: {},
    files: { [KOO]: '{"profiles":[null,7]}' },
    words: [KOO],
  },
  {
    given: 'keys in KooCLI’s profile',
    environment: {},
    files: { [KOO]: koo('x', { name: 'x', mode: 'SSO' }) },
    words: [KOO],
  },
  ...['ecsAgency', 'SSO', 'OIDC', 'AssumeRole'].map((mode): (typeof MISSING)[number] => ({
    given: `a mode other than ${mode}`,
    environment: {},
    files: {
      [KOO]: koo('x', {
        name: 'x',
        mode,
        accessKeyId: SECRET,
        secretAccessKey: SECRET,
        securityToken: SECRET,
      }),
    },
    words: [KOO, `mode "${mode}"`, 'temporary keys'],
  })),
  ...['agencyName', 'agencyDomainName', 'agencyDomainId'].map((key): (typeof MISSING)[number] => ({
    given: `a profile without ${key}`,
    environment: { HW_PROFILE: 'koo' },
    files: { [KOO]: koo('koo', { ...KOO_PROFILE, secretAccessKey: SECRET, [key]: 'x' }) },
    words: [KOO, `assumes an agency (${key})`, 'temporary keys'],
  })),
  ...['true', true].map((authEncrypt): (typeof MISSING)[number] => ({
    given: `a file without ${JSON.stringify({ authEncrypt })}`,
    environment: {},
    files: {
      [KOO]: JSON.stringify({
        authEncrypt,
        current: 'koo',
        profiles: [{ ...KOO_PROFILE, accessKeyId: SECRET, secretAccessKey: SECRET }],
      }),
    },
    words: [KOO, 'encrypted its keys', 'hcloud configure set --cli-auth-encrypt=false'],
  })),
  {
    given: 'the secretAccessKey of a profile',
    environment: {},
    files: { [KOO]: koo('x', { name: 'x', accessKeyId: SECRET }) },
    words: [KOO, 'no secretAccessKey'],
  },
  {
    given: 'a section that does not sign in by OIDC',
    environment: {},
    files: { [INI]: ini('basic', `idp_id=${SECRET}\nid_token_file=/x`) },
    words: [INI, 'OIDC'],
  },
  {
    given: 'the profile that HW_PROFILE names: files and profiles are told',
    environment: { HW_PROFILE: 'prod' },
    files: { [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`), [KOO]: koo('koo', KOO_PROFILE) },
    words: ['"prod", which HW_PROFILE names', INI, KOO, '[basic], koo'],
  },
  {
    given: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE, though KooCLI’s file is there',
    environment: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI },
    files: { [KOO]: koo('koo', KOO_PROFILE) },
    words: [`HUAWEICLOUD_SDK_CREDENTIALS_FILE names ${OTHER_INI}, which does not exist`],
  },
  {
    given: 'HW_SHARED_CONFIG_FILE, though an INI file is there',
    environment: { HW_SHARED_CONFIG_FILE: OTHER_KOO },
    files: { [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`) },
    words: [`HW_SHARED_CONFIG_FILE names ${OTHER_KOO}, which does not exist`],
  },
  {
    given: 'a section [basic] in the file that a variable names',
    environment: { HUAWEICLOUD_SDK_CREDENTIALS_FILE: OTHER_INI },
    files: {
      [OTHER_INI]: ini('prod', `ak=${SECRET}\nsk=${SECRET}`),
      [KOO]: koo('koo', KOO_PROFILE),
    },
    words: [OTHER_INI, 'section [basic] has no keys', 'unset HUAWEICLOUD_SDK_CREDENTIALS_FILE'],
  },
  {
    given: 'a current profile in the file that a variable names',
    environment: { HW_SHARED_CONFIG_FILE: OTHER_KOO },
    files: {
      [OTHER_KOO]: koo('x', KOO_PROFILE),
      [INI]: ini('basic', `ak=${SECRET}\nsk=${SECRET}`),
    },
    words: [OTHER_KOO, 'current profile has no keys', 'unset HW_SHARED_CONFIG_FILE'],
  },
  ...AGENCY_VARIABLES.map((name): (typeof MISSING)[number] => ({
    given: `keys to ask by in place of ${name}`,
    environment: { [name]: SECRET, HW_ACCESS_KEY: 'a', HW_SECRET_KEY: 's' },
    files: {},
    words: [`${name} is set`, 'temporary keys of the agency'],
  })),
  {
    given: 'a token that fits a header',
    environment: { HW_AUTH_TOKEN: `${SECRET}\r\nx: y` },
    files: {},
    words: ['HW_AUTH_TOKEN'],
  },
  {
    given: 'a token in ASCII',
    environment: { HW_AUTH_TOKEN: `${SECRET}密` },
    files: {},
    words: ['HW_AUTH_TOKEN can'],
  },
  {
    given: 'a token of any length',
    environment: { HW_AUTH_TOKEN: SECRET.repeat(2000) },
    files: {},
    words: ['longer than 32768'],
  },
  {
    given: 'a key without blanks',
    environment: { HW_ACCESS_KEY: `${SECRET} x`, HW_SECRET_KEY: 's' },
    files: {},
    words: ['the access key'],
  },
];

test.each(MISSING)('a credential is missing with $given', async ({ environment, files, words }) => {
  write(files);
  const { code, message } = await failureOf(() => find(environment));
  expect(code).toBe('HSS_NO_CREDENTIALS');
  for (const word of words) expect(message).toContain(word);
  expect(message).not.toContain(SECRET);
});

test('a profile that is missing is named', async () => {
  write({ [INI]: ini('basic', 'ak=a\nsk=s') });
  const { code, message } = await failureOf(() => find({}, { kind: 'profile', name: 'prod' }));
  expect([code, message]).toEqual(['HSS_NO_CREDENTIALS', expect.stringContaining('"prod"')]);
});
