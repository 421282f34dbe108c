import { RegistryStatus, RegistryType, ScanStatus } from '../../../../src/contract/enums';
import { HssImageRegistry } from '../../../../src/contract/registry';
import { HssRegistryImage } from '../../../../src/contract/registry-image';
import { neededScans } from '../../../../src/cli/scan/plan/needed-scans';
import { ImagePlan, ScanPlanInput, planImages } from '../../../../src/cli/scan/plan/plan';
import { parseReference } from '../../../../src/policy';

/** What is asked for, by what HSS lists: tables without any I/O. */

const HOUR = 3_600_000;
const NOW = 1_000_000 * HOUR;
const digest = (char: string): string => `sha256:${char.repeat(64)}`;

const REGISTRY: HssImageRegistry = {
  id: 'r-1',
  registryName: 'prod',
  registryType: RegistryType.HARBOR,
  status: RegistryStatus.SUCCESS,
};
const ROW: HssRegistryImage = {
  id: '7',
  registryId: 'r-1',
  registryName: 'prod',
  registryType: RegistryType.HARBOR,
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1',
  imageDigest: digest('a'),
  scanStatus: ScanStatus.UNSCAN,
  latestUpdateTime: NOW - 50 * HOUR,
};
const SCANNED = { scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW - HOUR };

const BY_TAG = 'harbor.example/shop/web:1';
const BY_DIGEST = `harbor.example/shop/web@${digest('a')}`;

const INPUT: ScanPlanInput = {
  imageRegistries: [REGISTRY],
  registryImages: [ROW],
  idsAt: (domain) => (domain === 'harbor.example' ? ['r-1'] : []),
  limits: { maxScanAgeHours: 168 },
  now: NOW,
  renew: false,
  synchronized: new Set(['r-1']),
  asked: new Set(),
};

function planOf(
  reference: string,
  input: Partial<ScanPlanInput> = {},
  inPipelines = false,
): ImagePlan {
  const image = { reference: parseReference(reference), inPipelines, isDenied: true };
  return planImages([image], { ...INPUT, ...input })[0];
}

/** The step, with the IDs of the rows or registries that it is about. */
function stepOf(plan: ImagePlan): string {
  if (plan.step === 'synchronize')
    return `synchronize ${plan.registries.map(({ id }) => id).join(',')}`;
  if (plan.step === 'scan' || plan.step === 'wait') {
    return `${plan.step} ${plan.rows.map(({ id }) => id).join(',')}`;
  }
  return plan.step;
}

const without = (...props: (keyof HssRegistryImage)[]): HssRegistryImage =>
  Object.fromEntries(
    Object.entries(ROW).filter(([prop]) => !props.includes(prop as keyof HssRegistryImage)),
  );

