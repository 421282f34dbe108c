import { Lazy, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  DataHssCicdImages,
  DataHssImageRegistries,
  DataHssImageSyncTaskRegistries,
  HssConnection,
  HssFixture,
  HssImageRegistry,
  HssSource,
  RegistryStatus,
  RegistryType,
  ScanStatus,
  SeverityLevel,
  SortDir,
  SortKey,
  SyncStatus,
} from '../../../src';
import { HOUR, ROWS, badImage, gate, image, sha, thrown } from '../support';

const PROD: HssImageRegistry = {
  id: 'r-1',
  registryName: 'prod-harbor',
  registryAddr: 'harbor.example.com',
  registryType: RegistryType.HARBOR,
  status: RegistryStatus.SUCCESS,
};
const REGISTRIES: HssImageRegistry[] = [
  PROD,
  { id: 'r-2', registryName: 'staging-harbor', registryType: RegistryType.HARBOR },
  { id: 'r-3', registryName: 'twin', registryType: RegistryType.SWR_PRIVATE },
  { id: 'r-4', registryName: 'twin', status: RegistryStatus.FAIL },
  { registryAddr: 'nameless.example.com' },
];

function stackWith(fixture: HssFixture): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'shop');
  new HssConnection(stack, 'hss', { source: HssSource.fixture(fixture) });
  return stack;
}

describe('registries', () => {
  const lookup = new DataHssImageRegistries(stackWith({ imageRegistries: REGISTRIES }), 'regs');

  test('are rows and their most used fields', () => {
    expect(lookup.rows).toEqual(REGISTRIES);
    expect(lookup.totalNum).toBe(5);
    expect(lookup.ids).toEqual(['r-1', 'r-2', 'r-3', 'r-4']);
    expect(lookup.names).toEqual(['prod-harbor', 'staging-harbor', 'twin', 'twin']);
    expect(lookup.addresses).toEqual(['harbor.example.com', 'nameless.example.com']);
    expect(JSON.parse(lookup.rowsJson)).toEqual(REGISTRIES);
  });

  test('are found by name and by ID', () => {
    expect(lookup.byName('prod-harbor')).toEqual(PROD);
    expect(lookup.byId('r-1')).toEqual(PROD);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      'near misses are named',
      () => lookup.byName('prod-habor'),
      /NOT_FOUND: .*"prod-habor"[^]*"prod-harbor"/,
    ],
    [
      'also in another case',
      () => lookup.byName('PROD-HARBOR'),
      /NOT_FOUND: [^]*did you mean "prod-harbor"/,
    ],
    ['of IDs too', () => lookup.byId('r-9'), /NOT_FOUND: [^]*"r-1" or "r-2" or "r-3"/],
    ['nothing is near', () => lookup.byName('zzzzzzzz'), /NOT_FOUND: [^]*5 rows match/],
    ['an empty name', () => lookup.byName(''), /NOT_FOUND: no row has the registryName ""/],
    [
      'several have it',
      () => lookup.byName('twin'),
      /AMBIGUOUS: 2 rows have the registryName twin/,
    ],
    // Undefined would match the row without a name.
    [
      'undefined',
      () => lookup.byName(undefined as never),
      /INVALID_ARGUMENT: registryName is not set/,
    ],
    ['null', () => lookup.byId(null as never), /INVALID_ARGUMENT: id is not set/],
    ['a number', () => lookup.byId(7 as never), /INVALID_ARGUMENT: id is of type number/],
    [
      'a token',
      () => lookup.byName(Lazy.stringValue({ produce: () => 'x' })),
      /INVALID_ARGUMENT: registryName is a token/,
    ],
  ])('fail by name or ID: %s', (_, find, expected) => {
    const { message } = thrown(find);
    expect(message).toMatch(expected);
    expect(message).toMatch(/^HSS_/);
    expect(message).toContain('construct: shop/regs');
  });

  test.each<[object, string[]]>([
    [{ registryName: 'twin' }, ['r-3', 'r-4']],
    [{ registryId: 'r-2' }, ['r-2']],
    [{ registryTypes: [RegistryType.SWR_PRIVATE, RegistryType.HARBOR] }, ['r-1', 'r-2', 'r-3']],
    [{ registryAddr: 'harbor.example.com' }, ['r-1']],
    [{ registryName: 'none' }, []],
  ])('are filtered by %j', (props, ids) => {
    const filtered = new DataHssImageRegistries(
      stackWith({ imageRegistries: REGISTRIES }),
      'r',
      props,
    );
    // A row that lacks a field can't contradict a filter on it.
    expect(filtered.rows.filter((row) => row.id !== undefined && !row.anomalies)).toEqual(
      REGISTRIES.filter(({ id }) => ids.includes(id!)),
    );
  });
});

