import { surveyDeadline } from '../../../../src/cli/doctor/contract/run';
import { reportText } from '../../../../src/cli/doctor/contract/text';
import type { Fault, SimulatorData, SimulatorOptions } from '../../../../src/simulator';
import { hssGate } from '../../../support/gated-plans';
import { envOf, startHss } from '../../../support/hss';
import { contractSurvey, listIn, reportOf } from './support';

/** `hss-gate doctor --contract` as it is used. What it must not print: privacy.test.ts. */

const HOUR_MS = 3_600_000;
const NOW = Date.now();

test('nothing is new where HSS answers as its pages say, and every request is a GET', async () => {
  const { report, exitCode, hss } = await reportOf({ rows: 450 }, '--sync-task', 'demo-task');
  expect(exitCode).toBe(0);
  expect(report).toMatchObject({ schema_version: 1, ok: true, failures: [] });
  expect(report.new_against_contract).toEqual([]);
  expect(
    report.lists.map(({ operation, outcome, rows, whole }) => [operation, outcome, rows, whole]),
  ).toEqual([
    ['ListCicdImages', 'asked', 450, true],
    ['ListRegistryImages', 'asked', 450, true],
    ['ListRegistry', 'asked', 450, true],
    ['ListAssociateRegistries', 'asked', 450, true],
  ]);
  expect(report.image_counts.counts).toEqual([
    { field: 'local_num', count: 0, total: null },
    { field: 'cicd_num', count: 450, total: 450 },
    { field: 'registry_num', count: 450, total: 450 },
  ]);
  const requests = await hss.requests();
  expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(report.requests).toBe(requests.length);
  expect(requests.length).toBeLessThan(200);
});

test('the text ends with what is new, and says how many requests were sent', async () => {
  const hss = await startHss({ rows: 60 });
  const { exitCode, stdout, stderr } = await contractSurvey(hss);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain(`: ${(await hss.requests()).length} requests, all GET\n`);
  expect(stdout).toContain('\nListAssociateRegistries\n  not asked: name a task with --sync-task');
  expect(stdout).toMatch(
    /\nDifferences from the contract\n {2}nothing differs from the contract\n$/,
  );
});

describe('the text says', () => {
  const textOf = async (rows: readonly object[], ...args: string[]): Promise<string> => {
    const { stdout } = await contractSurvey(await startHss(cicd(rows)), ...args);
    // Without the breaks of lines.
    return stdout.replace(/\s+/g, ' ');
  };

  test('when HSS was asked, and in which region', async () => {
    const today = (): string => new Date().toISOString().slice(0, 10);
    const before = today();
    const text = await textOf([], '--region', 'cn-north-4');
    const [, day] = / (\d{4}-\d\d-\d\d), region cn-north-4 /.exec(text) ?? [];
    expect([before, today()]).toContain(day);
    expect(await textOf([])).toMatch(/ \d{4}-\d\d-\d\d, no region is known /);
  });

  test('whether the case of letters matters, and why it could not be tried', async () => {
    const letters = await textOf(images(3));
    expect(letters).toContain("exact; not found with its letters' case changed");
    const digits = images(3).map((row, at) => ({ ...row, image_name: `${at}000` }));
    expect(await textOf(digits)).toContain(
      'exact; whether case matters could not be tested (no letters)',
    );
  });

  test('in how many rows a field is missing', async () => {
    const rows = images(5).map((row, at) => (at < 2 ? { ...row, vul_num: undefined } : row));
    expect(await textOf(rows)).toContain('vul_num missing in 2 of 5');
  });
});

test.each([
  ['with its algorithm in capitals', `SHA256:${'a'.repeat(64)}`, 'SHA256:<64 lower-case hex>'],
  ['without an algorithm', 'b'.repeat(64), '<64 lower-case hex>'],
  ['in capitals', `sha256:${'C'.repeat(64)}`, 'sha256:<64 upper-case hex>'],
  ['that is cut', `sha256:${'d'.repeat(12)}`, 'sha256:<12 lower-case hex>'],
])('a digest %s is news, because no image can be pulled by it', async (_, image_digest, form) => {
  const { report } = await reportOf(cicd([image(1), image(2, { image_digest })]));
  expect(report.new_against_contract).toEqual([
    `ListCicdImages: image_digest has a form that can't be pulled by: ${form} (1)`,
  ]);
});

test('a digest that an image can be pulled by is no news', async () => {
  const long = image(2, { image_digest: `sha512:${'e'.repeat(128)}` });
  const { report } = await reportOf(cicd([image(1), long]));
  // Only longer than the page says.
  expect(report.new_against_contract).toEqual([expect.stringContaining('has a length out of')]);
});