describe('before its registry is synchronized', () => {
  const synchronized = new Set<string>();

  test.each([
    { name: 'a tag that is not scanned', reference: BY_TAG, row: ROW, step: 'synchronize r-1' },
    { name: 'a digest that is not scanned', reference: BY_DIGEST, row: ROW, step: 'scan 7' },
    {
      name: 'a tag that is scanned',
      reference: BY_TAG,
      row: { ...ROW, ...SCANNED },
      step: 'none',
    },
    {
      name: 'a digest that HSS does not list',
      reference: BY_DIGEST,
      row: { ...ROW, imageDigest: digest('b') },
      step: 'synchronize r-1',
    },
    {
      name: 'a version that HSS does not list',
      reference: BY_TAG,
      row: { ...ROW, imageVersion: '2' },
      step: 'synchronize r-1',
    },
  ])('$name: $step', ({ reference, row, step }) => {
    expect(stepOf(planOf(reference, { registryImages: [row], synchronized }))).toBe(step);
  });

  test.each([
    { reference: BY_TAG, step: 'synchronize r-1' },
    { reference: BY_DIGEST, step: 'none' },
  ])('of $reference, renewed though it is fresh: $step', ({ reference, step }) => {
    const registryImages = [{ ...ROW, ...SCANNED }];
    expect(stepOf(planOf(reference, { registryImages, synchronized, renew: true }))).toBe(step);
  });

  test.each([
    { name: 'recently', latestSyncTime: NOW - 2 * HOUR, step: 'none' },
    { name: 'too long ago', latestSyncTime: NOW - 4 * HOUR, step: 'synchronize r-1' },
    {
      name: 'at a time that HSS does not report',
      latestSyncTime: undefined,
      step: 'synchronize r-1',
    },
  ])('a fresh image that was synchronized $name: $step', ({ latestSyncTime, step }) => {
    const registryImages = [{ ...ROW, ...SCANNED, latestSyncTime }];
    const limits = { maxScanAgeHours: 168, maxSyncAgeHours: 3 };
    expect(stepOf(planOf(BY_TAG, { registryImages, limits, synchronized }))).toBe(step);
  });

  test.each([
    {
      name: 'cannot be accessed',
      registry: { status: RegistryStatus.FAIL, failReason: 'REQUEST_API_ERROR' },
      why: 'HSS cannot access it (REQUEST_API_ERROR)',
    },
    {
      name: 'is being connected',
      registry: { status: RegistryStatus.ACCESSING },
      why: 'HSS is still connecting to it',
    },
    {
      name: 'is of type Other',
      registry: { registryType: RegistryType.OTHER },
      why: 'registries of type Other',
    },
    {
      name: 'has no type',
      registry: { registryType: undefined },
      why: 'HSS does not report its type',
    },
  ])('a registry that $name is not synchronized', ({ registry, why }) => {
    const imageRegistries = [{ ...REGISTRY, ...registry }];
    const plan = planOf(BY_TAG, { imageRegistries, registryImages: [], synchronized });
    expect(plan).toMatchObject({ step: 'impossible', why: expect.stringContaining(why) });
    expect(plan.why).toContain('prod (r-1)');
  });

  test('an image of a host that no registry has can only be told', () => {
    expect(planOf('elsewhere.example/a:1', { synchronized }).why).toBe(
      "HSS knows no registry at elsewhere.example; add the registry to HSS, or name its host in the policy's registryHosts",
    );
  });

  test('registries that the policy does not count are left alone', () => {
    const limits = { maxScanAgeHours: 168, registryNames: ['staging'] };
    expect(planOf(BY_TAG, { limits, synchronized })).toMatchObject({
      step: 'impossible',
      why: expect.stringContaining("that the policy's registryNames name"),
    });
    const counted = { ...limits, registryNames: ['prod', 'staging'] };
    expect(stepOf(planOf(BY_TAG, { limits: counted, synchronized }))).toBe('synchronize r-1');
  });

  test('one that HSS lists as a CI/CD image only says what scans it', () => {
    expect(planOf('elsewhere.example/a:1', { synchronized }, true).why).toContain(
      'CI/CD images cannot be scanned on demand: run its pipeline again',
    );
  });
});

describe('after its registry is synchronized', () => {
  test.each([
    { name: 'it is not scanned', row: ROW, step: 'scan 7' },
    {
      name: 'its scan is stale',
      row: { ...ROW, ...SCANNED, latestScanTime: NOW - 169 * HOUR },
      step: 'scan 7',
    },
    {
      name: 'its scan has no time',
      row: { ...ROW, scanStatus: ScanStatus.SUCCESS },
      step: 'scan 7',
    },
    {
      name: 'its scan is in the future',
      row: { ...ROW, ...SCANNED, latestScanTime: NOW + HOUR },
      step: 'scan 7',
    },
    { name: 'its scan failed', row: { ...ROW, scanStatus: ScanStatus.FAILED }, step: 'scan 7' },
    {
      name: 'it could not be downloaded',
      row: { ...ROW, scanStatus: ScanStatus.DOWNLOAD_FAILED },
      step: 'scan 7',
    },
    { name: 'its status is unknown', row: without('scanStatus'), step: 'scan 7' },
    { name: 'it is fresh', row: { ...ROW, ...SCANNED }, step: 'none' },
    { name: 'it is scanned now', row: { ...ROW, scanStatus: ScanStatus.SCANNING }, step: 'wait 7' },
    {
      name: 'it waits for its scan',
      row: { ...ROW, scanStatus: ScanStatus.WAITING_FOR_SCAN },
      step: 'wait 7',
    },
  ])('$name: $step', ({ row, step }) => {
    expect(stepOf(planOf(BY_TAG, { registryImages: [row] }))).toBe(step);
  });

  test.each([
    { name: 'no id', row: without('id'), why: 'no usable id' },
    { name: 'no digest', row: without('imageDigest'), why: 'no usable image_digest' },
    {
      name: 'no id, though it is being scanned',
      row: { ...without('id'), scanStatus: ScanStatus.SCANNING },
      why: 'no usable id',
    },
    { name: 'no registry_id', row: without('registryId'), why: 'no usable registry_id' },
    { name: 'no tag', row: without('imageVersion'), why: 'it has no tag in HSS, so it' },
    { name: 'scannable: false', row: { ...ROW, scannable: false }, why: 'scannable is false' },
    {
      name: 'an image that is too large',
      row: { ...ROW, scanStatus: ScanStatus.IMAGE_OVERSIZED },
      why: 'too large',
    },
  ])('a row with $name can only be told', ({ row, why }) => {
    const reference = row.imageDigest === undefined ? BY_TAG : BY_DIGEST;
    expect(planOf(reference, { registryImages: [row] })).toMatchObject({
      step: 'impossible',
      why: expect.stringContaining(why),
    });
  });

  test('an image that HSS still does not list is asked for no more', () => {
    const plan = planOf(BY_TAG, { registryImages: [] });
    expect(plan).toMatchObject({ step: 'impossible', why: expect.stringContaining('prod (r-1)') });
  });

  test('a scan that this run asked for and that failed is not asked for again', () => {
    const row = { ...ROW, scanStatus: ScanStatus.FAILED, scanFailedDesc: 'no layer' };
    expect(planOf(BY_TAG, { registryImages: [row], asked: new Set(['7']) })).toMatchObject({
      step: 'impossible',
      why: 'the scan that this run requested did not succeed: no layer',
    });
  });

  test('rows of other names, tags and registries do not count', () => {
    const registryImages = [
      { ...ROW, id: '1', namespace: 'other' },
      { ...ROW, id: '2', imageVersion: '2', imageDigest: digest('b') },
      { ...ROW, id: '3', registryId: 'r-2', imageDigest: digest('c') },
      ROW,
    ];
    expect(stepOf(planOf(BY_TAG, { registryImages }))).toBe('scan 7');
  });

  test('of a tag the newest row counts', () => {
    const registryImages = [
      { ...ROW, id: '8', latestUpdateTime: NOW, imageDigest: digest('b') },
      ROW,
    ];
    expect(stepOf(planOf(BY_TAG, { registryImages }))).toBe('scan 8');
  });

  test('one fresh scan of a digest is enough, in whichever registry', () => {
    const registryImages = [ROW, { ...ROW, ...SCANNED, id: '8', registryId: 'r-2' }];
    const idsAt = (): string[] => ['r-1', 'r-2'];
    expect(stepOf(planOf(BY_DIGEST, { registryImages, idsAt }))).toBe('none');
  });

  test('a digest in two registries is scanned once, where it can be', () => {
    const registryImages = [
      { ...ROW, scannable: false },
      { ...ROW, id: '8', registryId: 'r-2' },
    ];
    const idsAt = (): string[] => ['r-1', 'r-2'];
    expect(stepOf(planOf(BY_DIGEST, { registryImages, idsAt }))).toBe('scan 8');
  });
});

