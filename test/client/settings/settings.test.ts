import { Environment, environmentFrom } from '../../../src/client/settings/environment';
import { ConnectionOptions, originOfSnapshot } from '../../../src/client/settings/options';
import { planTarget } from '../../../src/client/settings/plan-target';
import { findSettings } from '../../../src/client/settings/settings';
import { failureOf } from '../../support/failure';
import { NO_FILES } from '../../support/hss';

/** Endpoint, region, project, limits and proxy: where they come from, and what is refused. */

const find = (options: ConnectionOptions, environment: Environment = {}, ini = '') =>
  findSettings(
    ini === '' ? { credentials: { kind: 'token', token: 'tok' }, ...options } : options,
    environment,
    { ...NO_FILES, read: (path) => Promise.resolve(path === NO_FILES.ini({}) ? ini : undefined) },
  );

const ENDPOINTS: {
  readonly options: ConnectionOptions;
  readonly environment: Environment;
  readonly endpoint: string;
  readonly iam?: string;
}[] = [
  {
    options: { region: 'cn-north-4' },
    environment: {},
    endpoint: 'https://hss.cn-north-4.myhuaweicloud.com/',
    iam: 'https://iam.cn-north-4.myhuaweicloud.com/',
  },
  {
    options: { region: 'eu-west-101' },
    environment: {},
    endpoint: 'https://hss.eu-west-101.myhuaweicloud.eu/',
    iam: 'https://iam.eu-west-101.myhuaweicloud.eu/',
  },
  {
    options: {},
    environment: { HW_REGION_NAME: 'ap-southeast-1' },
    endpoint: 'https://hss.ap-southeast-1.myhuaweicloud.com/',
    iam: 'https://iam.ap-southeast-1.myhuaweicloud.com/',
  },
  {
    options: { region: 'r1' },
    environment: { HW_REGION_NAME: 'r2', HSS_ENDPOINT: 'https://hss.example.com' },
    endpoint: 'https://hss.example.com/',
    iam: 'https://iam.r1.myhuaweicloud.com/',
  },
  {
    options: { endpoint: 'https://a.example.com/base/' },
    environment: { HSS_ENDPOINT: 'https://b.example.com' },
    endpoint: 'https://a.example.com/base',
  },
  {
    options: { region: 'r1', endpoint: 'http://127.0.0.1:1/' },
    environment: {},
    endpoint: 'http://127.0.0.1:1/',
    iam: 'http://127.0.0.1:1/',
  },
  {
    options: { endpoint: 'http://localhost:8' },
    environment: {},
    endpoint: 'http://localhost:8/',
    iam: 'http://localhost:8/',
  },
  {
    options: { endpoint: 'http://[::1]:8' },
    environment: {},
    endpoint: 'http://[::1]:8/',
    iam: 'http://[::1]:8/',
  },
  {
    options: { region: 'r1' },
    environment: { HUAWEICLOUD_SDK_IAM_ENDPOINT: 'https://iam.example.com' },
    endpoint: 'https://hss.r1.myhuaweicloud.com/',
    iam: 'https://iam.example.com/',
  },
  {
    options: { region: 'eu-west-101' },
    environment: { HW_CLOUD: 'partner.example.com' },
    endpoint: 'https://hss.eu-west-101.partner.example.com/',
    iam: 'https://iam.eu-west-101.partner.example.com/',
  },
  {
    options: { region: 'r1', endpoint: 'https://hss.example.com' },
    environment: { HW_CLOUD: 'partner.example.com' },
    endpoint: 'https://hss.example.com/',
    iam: 'https://iam.r1.partner.example.com/',
  },
  {
    options: { region: 'r1' },
    environment: {
      HW_CLOUD: 'partner.example.com',
      HUAWEICLOUD_SDK_IAM_ENDPOINT: 'https://iam.example.com',
    },
    endpoint: 'https://hss.r1.partner.example.com/',
    iam: 'https://iam.example.com/',
  },
];

test.each(ENDPOINTS)(
  'options $options and variables $environment lead to $endpoint',
  async ({ options, environment, endpoint, iam }) => {
    const settings = await find(options, environment);
    expect([settings.endpoint.href, settings.iamEndpoint?.href]).toEqual([endpoint, iam]);
  },
);

