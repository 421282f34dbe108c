import { digest } from '../../support/gated-plans';
import type { Hss } from '../../support/hss';
import { SimulatorData } from '../../../src/simulator';
import { Ended } from '../../support/processes';
import { DATA, posts, row, scan, startScanned } from './support';

/** `hss-gate scan` of multi-architecture images, as HSS may list them: no IDs in the index, platforms with and without a tag. */

const INDEX = 'harbor.example/shop/multi:2';
const BY_DIGEST = `harbor.example/shop/multi@${digest('1')}`;
const PLATFORMS = ['8', '9'];

const SCANNED = {
  ...{ scan_status: 'success', severity_level: 'Low', malicious_file_num: 0 },
  latest_scan_time: { hoursAgo: 1 },
};

const index = (more: object = {}) =>
  row(1, 'multi', '1', {
    image_version: '2',
    is_multiple_arch: true,
    association_images: PLATFORMS.map((char) => ({
      ...{ namespace: 'shop', image_name: 'multi', image_digest: digest(char) },
    })),
    ...more,
  });
const platform = (char: string, more: object = {}) =>
  row(Number(char), 'multi', char, { image_version: `2-${char}`, ...more });

async function scanOf(
  rows: readonly object[],
  on_demand: SimulatorData['on_demand'],
  ...args: string[]
): Promise<{ readonly ended: Ended; readonly hss: Hss; readonly scans: unknown[][] }> {
  const data = { ...DATA, registry_images: rows } as SimulatorData;
  const hss = await startScanned(on_demand, {}, data);
  const ended = await scan(hss, ...args);
  const scans = (await posts(hss))
    .filter(({ path }) => path.includes('image-scan'))
    .map(({ body }) => (JSON.parse(body!) as { image_info: { id: unknown }[] }).image_info)
    .map((images) => images.map(({ id }) => id));
  return { ended, hss, scans };
}

test('the index is asked for once, and then the platforms that it left out', async () => {
  const rows = [index(), platform('8'), platform('9')];
  const { ended, scans } = await scanOf(rows, {}, '--max-scans', '3', INDEX);
  expect([ended.exitCode, scans]).toEqual([0, [[1], [8, 9]]]);
  expect(ended.stderr).toContain(
    `${INDEX}: synchronize registry name-r-1 (r-1), then scan the index (HSS has no fresh scan of its 2 platforms)\n`,
  );
  expect(ended.stderr).toContain('index shop/multi:2: scanned\n');
  expect(ended.stderr).toContain(`platform ${digest('8')}: scanned\n`);
  expect(ended.stderr).toContain(`platform ${digest('9')}: scanned\n`);
  expect(ended.stderr).toContain(
    'nothing to scan: HSS has a complete and fresh scan of each of its platforms\n',
  );
});

test('fresh platforms are not scanned again, whatever the status of the index', async () => {
  const stale = { ...SCANNED, latest_scan_time: { hoursAgo: 500 } };
  const rows = [index(), platform('8', SCANNED), platform('9', stale)];
  const { ended, scans, hss } = await scanOf(rows, {}, BY_DIGEST);
  expect([ended.exitCode, scans]).toEqual([0, [[9]]]);
  const again = await scan(hss, BY_DIGEST);
  expect([again.exitCode, (await posts(hss)).length]).toEqual([0, 1]);
});

test('a platform that has another name is listed by that name, and scanned', async () => {
  const association_images = [
    { namespace: 'shop', image_name: 'multi-arm', image_digest: digest('8') },
  ];
  const other = platform('8', { image_name: 'multi-arm' });
  const rows = [index({ ...SCANNED, association_images }), other];
  const { ended, scans } = await scanOf(rows, {}, BY_DIGEST);
  expect([ended.exitCode, scans]).toEqual([0, [[8]]]);
});

test('platforms without a tag are left out of the request, and named', async () => {
  const tagless = { image_version: '' };
  const rows = [index(), platform('8', tagless), platform('9', tagless)];
  const { ended, scans } = await scanOf(rows, {}, INDEX);
  expect([ended.exitCode, scans]).toEqual([2, [[1]]]);
  for (const char of PLATFORMS) {
    expect(ended.stderr).toContain(
      `platform ${digest(char)} has no tag in HSS, so it can't be scanned by itself`,
    );
  }
});

test.each([
  { reference: INDEX, cost: 'at most 3 scans, unless a tag has moved; 200 are free, so none' },
  { reference: BY_DIGEST, cost: 'at most 3 scans; 200 are free, so none' },
])('a dry run of $reference counts what a run may be billed for', async ({ reference, cost }) => {
  const rows = [index(), platform('8'), platform('9')];
  const { ended, hss } = await scanOf(rows, {}, '--dry-run', reference);
  expect(ended.stdout).toContain(`${cost} would be billed\n`);
  expect(await posts(hss)).toEqual([]);
  const refused = await scan(hss, '--max-scans', '2', reference);
  expect([refused.exitCode, await posts(hss)]).toEqual([1, []]);
  expect(refused.stderr).toContain('up to 3 scans may be needed, but --max-scans allows 2');
  expect(refused.stderr).toContain('what to do: raise --max-scans; scans are billed');
});

test('what a synchronization brings is counted again before any scan', async () => {
  const brings = [index(), platform('8'), platform('9')];
  const { ended, hss, scans } = await scanOf(
    [],
    { registries: { 'r-1': { brings } } },
    ...['--max-scans', '2', INDEX],
  );
  expect([ended.exitCode, scans, (await posts(hss)).length]).toEqual([1, [], 1]);
  expect(ended.stdout).toContain('HSS_INVALID_ARGUMENT: up to 3 scans may be needed');
});