test('a fresh image that the policy denies says both, until the run has asked for something', () => {
  const registryImages = [{ ...ROW, ...SCANNED }];
  const why = 'HSS has a complete and fresh scan of it';
  expect(planOf(BY_TAG, { registryImages }).why).toBe(why);
  expect(planOf(BY_TAG, { registryImages, synchronized: new Set() }).why).toBe(
    `${why}; the policy denies it`,
  );
});

test('a row that two references name is billed once, and an unlisted image is at least one scan', () => {
  const images = [BY_TAG, BY_DIGEST, 'harbor.example/shop/new:1', 'harbor.example/shop/new:2'].map(
    (text) => ({ reference: parseReference(text), inPipelines: false, isDenied: true }),
  );
  const plans = planImages(images, { ...INPUT, synchronized: new Set(['r-1']) });
  expect(plans.map(stepOf)).toEqual(['scan 7', 'scan 7', 'impossible', 'impossible']);
  expect(neededScans(plans)).toEqual({ count: 1, unlisted: 0, unknownIn: [], mayMove: false });
  const before = planImages(images, { ...INPUT, synchronized: new Set() });
  expect(before.map(stepOf)).toEqual([
    'synchronize r-1',
    'scan 7',
    'synchronize r-1',
    'synchronize r-1',
  ]);
  // The two that are not listed may come to be one image.
  expect(neededScans(before)).toMatchObject({ count: 2, unlisted: 2, mayMove: true });
});

test.each<[name: string, others: HssRegistryImage[], reference: string, step: string]>([
  ['under another tag is scanned', [{ imageVersion: '2', ...SCANNED }], BY_TAG, 'none'],
  ['in another registry is scanned', [{ registryId: 'r-9', ...SCANNED }], BY_DIGEST, 'none'],
  [
    'under another tag is being scanned',
    [{ imageVersion: '2', scanStatus: ScanStatus.SCANNING }],
    BY_TAG,
    'wait 8',
  ],
  ['under another tag is not scanned either', [{ imageVersion: '2' }], BY_TAG, 'scan 7'],
  [
    'under a newer tag is not scanned either',
    [{ imageVersion: '2', latestUpdateTime: NOW }],
    BY_TAG,
    'scan 8',
  ],
  [
    'under a newer tag cannot be scanned',
    [{ imageVersion: '2', latestUpdateTime: NOW, scannable: false }],
    BY_TAG,
    'scan 7',
  ],
])('where the same digest %s', (_, others, reference, step) => {
  const registryImages = [ROW, ...others.map((other) => ({ ...ROW, id: '8', ...other }))];
  expect(stepOf(planOf(reference, { registryImages }))).toBe(step);
});