describe('images', () => {
  const lookup = (rows = ROWS, props = {}): DataHssCicdImages =>
    new DataHssCicdImages(stackWith({ cicdImages: [...rows] }), 'images', props);

  test('are rows, IDs and digests', () => {
    const images = lookup([image({ imageId: 'i-1' }), badImage({ imageDigest: undefined })]);
    expect(images.ids).toEqual(['i-1']);
    expect(images.digests).toEqual([sha('a')]);
    expect(images.totalNum).toBe(2);
  });

  test.each<[object, number]>([
    [{}, 2],
    [{ imageVersion: '1.5' }, 1],
    [{ severityLevel: SeverityLevel.HIGH }, 1],
    [{ hasMaliciousFile: false }, 1],
    [{ hasMaliciousFile: true }, 1],
    [{ hasVul: false }, 0],
    [{ risky: false }, 0],
    [{ latestVersion: false }, 2],
    [{ imageSize: 0 }, 0],
    [{ startLatestScanTime: 0 }, 2],
    [{ endLatestScanTime: 0 }, 0],
    [
      { scanStatus: ScanStatus.SUCCESS, sortKey: SortKey.LATEST_SCAN_TIME, sortDir: SortDir.DESC },
      2,
    ],
  ])('are filtered by %j, which leaves %i', (props, count) => {
    expect(lookup(ROWS, props).totalNum).toBe(count);
  });

  test('are found by the newest row of a version, with exact names', () => {
    const old = image({ imageDigest: sha('c'), latestUpdateTime: Date.now() - 9 * HOUR });
    const bare = image({ namespace: undefined, imageDigest: sha('d') });
    const images = lookup([old, image(), badImage(), bare]);
    expect(images.find('shop', 'web', '1.4')?.imageDigest).toBe(sha('a'));
    expect(images.find('', 'web', '1.4')?.imageDigest).toBe(sha('d'));
    expect(images.find('shop', 'we', '1.4')).toBeUndefined();
    expect(images.find('shop', 'web', '1.4 ')).toBeUndefined();
  });

  test('are ambiguous if two are the newest', () => {
    const images = lookup([image(), image({ imageDigest: sha('c') })]);
    const { message } = thrown(() => images.find('shop', 'web', '1.4'));
    expect(message).toMatch(/^HSS_AMBIGUOUS: the 2 newest rows of shop\/web:1.4/);
    expect(message).toContain('construct: shop/images');
    // A row without an update time could be the newest.
    const timeless = image({ imageDigest: sha('c'), latestUpdateTime: undefined });
    expect(thrown(() => lookup([image(), timeless]).find('shop', 'web', '1.4')).code).toBe(
      'HSS_AMBIGUOUS',
    );
  });

  test.each([
    [undefined, 'web', '1.4'],
    ['shop', undefined, '1.4'],
    ['shop', 'web', 1.4],
    ['shop', 'web', '${var.version}'],
  ])('are refused by find(%p, %p, %p) with HSS_INVALID_ARGUMENT', (...names) => {
    const images = lookup([image({ imageName: undefined, imageVersion: undefined })]);
    expect(thrown(() => images.find(...(names as [string, string, string]))).code).toBe(
      'HSS_INVALID_ARGUMENT',
    );
  });

  test('are rows without the fields that break the contract, which are reported', () => {
    const odd = image({ severityLevel: 'Critical' as SeverityLevel, vulNum: '5' as never });
    const [row] = lookup([odd]).rows;
    expect(row.severityLevel).toBeUndefined();
    expect(row.vulNum).toBeUndefined();
    expect(row.anomalies).toEqual([
      expect.stringMatching(/^vul_num: /),
      expect.stringMatching(/^severity_level: /),
    ]);
  });

  test('changing rows in place does not affect another construct or a gate', () => {
    const stack = stackWith({ cicdImages: [...ROWS] });
    const query = { namespace: 'shop', imageName: 'web', imageVersion: '1.5' };
    const [one, two] = ['one', 'two'].map((id) => new DataHssCicdImages(stack, id, query));
    Object.assign(one.rows[0], { severityLevel: 'Security', maliciousFileNum: 0 });
    one.rows.pop();
    expect(two.rows).toEqual([badImage()]);
    expect(one.totalNum).toBe(1);
    expect(gate(stack).evaluate('swr/shop/web:1.5').decision).toBe('DENY');
  });
});