test('HW_CLOUD comes before the IAM endpoint of a profile', async () => {
  const ini = '[basic]\nak=a\nsk=s\nregion=r1\niam_endpoint=https://iam.elsewhere.example.com\n';
  const settings = await find({}, { HW_CLOUD: 'partner.example.com' }, ini);
  expect(settings.iamEndpoint?.href).toBe('https://iam.r1.partner.example.com/');
});

const INI = '[basic]\nak=a\nsk=s\nproject_id=pIni\nregion=r-ini\n';
const PROJECTS: {
  readonly given: string;
  readonly options: ConnectionOptions;
  readonly environment: Environment;
  readonly ini: string;
  readonly expected: object;
}[] = [
  {
    given: 'the option first',
    options: { projectId: 'p1' },
    environment: { HW_PROJECT_ID: 'p2', HUAWEICLOUD_SDK_PROJECT_ID: 'p3' },
    ini: INI,
    expected: { projectId: 'p1', region: 'r-ini' },
  },
  {
    given: 'then HW_PROJECT_ID',
    options: {},
    environment: { HW_PROJECT_ID: 'p2', HUAWEICLOUD_SDK_PROJECT_ID: 'p3', HW_REGION_NAME: 'r2' },
    ini: INI,
    expected: { projectId: 'p2', region: 'r2' },
  },
  {
    given: 'HW_PROJECT_ID before HW_PROJECT_NAME',
    options: {},
    environment: { HW_PROJECT_ID: 'p2', HW_PROJECT_NAME: 'shop' },
    ini: INI,
    expected: { projectId: 'p2' },
  },
  {
    given: 'HW_PROJECT_NAME, which IAM is to be asked for, before the SDKs’ and the profile’s',
    options: {},
    environment: { HW_PROJECT_NAME: 'shop', HUAWEICLOUD_SDK_PROJECT_ID: 'p3' },
    ini: INI,
    expected: { projectId: undefined, projectName: 'shop' },
  },
  {
    given: 'then the SDKs’',
    options: {},
    environment: { HUAWEICLOUD_SDK_PROJECT_ID: 'p3' },
    ini: INI,
    expected: { projectId: 'p3' },
  },
  {
    given: 'then the profile’s',
    options: {},
    environment: {},
    ini: INI,
    expected: { projectId: 'pIni', region: 'r-ini' },
  },
  {
    given: 'else IAM is to be asked',
    options: { region: 'r1' },
    environment: {},
    ini: '',
    expected: { projectId: undefined, region: 'r1' },
  },
];

test.each(PROJECTS)(
  'the project comes from $given',
  async ({ options, environment, ini, expected }) => {
    expect(await find(options, environment, ini)).toMatchObject(expected);
  },
);

