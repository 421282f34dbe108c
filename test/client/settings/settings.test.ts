import { Environment, environmentFrom } from '../../../src/client/settings/environment';
import { ConnectionOptions, projectOfSnapshot } from '../../../src/client/settings/options';
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

const ENDPOINTS: [ConnectionOptions, Environment, string, string | undefined][] = [
  [
    { region: 'cn-north-4' },
    {},
    'https://hss.cn-north-4.myhuaweicloud.com/',
    'https://iam.cn-north-4.myhuaweicloud.com/',
  ],
  [
    { region: 'eu-west-101' },
    {},
    'https://hss.eu-west-101.myhuaweicloud.eu/',
    'https://iam.eu-west-101.myhuaweicloud.eu/',
  ],
  [
    {},
    { HW_REGION_NAME: 'ap-southeast-1' },
    'https://hss.ap-southeast-1.myhuaweicloud.com/',
    'https://iam.ap-southeast-1.myhuaweicloud.com/',
  ],
  [
    { region: 'r1' },
    { HW_REGION_NAME: 'r2', HSS_ENDPOINT: 'https://hss.example.com' },
    'https://hss.example.com/',
    'https://iam.r1.myhuaweicloud.com/',
  ],
  [
    { endpoint: 'https://a.example.com/base/' },
    { HSS_ENDPOINT: 'https://b.example.com' },
    'https://a.example.com/base',
    undefined,
  ],
  [
    { region: 'r1', endpoint: 'http://127.0.0.1:1/' },
    {},
    'http://127.0.0.1:1/',
    'http://127.0.0.1:1/',
  ],
  [{ endpoint: 'http://localhost:8' }, {}, 'http://localhost:8/', 'http://localhost:8/'],
  [{ endpoint: 'http://[::1]:8' }, {}, 'http://[::1]:8/', 'http://[::1]:8/'],
  [
    { region: 'r1' },
    { HUAWEICLOUD_SDK_IAM_ENDPOINT: 'https://iam.example.com' },
    'https://hss.r1.myhuaweicloud.com/',
    'https://iam.example.com/',
  ],
  [
    { region: 'eu-west-101' },
    { HW_CLOUD: 'partner.example.com' },
    'https://hss.eu-west-101.partner.example.com/',
    'https://iam.eu-west-101.partner.example.com/',
  ],
  [
    { region: 'r1', endpoint: 'https://hss.example.com' },
    { HW_CLOUD: 'partner.example.com' },
    'https://hss.example.com/',
    'https://iam.r1.partner.example.com/',
  ],
  [
    { region: 'r1' },
    { HW_CLOUD: 'partner.example.com', HUAWEICLOUD_SDK_IAM_ENDPOINT: 'https://iam.example.com' },
    'https://hss.r1.partner.example.com/',
    'https://iam.example.com/',
  ],
];

test.each(ENDPOINTS)('%j %j', async (options, environment, endpoint, iam) => {
  const settings = await find(options, environment);
  expect([settings.endpoint.href, settings.iamEndpoint?.href]).toEqual([endpoint, iam]);
});

test('HW_CLOUD comes before the IAM endpoint of a profile', async () => {
  const ini = '[basic]\nak=a\nsk=s\nregion=r1\niam_endpoint=https://iam.elsewhere.example.com\n';
  const settings = await find({}, { HW_CLOUD: 'partner.example.com' }, ini);
  expect(settings.iamEndpoint?.href).toBe('https://iam.r1.partner.example.com/');
});