describe('registries of a synchronization task', () => {
  const { FINISHED, RUNNING, FAILED } = SyncStatus;
  const lookup = (...statuses: (SyncStatus | undefined)[]): DataHssImageSyncTaskRegistries => {
    const rows = statuses.map((syncStatus, index) => ({
      registryId: `r-${index}`,
      registryName: `registry-${index}`,
      syncStatus,
    }));
    const stack = stackWith({ imageSyncTaskRegistries: { nightly: rows } });
    return new DataHssImageSyncTaskRegistries(stack, 'sync', { taskId: 'nightly' });
  };

  test.each<[(SyncStatus | undefined)[], boolean, string[]]>([
    [[FINISHED, FINISHED], true, []],
    [[], false, []],
    [[FINISHED, RUNNING], false, []],
    [[FINISHED, undefined], false, []],
    [['paused' as SyncStatus], false, []],
    [[FAILED, FINISHED, FAILED], false, ['r-0', 'r-2']],
  ])('of the states %j make allFinished %p', (statuses, allFinished, failed) => {
    const sync = lookup(...statuses);
    expect(sync.allFinished).toBe(allFinished);
    expect(sync.failedRows.map(({ registryId }) => registryId)).toEqual(failed);
    expect(sync.totalNum).toBe(statuses.length);
    expect(sync.ids).toEqual(statuses.map((_, index) => `r-${index}`));
    expect(sync.names).toEqual(statuses.map((_, index) => `registry-${index}`));
    expect(JSON.parse(sync.rowsJson)).toHaveLength(statuses.length);
  });

  test('of an unknown task are HSS_NOT_FOUND', () => {
    const stack = stackWith({ imageSyncTaskRegistries: { nightly: [] } });
    const sync = new DataHssImageSyncTaskRegistries(stack, 'sync', { taskId: 'toString' });
    expect(thrown(() => sync.rows).message).toMatch(/^HSS_NOT_FOUND: [^]*shop\/sync[^]*nightly/);
  });
});

