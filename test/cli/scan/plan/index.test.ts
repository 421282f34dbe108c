import { RegistryType, ScanStatus } from '../../../../src/contract/enums';
import { HssRegistryImage } from '../../../../src/contract/registry-image';
import { neededScans } from '../../../../src/cli/scan/plan/needed-scans';
import { ImagePlan, ScanPlanInput, planImages } from '../../../../src/cli/scan/plan/plan';
import { parseReference } from '../../../../src/policy';

/** What is asked for of multi-architecture images: tables without any I/O. */

const HOUR = 3_600_000;
const NOW = 1_000_000 * HOUR;
const digest = (char: string): string => `sha256:${char.repeat(64)}`;

const INDEX: HssRegistryImage = {
  id: '7',
  registryId: 'r-1',
  registryType: RegistryType.HARBOR,
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1',
  imageDigest: digest('a'),
  scanStatus: ScanStatus.UNSCAN,
  isMultipleArch: true,
  // Without IDs, as HSS may list them.
  associationImages: ['8', '9'].map((char) => ({
    namespace: 'shop',
    imageName: 'web',
    imageDigest: digest(char),
  })),
  latestUpdateTime: NOW - 50 * HOUR,
};
const SCANNED = { scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW - HOUR };
const STALE = { scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW - 200 * HOUR };
const RUNNING = { scanStatus: ScanStatus.SCANNING };
const TAGLESS = { imageVersion: '' };

const platform = (id: string, more: HssRegistryImage = {}): HssRegistryImage => ({
  ...INDEX,
  id,
  imageDigest: digest(id),
  associationImages: undefined,
  ...more,
});

const BY_TAG = 'harbor.example/shop/web:1';
const BY_DIGEST = `harbor.example/shop/web@${digest('a')}`;

function planOf(
  registryImages: readonly HssRegistryImage[],
  { reference = BY_TAG, ...input }: Partial<ScanPlanInput> & { reference?: string } = {},
): ImagePlan {
  const image = { reference: parseReference(reference), inPipelines: false, isDenied: true };
  return planImages([image], {
    imageRegistries: [{ id: 'r-1', registryType: RegistryType.HARBOR }],
    registryImages,
    idsAt: () => ['r-1'],
    limits: { maxScanAgeHours: 168 },
    now: NOW,
    renew: false,
    synchronized: new Set(['r-1']),
    asked: new Set(),
    ...input,
  })[0];
}

function stepOf(plan: ImagePlan): string {
  return 'rows' in plan ? `${plan.step} ${plan.rows.map(({ id }) => id).join(',')}` : plan.step;
}