const INI = '[basic]\nak=a\nsk=s\nproject_id=pIni\nregion=r-ini\n';
const PROJECTS: [string, ConnectionOptions, Environment, string, object][] = [
  [
    'the option first',
    { projectId: 'p1' },
    { HW_PROJECT_ID: 'p2', HUAWEICLOUD_SDK_PROJECT_ID: 'p3' },
    INI,
    { projectId: 'p1', region: 'r-ini' },
  ],
  [
    'then HW_PROJECT_ID',
    {},
    { HW_PROJECT_ID: 'p2', HUAWEICLOUD_SDK_PROJECT_ID: 'p3', HW_REGION_NAME: 'r2' },
    INI,
    { projectId: 'p2', region: 'r2' },
  ],
  [
    'HW_PROJECT_ID before HW_PROJECT_NAME',
    {},
    { HW_PROJECT_ID: 'p2', HW_PROJECT_NAME: 'shop' },
    INI,
    { projectId: 'p2' },
  ],
  [
    'HW_PROJECT_NAME, which IAM is to be asked for, before the SDKs’ and the profile’s',
    {},
    { HW_PROJECT_NAME: 'shop', HUAWEICLOUD_SDK_PROJECT_ID: 'p3' },
    INI,
    { projectId: undefined, projectName: 'shop' },
  ],
  ['then the SDKs’', {}, { HUAWEICLOUD_SDK_PROJECT_ID: 'p3' }, INI, { projectId: 'p3' }],
  ['then the profile’s', {}, {}, INI, { projectId: 'pIni', region: 'r-ini' }],
  ['else IAM is to be asked', { region: 'r1' }, {}, '', { projectId: undefined, region: 'r1' }],
];

test.each(PROJECTS)('project: %s', async (_, options, environment, ini, expected) => {
  expect(await find(options, environment, ini)).toMatchObject(expected);
});

const REFUSED: [ConnectionOptions, Environment, string][] = [
  [{}, {}, 'neither a region nor an endpoint'],
  [{ region: 'x.evil.com/' }, {}, 'region is "x.evil.com/"'],
  [{ region: 'a@evil' }, {}, 'region is "a@evil"'],
  [{ region: 'evil.com#' }, {}, 'region is'],
  [{ region: '' }, {}, 'region is ""'],
  [{ region: 'CN' }, {}, 'region is "CN"'],
  [{ region: 'r'.repeat(65) }, {}, 'region is'],
  [{}, { HW_REGION_NAME: 'x.evil.com/' }, 'region is'],
  [{ region: 'r1', projectId: '../x' }, {}, 'projectId is "../x"'],
  [{ region: 'r1', projectId: '..' }, {}, 'projectId is ".."'],
  [{ region: 'r1', projectId: '' }, {}, 'projectId is ""'],
  [{ region: 'r1', projectId: 'p'.repeat(257) }, {}, '1 to 256'],
  [{ region: 'r1' }, { HW_PROJECT_ID: 'p/q' }, 'projectId is "p/q"'],
  [{ endpoint: 'hss.example.com' }, {}, 'it is no URL'],
  [{ endpoint: 'http://hss.example.com' }, {}, 'would carry credentials in the open'],
  [{ endpoint: 'http://127.0.0.1.evil.com' }, {}, 'in the open'],
  [{ endpoint: 'http://localhost.evil.com' }, {}, 'in the open'],
  [{ endpoint: 'http://10.0.0.1' }, {}, 'in the open'],
  [{ endpoint: 'ftp://127.0.0.1' }, {}, 'in the open'],
  [{ endpoint: 'https://SECRET:x@hss.example.com' }, {}, 'a user name or a password'],
  [{ endpoint: 'http://127.0.0.1@evil.com' }, {}, 'a user name or a password'],
  [{ endpoint: 'https://hss.example.com?SECRET=1' }, {}, 'a query or a fragment'],
  [{ endpoint: 'https://hss.example.com/#x' }, {}, 'a query or a fragment'],
  [{ endpoint: 'https://hss.example.com/%zz' }, {}, 'characters that need escapes'],
  [{}, { HSS_ENDPOINT: 'http://hss.example.com' }, 'in the open'],
  [{ region: 'r1' }, { HW_CLOUD: 'evil.com/' }, 'HW_CLOUD is "evil.com/"'],
  [{ region: 'r1' }, { HW_CLOUD: 'a@evil.com' }, 'HW_CLOUD is "a@evil.com"'],
  [{ region: 'r1' }, { HW_CLOUD: 'evil.com:8443' }, 'HW_CLOUD is'],
  [{ region: 'r1' }, { HW_CLOUD: 'https://evil.com' }, 'HW_CLOUD is'],
  [{ region: 'r1' }, { HW_CLOUD: 'com' }, 'expected a domain'],
  [{ region: 'r' }, { HUAWEICLOUD_SDK_IAM_ENDPOINT: 'http://iam.x' }, 'the IAM endpoint is not'],
  [{ region: 'r' }, { HTTPS_PROXY: 'http://u:SECRET@' }, 'HTTPS_PROXY is no http or https URL'],
  [{ region: 'r' }, { HTTPS_PROXY: 'socks5://u:SECRET@p:1' }, 'HTTPS_PROXY is no http'],
  [{ region: 'r' }, { https_proxy: 'http://u:SECRET%zz@p:1' }, 'HTTPS_PROXY is no http'],
];