const REFUSED: {
  readonly options: ConnectionOptions;
  readonly environment: Environment;
  readonly words: string;
}[] = [
  { options: {}, environment: {}, words: 'neither a region nor an endpoint' },
  { options: { region: 'x.evil.com/' }, environment: {}, words: 'region is "x.evil.com/"' },
  { options: { region: 'a@evil' }, environment: {}, words: 'region is "a@evil"' },
  { options: { region: 'evil.com#' }, environment: {}, words: 'region is' },
  { options: { region: '' }, environment: {}, words: 'region is ""' },
  { options: { region: 'CN' }, environment: {}, words: 'region is "CN"' },
  { options: { region: 'r'.repeat(65) }, environment: {}, words: 'region is' },
  { options: {}, environment: { HW_REGION_NAME: 'x.evil.com/' }, words: 'region is' },
  { options: { region: 'r1', projectId: '../x' }, environment: {}, words: 'projectId is "../x"' },
  { options: { region: 'r1', projectId: '..' }, environment: {}, words: 'projectId is ".."' },
  { options: { region: 'r1', projectId: '' }, environment: {}, words: 'projectId is ""' },
  { options: { region: 'r1', projectId: 'p'.repeat(257) }, environment: {}, words: '1 to 256' },
  { options: { region: 'r1' }, environment: { HW_PROJECT_ID: 'p/q' }, words: 'projectId is "p/q"' },
  { options: { endpoint: 'hss.example.com' }, environment: {}, words: 'it is not a URL' },
  {
    options: { endpoint: 'http://hss.example.com' },
    environment: {},
    words: 'would carry credentials in the open',
  },
  { options: { endpoint: 'http://127.0.0.1.evil.com' }, environment: {}, words: 'in the open' },
  { options: { endpoint: 'http://localhost.evil.com' }, environment: {}, words: 'in the open' },
  { options: { endpoint: 'http://10.0.0.1' }, environment: {}, words: 'in the open' },
  { options: { endpoint: 'ftp://127.0.0.1' }, environment: {}, words: 'in the open' },
  {
    options: { endpoint: 'https://SECRET:x@hss.example.com' },
    environment: {},
    words: 'a user name or a password',
  },
  {
    options: { endpoint: 'http://127.0.0.1@evil.com' },
    environment: {},
    words: 'a user name or a password',
  },
  {
    options: { endpoint: 'https://hss.example.com?SECRET=1' },
    environment: {},
    words: 'a query or a fragment',
  },
  {
    options: { endpoint: 'https://hss.example.com/#x' },
    environment: {},
    words: 'a query or a fragment',
  },
  {
    options: { endpoint: 'https://hss.example.com/%zz' },
    environment: {},
    words: 'characters that need escapes',
  },
  { options: {}, environment: { HSS_ENDPOINT: 'http://hss.example.com' }, words: 'in the open' },
  {
    options: { region: 'r1' },
    environment: { HW_CLOUD: 'evil.com/' },
    words: 'HW_CLOUD is "evil.com/"',
  },
  {
    options: { region: 'r1' },
    environment: { HW_CLOUD: 'a@evil.com' },
    words: 'HW_CLOUD is "a@evil.com"',
  },
  { options: { region: 'r1' }, environment: { HW_CLOUD: 'evil.com:8443' }, words: 'HW_CLOUD is' },
  {
    options: { region: 'r1' },
    environment: { HW_CLOUD: 'https://evil.com' },
    words: 'HW_CLOUD is',
  },
  { options: { region: 'r1' }, environment: { HW_CLOUD: 'com' }, words: 'expected a domain' },
  {
    options: { region: 'r' },
    environment: { HUAWEICLOUD_SDK_IAM_ENDPOINT: 'http://iam.x' },
    words: 'the IAM endpoint is not',
  },
  {
    options: { region: 'r' },
    environment: { HTTPS_PROXY: 'http://u:SECRET@' },
    words: 'HTTPS_PROXY is not an http or https URL',
  },
  {
    options: { region: 'r' },
    environment: { HTTPS_PROXY: 'socks5://u:SECRET@p:1' },
    words: 'HTTPS_PROXY is not an http',
  },
  {
    options: { region: 'r' },
    environment: { https_proxy: 'http://u:SECRET%zz@p:1' },
    words: 'HTTPS_PROXY is not an http',
  },
];

test.each(REFUSED)(
  'options $options with variables $environment are refused',
  async ({ options, environment, words }) => {
    const { code, message } = await failureOf(() => find(options, environment));
    expect([code, message]).toEqual(['HSS_INVALID_ARGUMENT', expect.stringContaining(words)]);
    expect(message).not.toContain('SECRET');
  },
);