test('empty lists are no news', async () => {
  const { report, exitCode } = await reportOf({ data: {} });
  expect(exitCode).toBe(0);
  expect(report.new_against_contract).toEqual([]);
});

const image = (at: number, more: object = {}) => ({
  image_id: `image-${at}`,
  image_digest: `sha256:${String(at).padStart(64, '0')}`,
  namespace: 'shop',
  image_name: `web-${at % 7}`,
  image_version: `1.${at}`,
  registry_name: 'prod',
  cicd_name: 'pipeline',
  latest_version: at % 3 === 0,
  scan_status: at % 5 === 0 ? 'failed' : 'success',
  severity_level: at % 2 === 0 ? 'Low' : 'High',
  latest_scan_time: NOW - at * HOUR_MS,
  vul_num: at % 4,
  ...more,
});
const images = (count: number): object[] => Array.from({ length: count }, (_, at) => image(at));
const cicd = (rows: readonly object[]): SimulatorOptions => ({
  data: { cicd_images: rows } as SimulatorData,
});

describe('what is new', () => {
  test.each<[string, Fault, string]>([
    [
      'a field',
      { kind: 'new-enum', field: 'risk_score', value: 3 },
      'ListCicdImages: the field risk_score is not in the contract: whole number (40)',
    ],
    [
      'a value',
      { kind: 'new-enum', field: 'scan_status', value: 'queued', first: true, times: 1 },
      'ListCicdImages: scan_status has the value queued (1)',
    ],
    [
      'a type',
      { kind: 'new-enum', field: 'image_size', value: '1000 Bytes' },
      'ListCicdImages: image_size is of type string: text of 10 characters: lower-case letters, upper-case letters, digits, spaces (40)',
    ],
    [
      'a length',
      { kind: 'new-enum', field: 'namespace', value: 'x'.repeat(65) },
      'ListCicdImages: namespace has a length out of 0 to 64: 65 to 65 (40)',
    ],
    [
      'a page that is shorter than was asked for',
      { kind: 'page-cap', rows: 15 },
      'ListCicdImages: a page with limit 200 and offset 0 has 15 rows; by total_num it has 40',
    ],
    [
      'a total that is too large',
      { kind: 'total', delta: 2 },
      'ListCicdImages: a page with limit 200 and offset 0 has 40 rows; by total_num it has 42',
    ],
    [
      'a single object in place of a list',
      { kind: 'single-object' },
      'ListCicdImages: data_list is of type object (',
    ],
    [
      'a field beside the list',
      { kind: 'oversized', bytes: 10 },
      'ListCicdImages: an answer has the field padding (',
    ],
  ])('%s', async (name, fault, news) => {
    const rows = name.startsWith('a single') ? images(1) : images(40);
    const { report, exitCode } = await reportOf({
      ...cicd(rows),
      faults: [{ ...fault, endpoint: 'cicd' }],
    });
    expect(exitCode).toBe(0);
    expect(report.new_against_contract.join('\n')).toContain(news);
  });

  test.each([
    ['scan_status', 'failed', 32],
    ['severity_level', 'Low', 20],
    ['has_vul', 'false', 30],
    ['latest_version', 'true', 26],
  ])('a filter without effect: %s', async (parameter, given, others) => {
    const { report } = await reportOf({ ...cicd(images(40)), ignoreFilters: [parameter] });
    expect(report.new_against_contract).toContain(
      `ListCicdImages: ${parameter} (${given}): ${others} of 40 rows contradict the filter`,
    );
    const about = report.new_against_contract.filter((news) => !news.includes(`: ${parameter} (`));
    expect(about).toEqual([]);
  });

  test('a name filter without effect, and a sort that is none', async () => {
    const rows = [...images(20)].map((row, at) => ({
      ...row,
      latest_scan_time: NOW - ((at * 7) % 20) * HOUR_MS,
    }));
    const { report } = await reportOf({ ...cicd(rows), ignoreFilters: ['image_name', 'sort_key'] });
    expect(report.new_against_contract).toEqual([
      'ListCicdImages: image_name with a whole name: 17 of 20 rows have other names',
      'ListCicdImages: sort_key (latest_scan_time): the order is none, not ascending',
      'ListCicdImages: sort_key (latest_scan_time, asc): the order is none, not ascending',
      'ListCicdImages: sort_key (latest_scan_time, desc): the order is none, not descending',
    ]);
  });

  test('a filter that HSS refuses is news, and no failure', async () => {
    const { report, exitCode } = await reportOf({
      ...cicd(images(40)),
      // Behind the first page, two that overlap with it, and the one past the end.
      faults: [{ kind: 'status', status: 400, endpoint: 'cicd', skip: 3, times: 1 }],
    });
    expect(exitCode).toBe(0);
    expect(report.new_against_contract).toEqual([
      'ListCicdImages: namespace (a name) is refused: HSS_INVALID_ARGUMENT (HTTP 400 HSS.0001)',
    ]);
  });

  test('a page past the end that HSS refuses is news, and no failure', async () => {
    const { report, exitCode } = await reportOf({
      ...cicd(images(40)),
      faults: [{ kind: 'status', status: 400, endpoint: 'cicd', page: 40 }],
    });
    expect(exitCode).toBe(0);
    expect(report.new_against_contract).toEqual([
      'ListCicdImages: the page past the end with limit 10 and offset 40 is refused: ' +
        'HSS_INVALID_ARGUMENT (HTTP 400 HSS.0001)',
    ]);
  });

  test('rows that are equal', async () => {
    const { report } = await reportOf(cicd([...images(20), image(3), image(3)]));
    expect(report.new_against_contract).toEqual(['ListCicdImages: 2 rows equal to an earlier row']);
  });

  test('counts of images that are not those of the lists', async () => {
    const value = { local_num: 7, cicd_num: 41, registry_num: 70_000, cluster_num: 1 };
    const { report } = await reportOf({
      ...cicd(images(40)),
      faults: [{ kind: 'wrong-type', value, endpoint: 'statistics' }],
    });
    expect(report.new_against_contract).toEqual([
      'ShowImageAssetStatistics: registry_num has a value out of 0 to 65535: 70000 to 70000 (1)',
      'ShowImageAssetStatistics: the field cluster_num is not in the contract: whole number (1)',
      "ShowImageAssetStatistics: cicd_num is 41; the list's total_num is 40",
      "ShowImageAssetStatistics: registry_num is 70000; the list's total_num is 0",
    ]);
  });
});