test.each(REFUSED)('refused: %j %j', async (options, environment, words) => {
  const { code, message } = await failureOf(() => find(options, environment));
  expect([code, message]).toEqual(['HSS_INVALID_ARGUMENT', expect.stringContaining(words)]);
  expect(message).not.toContain('SECRET');
});

test.each([
  ['timeoutSeconds', 30, 0.1, 3600, 0.05],
  ['deadlineSeconds', 300, 0.1, 86400, 0.05],
  ['concurrency', 8, 1, 64, 1.5],
  ['maxRetries', 5, 0, 20, 0.5],
  ['maxRows', 100000, 1, 2_000_200, 1.5],
] as const)('%s: %d unless given, from %d to %d', async (name, byDefault, min, max, wrong) => {
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
});

test.each([
  [{}, undefined, undefined],
  [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a' }, 'http://p:1', 'a'],
  [{ https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1' }, 'http://q:1', undefined],
  [{ HTTPS_PROXY: 'proxy.example.com:8080' }, 'http://proxy.example.com:8080', undefined],
  [{ HTTPS_PROXY: '10.0.0.1:8080', no_proxy: 'b', NO_PROXY: 'a' }, 'http://10.0.0.1:8080', 'b'],
])('proxy: %j', async (environment, proxy, noProxy) => {
  expect(await find({ region: 'r1' }, environment)).toMatchObject({ proxy, noProxy });
});

describe('a region that is not known', () => {
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

  test.each<[string, ConnectionOptions, Environment, string]>([
    ['an option’s', { region: 'cn-nort-4' }, {}, ''],
    ['a variable’s', {}, { HW_REGION_NAME: 'cn-nort-4' }, ''],
    ['a profile’s', {}, {}, INI.replace('r-ini', 'cn-nort-4')],
  ])('is used, and warned of with the nearest names: %s', async (_, options, environment, ini) => {
    expect(await warningsOf(options, environment, ini)).toEqual([
      expect.stringMatching(/region cn-nort-4; the nearest names are cn-north-4, cn-north-\d, /),
    ]);
    const { endpoint } = await find(options, environment, ini);
    expect(endpoint.host).toBe('hss.cn-nort-4.myhuaweicloud.com');
  });

  test.each<[ConnectionOptions, Environment]>([
    [{ region: 'cn-north-4' }, {}],
    [{ region: 'eu-west-101' }, {}],
    [{ region: 'cn-nort-4', endpoint: 'https://hss.example.com' }, {}],
    [{ region: 'cn-nort-4' }, { HSS_ENDPOINT: 'https://hss.example.com' }],
    [{ region: 'cn-nort-4' }, { HW_CLOUD: 'partner.example.com' }],
  ])('is not warned of: %j %j', async (options, environment) => {
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

test('a snapshot can’t be of a project that only HW_PROJECT_NAME names', () => {
  expect(projectOfSnapshot({}, { HW_PROJECT_ID: 'p', HW_PROJECT_NAME: 'shop' })).toBe('p');
  expect(() => projectOfSnapshot({}, { HW_PROJECT_NAME: 'shop' })).toThrow(
    /HSS_INVALID_ARGUMENT: HW_PROJECT_NAME is "shop"[^]*set HW_PROJECT_ID/,
  );
});