test.each([
  { name: 'timeoutSeconds', byDefault: 30, min: 0.1, max: 3600, wrong: 0.05 },
  { name: 'deadlineSeconds', byDefault: 300, min: 0.1, max: 86400, wrong: 0.05 },
  { name: 'concurrency', byDefault: 64, min: 1, max: 64, wrong: 1.5 },
  { name: 'maxRetries', byDefault: 5, min: 0, max: 20, wrong: 0.5 },
  { name: 'maxRows', byDefault: 100000, min: 1, max: 2_000_200, wrong: 1.5 },
] as const)(
  '$name is $byDefault by default, and from $min to $max',
  async ({ name, byDefault, min, max, wrong }) => {
    const region = 'r1';
    expect((await find({ region }))[name]).toBe(byDefault);
    expect((await find({ region, [name]: min }))[name]).toBe(min);
    expect((await find({ region, [name]: max }))[name]).toBe(max);
    for (const value of [-1, max + 1, wrong, NaN, Infinity, '5']) {
      const { code, message } = await failureOf(() => find({ region, [name]: value as number }));
      expect(code).toBe('HSS_INVALID_ARGUMENT');
      expect(message).toContain(
        `${name} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
      );
      expect(message).toContain(`from ${min} to ${max}`);
    }
  },
);

test.each([
  [{}, undefined, undefined],
  [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a' }, 'http://p:1', 'a'],
  [{ https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1' }, 'http://q:1', undefined],
  [{ HTTPS_PROXY: 'proxy.example.com:8080' }, 'http://proxy.example.com:8080', undefined],
  [{ HTTPS_PROXY: '10.0.0.1:8080', no_proxy: 'b', NO_PROXY: 'a' }, 'http://10.0.0.1:8080', 'b'],
])('the proxy is read from %j', async (environment, proxy, noProxy) => {
  expect(await find({ region: 'r1' }, environment)).toMatchObject({ proxy, noProxy });
});

describe('a region that is unknown', () => {
  const warningsOf = async (
    options: ConnectionOptions,
    environment: Environment = {},
    ini = '',
  ) => {
    const warnings: string[] = [];
    const { regionWarning } = await find(
      { ...options, warn: (text) => warnings.push(text) },
      environment,
      ini,
    );
    expect(warnings).toEqual(regionWarning === undefined ? [] : [regionWarning]);
    return warnings;
  };

  test.each<{
    readonly given: string;
    readonly options: ConnectionOptions;
    readonly environment: Environment;
    readonly ini: string;
  }>([
    { given: 'an option’s', options: { region: 'cn-nort-4' }, environment: {}, ini: '' },
    { given: 'a variable’s', options: {}, environment: { HW_REGION_NAME: 'cn-nort-4' }, ini: '' },
    { given: 'a profile’s', options: {}, environment: {}, ini: INI.replace('r-ini', 'cn-nort-4') },
  ])(
    'is used with a warning that names the nearest ones, where it is $given',
    async ({ options, environment, ini }) => {
      expect(await warningsOf(options, environment, ini)).toEqual([
        expect.stringMatching(/region cn-nort-4; the nearest names are cn-north-4, cn-north-\d, /),
      ]);
      const { endpoint } = await find(options, environment, ini);
      expect(endpoint.host).toBe('hss.cn-nort-4.myhuaweicloud.com');
    },
  );

  test.each<[ConnectionOptions, Environment]>([
    [{ region: 'cn-north-4' }, {}],
    [{ region: 'eu-west-101' }, {}],
    [{ region: 'cn-nort-4', endpoint: 'https://hss.example.com' }, {}],
    [{ region: 'cn-nort-4' }, { HSS_ENDPOINT: 'https://hss.example.com' }],
    [{ region: 'cn-nort-4' }, { HW_CLOUD: 'partner.example.com' }],
  ])('causes no warning with the options %j and the variables %j', async (options, environment) => {
    expect(await warningsOf(options, environment)).toEqual([]);
  });
});

test('a plan asks the endpoint of the cloud that HW_CLOUD names', () => {
  const environment = { HW_CLOUD: 'partner.example.com', HW_PROJECT_ID: 'p' };
  expect(planTarget({ region: 'r1' }, environment).endpoint).toBe(
    'https://hss.r1.partner.example.com',
  );
});

test('variables are trimmed, and blank ones are unset', () => {
  const values = {
    HW_ENTERPRISE_PROJECT_ID: ' eps\n',
    HSS_SNAPSHOT: ' s.json ',
    HSS_SNAPSHOT_MODE: ' replay\r\n',
    HTTPS_PROXY: '\thttp://p:1 ',
    NO_PROXY: ' a,b ',
    HTTP_PROXY: ' ',
    HW_CLOUD: '',
  };
  expect(environmentFrom(values)).toEqual({
    HW_ENTERPRISE_PROJECT_ID: 'eps',
    HSS_SNAPSHOT: 's.json',
    HSS_SNAPSHOT_MODE: 'replay',
    HTTPS_PROXY: 'http://p:1',
    NO_PROXY: 'a,b',
  });
});

test('a snapshot requires a project ID, not only HW_PROJECT_NAME', () => {
  expect(originOfSnapshot({}, { HW_PROJECT_ID: 'p', HW_PROJECT_NAME: 'shop' })).toEqual({
    projectId: 'p',
  });
  expect(() => originOfSnapshot({}, { HW_PROJECT_NAME: 'shop' })).toThrow(
    /HSS_INVALID_ARGUMENT: HW_PROJECT_NAME is "shop"[^]*set HW_PROJECT_ID/,
  );
});