describe('what the pages leave open', () => {
  test.each([
    ['exact', 'exact'],
    ['partial', 'by a part'],
  ] as const)('names that match %s', async (nameMatch, reading) => {
    const { report } = await reportOf({ ...cicd(images(40)), nameMatch });
    expect(report.new_against_contract).toEqual([]);
    const { names } = listIn(report, 'cicd-images').filters!;
    expect(names.map((name) => [name.parameter, name.reading, name.other_case])).toEqual([
      ['namespace', reading, false],
      ['image_name', reading, false],
      ['image_version', reading, null],
      ['cicd_name', reading, false],
    ]);
  });

  test('forms of digests and of addresses', async () => {
    const registry = (id: string, registry_type: string, registry_addr: string) => ({
      id,
      registry_type,
      registry_addr,
    });
    const { report } = await reportOf(
      {
        data: {
          cicd_images: [
            image(1),
            image(2),
            image(3, { image_digest: '' }),
            image(4, { image_digest: '5'.repeat(64) }),
          ],
          image_registries: [
            registry('1', 'SwrPrivate', 'swr.cn-north-4.myhuaweicloud.com'),
            registry('2', 'SwrShared', 'https://swr.cn-south-1.myhuaweicloud.com/'),
            registry('3', 'Harbor', '10.0.0.7:8443'),
            registry('4', 'Harbor', '10.0.0.8:8443'),
          ],
        },
      },
      ...['--region', 'cn-north-4'],
    );
    const { fields } = listIn(report, 'cicd-images').fields!;
    expect(fields.find(({ field }) => field === 'image_digest')!.forms).toEqual([
      { value: 'sha256:<64 lower-case hex>', count: 2 },
      { value: '<64 lower-case hex>', count: 1 },
      { value: 'empty', count: 1 },
    ]);
    const plain = { user: 'none', port: 'none', path: 'none', white_space: false, count: 1 };
    expect(report.registry_addresses).toEqual([
      {
        ...plain,
        ...{ registry_type: 'Harbor', scheme: 'none', host: 'IPv4', port: 'given', swr: 'no' },
        count: 2,
      },
      {
        ...plain,
        ...{ registry_type: 'SwrPrivate', scheme: 'none', host: 'domain' },
        swr: 'host of this region',
      },
      {
        ...plain,
        ...{ registry_type: 'SwrShared', scheme: 'https', host: 'domain', path: 'slash' },
        swr: 'host of a region',
      },
    ]);
  });
});