describe('props that are not allowed', () => {
  const token = Lazy.stringValue({ produce: () => 'x' });
  const bytes = Token.asNumber({ resolve: () => 7 });
  const list = Token.asList({ resolve: () => [] });
  const flag = Lazy.anyValue({ produce: () => true });

  const types = { DataHssCicdImages, DataHssImageRegistries, DataHssImageSyncTaskRegistries };
  type Case = [keyof typeof types, unknown, RegExp];

  function refusal(type: keyof typeof types, props: unknown): string {
    const stack = stackWith({});
    const { message } = thrown(() => new types[type](stack, 'data', props as never));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toContain('construct: shop/data');
    return message;
  }

  test.each<Case>([
    ['DataHssCicdImages', { namespace: '' }, /namespace is "", .*1 to 128 characters/],
    ['DataHssCicdImages', { imageVersion: 'x'.repeat(65) }, /imageVersion .*1 to 64 characters/],
    ['DataHssCicdImages', { imageId: 'x'.repeat(129) }, /imageId .*0 to 128 characters/],
    ['DataHssCicdImages', { imageSize: -1 }, /imageSize is -1, .* 0 to 2147483547/],
    ['DataHssCicdImages', { imageSize: '5' }, /imageSize is "5"/],
    ['DataHssCicdImages', { endLatestScanTime: 2 ** 53 }, /endLatestScanTime is 9007199254740992/],
    [
      'DataHssCicdImages',
      { scanStatus: ScanStatus.IMAGE_OVERSIZED },
      /scanStatus is "image_oversized", .*one of unscan/,
    ],
    [
      'DataHssCicdImages',
      { severityLevel: 'high' },
      /severityLevel is "high", .*Security, Low, Medium, High/,
    ],
    ['DataHssCicdImages', { risky: 'false' }, /risky is "false", .*true or false/],
    ['DataHssCicdImages', { hasVul: 0 }, /hasVul is 0/],
    ['DataHssCicdImages', { limit: 5 }, /limit is not a parameter of ListCicdImages/],
    ['DataHssCicdImages', { enterpriseProjectId: '' }, /enterpriseProjectId is ""/],
    ['DataHssCicdImages', { connection: 'hss' }, /connection is not an instance of HssConnection/],
    [
      'DataHssImageRegistries',
      { registryTypes: [] },
      /registryTypes is \[\], .*one or more of Harbor/,
    ],
    ['DataHssImageRegistries', { registryTypes: 'Harbor' }, /registryTypes is "Harbor"/],
    ['DataHssImageRegistries', { registryTypes: ['harbor'] }, /registryTypes is \["harbor"\]/],
    ['DataHssImageRegistries', { status: { toString: 1 } }, /status is \{/],
    ['DataHssImageSyncTaskRegistries', {}, /taskId is required/],
    ['DataHssImageSyncTaskRegistries', undefined, /taskId is required/],
    ['DataHssImageSyncTaskRegistries', null, /taskId is required/],
    [
      'DataHssImageSyncTaskRegistries',
      { taskId: '../secret' },
      /taskId is "..\/secret", .*A-Z a-z/,
    ],
    [
      'DataHssImageSyncTaskRegistries',
      { taskId: 't', waitSeconds: -1 },
      /waitSeconds is -1, .*0 to 86400/,
    ],
    ['DataHssImageSyncTaskRegistries', { taskId: 't', waitSeconds: 86401 }, /waitSeconds is 86401/],
    ['DataHssImageSyncTaskRegistries', { taskId: 't', waitSeconds: NaN }, /waitSeconds is NaN/],
    [
      'DataHssImageSyncTaskRegistries',
      { taskId: 't', waitSeconds: '5' },
      /waitSeconds is "5", .*a number/,
    ],
    [
      'DataHssImageSyncTaskRegistries',
      { taskId: 't', waitSeconds: bytes },
      /waitSeconds is a token/,
    ],
  ])('are refused by %s: %j', (type, props, expected) => {
    expect(refusal(type, props)).toMatch(expected);
  });

  test.each<Case>([
    ['DataHssCicdImages', { namespace: token }, /namespace is a token/],
    ['DataHssCicdImages', { imageName: `a-${token}-b` }, /imageName is a token/],
    ['DataHssCicdImages', { imageVersion: '${var.version}' }, /imageVersion is a token/],
    ['DataHssCicdImages', { imageSize: bytes }, /imageSize is a token/],
    ['DataHssCicdImages', { risky: flag }, /risky is a token/],
    ['DataHssCicdImages', { enterpriseProjectId: token }, /enterpriseProjectId is a token/],
    ['DataHssImageRegistries', { registryTypes: list }, /registryTypes is a token/],
    ['DataHssImageRegistries', { registryTypes: [token] }, /registryTypes is a token/],
    ['DataHssImageSyncTaskRegistries', { taskId: token }, /taskId is a token/],
  ])('name the lookup at plan if a prop of %s is a token: %j', (type, props, expected) => {
    const message = refusal(type, props);
    expect(message).toMatch(expected);
    expect(message).toContain(`use ${type}AtPlan`);
  });

  test('include Terraform variables', () => {
    const stack = stackWith({});
    const { stringValue } = new TerraformVariable(stack, 'name', {});
    expect(() => new DataHssCicdImages(stack, 'data', { imageName: stringValue })).toThrow(
      'AtPlan',
    );
  });

  test('do not include null, which is treated as undefined', () => {
    const stack = stackWith({ cicdImages: [...ROWS] });
    const props = { namespace: null, connection: null, risky: undefined };
    expect(new DataHssCicdImages(stack, 'a', props as never).totalNum).toBe(2);
    expect(new DataHssCicdImages(stack, 'b', null as never).totalNum).toBe(2);
  });
});
