import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSnapshot, renderSnapshot } from '../../../src/lookup/snapshot';
import { POLICY, digest, folderWith, hssGate, planOf } from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';

/** The region that a snapshot was recorded from says at which host SWR's images are, without a variable. */

const REGION = 'cn-north-4';
const IMAGE = `swr.${REGION}.myhuaweicloud.com/shop/web@${digest('a')}`;
const SCANNED = {
  registry_id: 'r-1',
  registry_name: 'prod-swr',
  registry_type: 'SwrPrivate',
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4.2',
  image_digest: digest('a'),
  scan_status: 'success',
  severity_level: 'Low',
  malicious_file_num: 0,
  latest_update_time: { hoursAgo: 2 },
  latest_scan_time: { hoursAgo: 1 },
  latest_sync_time: { hoursAgo: 1 },
};
const FILE = 'hss.json';

let folder: string;
let env: { readonly [name: string]: string };
beforeAll(async () => {
  // The endpoint is loopback, which names no region.
  const hss = await startHss({
    data: {
      registry_images: [SCANNED],
      image_registries: [{ id: 'r-1', registry_name: 'prod-swr', registry_type: 'SwrPrivate' }],
    },
  });
  folder = folderWith({
    'image-policy.yaml': `${POLICY}imageSources: [registry]\n`,
    'plan.json': planOf([IMAGE]),
  });
  env = { ...envOf(hss), HW_REGION_NAME: REGION };
  const { exitCode } = await hssGate(folder, ['snapshot', 'record', FILE, IMAGE], env);
  expect(exitCode).toBe(0);
});

const read = () => readSnapshot(readFileSync(join(folder, FILE), 'utf8'), FILE);

test('it is recorded, and shown', async () => {
  expect(read().region).toBe(REGION);
  const text = await hssGate(folder, ['snapshot', 'show', FILE]);
  expect(text.stdout).toContain(`\nregion:   ${REGION}\n`);
  const json = await hssGate(folder, ['snapshot', 'show', FILE, '--format', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ region: REGION });
});

const CHECK = ['check', IMAGE];
const PLAN = ['plan', 'plan.json'];
const EXEC = ['exec', '--', process.execPath, HSS_GATE, ...CHECK];
/** The command in exec asks the proxy, as one does that knows nothing of snapshots. */
const THROUGH_PROXY = [
  ...['exec', '--', 'env', '-u', 'HSS_SNAPSHOT', '-u', 'HSS_SNAPSHOT_MODE'],
  ...[process.execPath, HSS_GATE, ...CHECK],
];
const withSnapshot = ([name, ...args]: readonly string[]) => [name, '--snapshot', FILE, ...args];

test.each([
  ['check', CHECK],
  ['plan', PLAN],
  ['check below exec', EXEC],
  ['check that asks the proxy of exec', THROUGH_PROXY],
])('%s judges an image of SWR without a region of its own', async (_, args) => {
  const { exitCode, stdout, stderr } = await hssGate(folder, withSnapshot(args));
  expect({ exitCode, denied: /HSS does not list/.test(stdout + stderr) }).toEqual({
    exitCode: 0,
    denied: false,
  });
});

test.each([
  ['check', CHECK, 1],
  ['plan', PLAN, 1],
  ['exec', EXEC, 125],
])('%s refuses another region that is set', async (_, args, code) => {
  const other = { HW_REGION_NAME: 'cn-south-1' };
  const { exitCode, stderr, stdout } = await hssGate(folder, withSnapshot(args), other);
  expect(exitCode).toBe(code);
  expect(stdout + stderr).toContain('HSS_SNAPSHOT_INVALID');
  expect(stdout + stderr).toContain(
    `${FILE} was recorded from region ${REGION}, and this connection is for "cn-south-1"`,
  );
  expect(stdout + stderr).toContain(`set HW_REGION_NAME to ${REGION}`);
});

test('a command below exec refuses another region than the snapshot of exec has', async () => {
  const [last, ...front] = [...THROUGH_PROXY].reverse();
  const args = [...front.reverse(), '--region', 'cn-south-1', last];
  const { exitCode, stdout, stderr } = await hssGate(folder, withSnapshot(args));
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toContain(`snapshot of hss-gate exec was recorded from region ${REGION}`);
});

test('a snapshot without a region wants one for images of SWR', async () => {
  const { region, ...older } = read();
  expect(region).toBe(REGION);
  writeFileSync(join(folder, 'older.json'), renderSnapshot(older));
  const check = (env: { readonly [name: string]: string }) =>
    hssGate(folder, ['check', '--snapshot', 'older.json', IMAGE], env);
  const { exitCode, stdout } = await check({});
  expect(exitCode).toBe(2);
  expect(stdout.replace(/[\s│]+/g, ' ')).toContain('set HW_REGION_NAME');
  expect(stdout).not.toContain('registryHosts');
  expect(await check({ HW_REGION_NAME: REGION })).toMatchObject({ exitCode: 0 });
});

test('below exec the region that HSS is asked in counts, whatever the command has for others', async () => {
  const elsewhere = { ...env, HW_REGION_NAME: 'cn-south-1' };
  const inside = [process.execPath, HSS_GATE, ...CHECK];
  const exec = (region: string): ReturnType<typeof hssGate> =>
    hssGate(folder, ['exec', '--region', region, '--', ...inside], elsewhere);
  expect((await exec(REGION)).exitCode).toBe(0);
  expect((await exec('cn-south-1')).exitCode).toBe(2);
});