test('what changes while it is read is no news', async () => {
  const { report } = await reportOf({
    ...cicd(images(40)),
    faults: [
      { kind: 'drift', insertAt: 3, row: image(900), endpoint: 'cicd', skip: 1, times: 1 },
      { kind: 'drift', removeAt: 9, endpoint: 'cicd', skip: 9, times: 1 },
    ],
  });
  expect(listIn(report, 'cicd-images').paging).toMatchObject({ moved: true });
  expect(report.new_against_contract).toEqual([]);
});

describe('failures', () => {
  test('a list that is forbidden is named with its permission, and the others are asked', async () => {
    const hss = await startHss({
      rows: 60,
      faults: [{ kind: 'status', status: 403, endpoint: 'registry-images' }],
    });
    const { exitCode, stdout } = await contractSurvey(hss);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '\nListRegistryImages\n  could not be read: HSS_FORBIDDEN (HTTP 403 HSS.0013)\n',
    );
    expect(stdout).toContain(
      'what to do: grant the permission of ListRegistryImages in the project',
    );
    expect(stdout).toContain('\nListRegistry\n  rows                    60 read');
  });

  test('a refused credential is tried once', async () => {
    const hss = await startHss({ rows: 60 });
    const { exitCode, stdout } = await hssGate('/', ['doctor', '--contract', '--format', 'json'], {
      ...envOf(hss),
      HW_AUTH_TOKEN: 'wrong',
    });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      requests: 1,
      failures: [
        { operation: 'ListCicdImages', code: 'HSS_AUTH_FAILED' },
        { operation: 'ListRegistryImages', code: 'NOT_ASKED' },
        { operation: 'ListRegistry', code: 'NOT_ASKED' },
        { operation: 'ShowImageAssetStatistics', code: 'NOT_ASKED' },
      ],
    });
    expect(await hss.requests()).toHaveLength(1);
  });

  test('an HSS that fails is not asked for long', async () => {
    const { report, exitCode, hss } = await reportOf({
      rows: 60,
      faults: [{ kind: 'status', status: 503, skip: 1 }],
    });
    expect(exitCode).toBe(1);
    expect(listIn(report, 'cicd-images')).toMatchObject({ outcome: 'asked', rows: 60 });
    expect(listIn(report, 'image-registries')).toMatchObject({
      outcome: 'failed',
      failure: { code: 'NOT_ASKED' },
    });
    expect(report.new_against_contract).toEqual([]);
    // Two questions, each sent three times.
    expect(await hss.requests()).toHaveLength(1 + 2 * 3);
  });

  test('the deadline of the command is named as what ended the survey', async () => {
    const faults = [{ kind: 'hang' } as const];
    const { report, exitCode } = await reportOf({ rows: 3, faults }, '--deadline', '1');
    expect(exitCode).toBe(1);
    expect(report.failures).toEqual([
      { operation: 'ListCicdImages', code: 'HSS_TIMEOUT', deadline_seconds: 1, requests: 1 },
      { operation: 'ListRegistryImages', code: 'NOT_ASKED', requests: 1 },
      { operation: 'ListRegistry', code: 'NOT_ASKED', requests: 1 },
      { operation: 'ShowImageAssetStatistics', code: 'NOT_ASKED', requests: 1 },
    ]);
    const text = reportText(report).replace(/\s+/g, ' ');
    expect(text).toContain("HSS_TIMEOUT (the command's deadline of 1 s ended the survey)");
    expect(text).toContain('what to do: raise --deadline ');
  });

  test('the deadline is longer than that of other commands, unless --deadline sets it', () => {
    expect(surveyDeadline({}).next().seconds).toBe(1800);
    expect(surveyDeadline({ deadline: 7 }).next().seconds).toBe(7);
  });

  test.each([
    [['--image', 'shop/web:1'], "option '--contract' cannot be used with option '--image <ref>'"],
    [['--sync-task', '../x'], 'HSS_INVALID_ARGUMENT: taskId is "../x"'],
    [['--enterprise-project-id', 'x'.repeat(300)], 'HSS_INVALID_ARGUMENT: enterpriseProjectId is'],
    [['--endpoint', 'http://127.0.0.1:9/proxy'], 'is the proxy of hss-gate exec'],
  ])('%j is refused before anything is asked', async (args, words) => {
    const hss = await startHss({ rows: 3 });
    const { exitCode, stdout, stderr } = await contractSurvey(hss, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(words);
    expect(await hss.requests()).toEqual([]);
  });
});