test.each<{
  name: string;
  index?: HssRegistryImage;
  platforms: readonly HssRegistryImage[];
  asked?: string[];
  step: string;
  scans: number;
}>([
  {
    name: 'nothing is scanned: the index is tried first',
    platforms: [platform('8'), platform('9')],
    step: 'scan 7',
    scans: 3,
  },
  {
    name: 'the index was asked for and left its platforms out',
    platforms: [platform('8'), platform('9')],
    asked: ['7'],
    step: 'scan 8,9',
    scans: 2,
  },
  {
    name: 'the index has a scan, and no platform has',
    index: SCANNED,
    platforms: [platform('8'), platform('9')],
    step: 'scan 8,9',
    scans: 2,
  },
  {
    name: 'one platform is fresh: only the other is scanned',
    platforms: [platform('8', SCANNED), platform('9', STALE)],
    step: 'scan 9',
    scans: 1,
  },
  {
    name: 'both are fresh: the status of the index does not count',
    platforms: [platform('8', SCANNED), platform('9', SCANNED)],
    step: 'none',
    scans: 0,
  },
  {
    name: 'both are fresh without a tag',
    platforms: [
      platform('8', { ...SCANNED, ...TAGLESS }),
      platform('9', { ...SCANNED, ...TAGLESS }),
    ],
    step: 'none',
    scans: 0,
  },
  {
    name: 'the index is being scanned',
    index: RUNNING,
    platforms: [platform('8'), platform('9')],
    step: 'wait 7',
    scans: 0,
  },
  {
    name: 'one platform is being scanned: the other is asked for by itself',
    platforms: [platform('8', RUNNING), platform('9')],
    step: 'scan 9',
    scans: 1,
  },
  {
    name: 'platforms without tags: the index is tried',
    platforms: [platform('8', TAGLESS), platform('9', TAGLESS)],
    step: 'scan 7',
    scans: 3,
  },
  {
    name: 'platforms without tags, and the index was tried',
    platforms: [platform('8', TAGLESS), platform('9', TAGLESS)],
    asked: ['7'],
    step: 'impossible',
    scans: 0,
  },
  {
    name: 'the index cannot be scanned',
    index: { scannable: false },
    platforms: [platform('8'), platform('9', TAGLESS)],
    step: 'scan 8',
    scans: 1,
  },
  {
    name: 'a platform has a name of its own, in another registry',
    platforms: [platform('8', SCANNED), platform('9', { registryId: 'r-2', imageVersion: '5' })],
    step: 'scan 9',
    scans: 1,
  },
])('$name: $step', ({ index = {}, platforms, asked = [], step, scans }) => {
  const imageRegistries = ['r-1', 'r-2'].map((id) => ({ id, registryType: RegistryType.HARBOR }));
  for (const reference of [BY_TAG, BY_DIGEST]) {
    const more = { reference, asked: new Set(asked), imageRegistries };
    const plan = planOf([{ ...INDEX, ...index }, ...platforms], more);
    expect([stepOf(plan), neededScans([plan]).count]).toEqual([step, scans]);
  }
});

test('a run counts no image twice: what the index left out was counted with it', () => {
  const rows = [INDEX, platform('8'), platform('9')];
  const first = planOf(rows);
  const asked = new Set(first.step === 'scan' ? first.billed : []);
  const second = planOf(rows, { asked: new Set(['7']) });
  expect([neededScans([first]).count, neededScans([second], asked).count]).toEqual([3, 3]);
});

test('a tag that is to be synchronized counts as its digest does', () => {
  const rows = [INDEX, platform('8'), platform('9')];
  const plan = planOf(rows, { synchronized: new Set() });
  expect(plan).toMatchObject({ step: 'synchronize', then: { what: 'the index' } });
  expect(neededScans([plan])).toMatchObject({ count: 3, unlisted: 0, mayMove: true });
});

test('a platform under a name that only the index gives is found', () => {
  const associationImages = [{ namespace: 'shop', imageName: 'web-arm', imageDigest: digest('8') }];
  const other = platform('8', { imageName: 'web-arm', imageVersion: 'x' });
  const unrelated = platform('9', { imageName: 'web-mips', imageDigest: digest('8') });
  const rows = [{ ...INDEX, ...SCANNED, associationImages }, unrelated, other];
  expect(planOf(rows)).toMatchObject({ step: 'scan', what: `platform ${digest('8')}` });
  expect(stepOf(planOf(rows))).toBe('scan 8');
});

test('platforms without a tag are told by their digests', () => {
  const rows = [INDEX, platform('8', SCANNED), platform('9', TAGLESS)];
  expect(planOf(rows).why).toBe(
    `platform ${digest('9')} has no tag in HSS, so it can't be scanned by itself: push it with a tag, or start the scan in HSS's console`,
  );
});

test.each([
  {
    name: 'a platform is not listed',
    index: INDEX,
    why: `HSS does not list platform ${digest('9')}`,
  },
  {
    name: 'HSS names no platforms',
    index: { ...INDEX, associationImages: [] },
    why: 'HSS says that it is a multi-architecture image, but not which platforms it has',
  },
])('where $name, its registry is synchronized once, of a digest too', ({ index, why }) => {
  const rows = [index, platform('8', SCANNED)];
  const before = planOf(rows, { reference: BY_DIGEST, synchronized: new Set() });
  expect(before.step).toBe('synchronize');
  expect(planOf(rows, { reference: BY_DIGEST })).toMatchObject({
    step: 'impossible',
    why: expect.stringContaining(why),
  });
});
