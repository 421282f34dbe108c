import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { checkQuery } from '../../../src/contract/query';
import { readSnapshot, renderSnapshot } from '../../../src/lookup/snapshot';
import { DATA, POLICY, folderWith, hssGate } from '../../support/gated-plans';
import { envOf, Hss, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';

/** `hss-gate snapshot` as it is used: stdout, stderr and exit codes. */

/** An index that HSS knows from its registry alone, and its platform, which has a name of its own. */
const PLATFORM = {
  namespace: 'shop',
  image_name: 'api-arm64',
  image_version: '1',
  image_digest: `sha256:${'d'.repeat(64)}`,
  registry_id: 'r-1',
  scan_status: 'success',
  severity_level: 'Low',
  malicious_file_num: 0,
  latest_update_time: { hoursAgo: 2 },
  latest_scan_time: { hoursAgo: 1 },
};
const INDEX = {
  ...PLATFORM,
  image_name: 'api',
  image_digest: `sha256:${'e'.repeat(64)}`,
  is_multiple_arch: true,
  association_images: [
    { namespace: 'shop', image_name: 'api-arm64', image_digest: PLATFORM.image_digest },
  ],
};

let hss: Hss;
let env: { readonly [name: string]: string };
let folder: string;

beforeAll(async () => {
  hss = await startHss({
    data: {
      ...DATA,
      registry_images: [INDEX, PLATFORM],
      image_registries: [
        { id: 'r-1', registry_name: 'prod', registry_addr: 'r.example', status: 'odd' },
      ],
      image_sync_task_registries: { t1: [{ registry_id: 'r-1' }] },
    },
  });
  env = envOf(hss);
  folder = folderWith({ 'image-policy.yaml': POLICY });
});

const snapshot = (args: readonly string[], input = '', more = env) =>
  hssGate(folder, ['snapshot', ...args], more, input);
const recorded = (name: string) => readSnapshot(readFileSync(join(folder, name), 'utf8'), name);

describe('the command snapshot', () => {
  test('records what a check of images asks, which is answered without HSS afterwards', async () => {
    const { exitCode, stdout, stderr } = await snapshot(
      ['record', 'images.json', 'r.example/shop/web:1', '-'],
      'r.example/shop/web:2\n',
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `images.json: recorded 5 lookups with 3 rows of project ${env.HW_PROJECT_ID}\n`,
    });
    expect(readFileSync(join(folder, 'images.json'), 'utf8')).not.toContain(env.HW_AUTH_TOKEN);
    const check = (image: string) =>
      hssGate(folder, ['check', '--snapshot', 'images.json', image], {});
    expect(await check('r.example/shop/web:1')).toMatchObject({ exitCode: 0 });
    expect(await check('r.example/shop/web:2')).toMatchObject({ exitCode: 2 });
  });

  test('records the questions about registry images and the platforms of an index', async () => {
    const image = 'r.example/shop/api:1';
    const { exitCode } = await snapshot(['record', 'index.json', image]);
    expect(exitCode).toBe(0);
    const asked = recorded('index.json').lookups.map(({ query, rows }) => {
      const { namespace, imageName } = query.values;
      return [query.endpoint, namespace ?? '', imageName ?? '', rows.length].join(' ');
    });
    expect(asked.sort()).toEqual([
      'cicd-images  shop/api 0',
      'cicd-images  shop/api-arm64 0',
      'cicd-images shop api 0',
      'cicd-images shop api-arm64 0',
      'image-registries   1',
      'registry-images  shop/api 0',
      'registry-images  shop/api-arm64 0',
      'registry-images shop api 1',
      'registry-images shop api-arm64 1',
    ]);
    const live = await hssGate(folder, ['check', image], env);
    const again = await hssGate(folder, ['check', '--snapshot', 'index.json', image], {});
    expect([0, 2]).toContain(live.exitCode);
    expect(again.exitCode).toBe(live.exitCode);
  });

  test('records one list of images where a policy names one', async () => {
    const image = 'r.example/shop/web:1';
    const only = ['record', 'cicd.json', image, '--image-source', 'cicd'];
    expect(await snapshot(only)).toMatchObject({ exitCode: 0 });
    expect(recorded('cicd.json').lookups.map(({ query }) => query.endpoint)).toEqual([
      'cicd-images',
      'cicd-images',
    ]);
    writeFileSync(join(folder, 'cicd.yaml'), `${POLICY}imageSources: [cicd]\n`);
    const check = (policy: string) =>
      hssGate(folder, ['check', '--snapshot', 'cicd.json', '--policy', policy, image], {});
    expect(await check('cicd.yaml')).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout, stderr } = await check('image-policy.yaml');
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain('HSS_SNAPSHOT_MISS');
    expect(stdout + stderr).toContain('set imageSources: [cicd]');
  });

  test('records whole lists, which the command list reads again', async () => {
    const { exitCode, stderr } = await snapshot([
      ...['record', 'lists.json', '--all-images', '--sync-task', 't1', '--quiet'],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(recorded('lists.json').lookups.map(({ query, rows }) => [query, rows.length])).toEqual([
      [{ endpoint: 'cicd-images', values: {} }, 2],
      [{ endpoint: 'image-registries', values: {} }, 1],
      [{ endpoint: 'registry-images', values: {} }, 2],
      [{ endpoint: 'sync-task-registries', values: { taskId: 't1' } }, 1],
    ]);
    const again = await hssGate(
      folder,
      ['list', 'registries', '--snapshot', 'lists.json', '--format', 'ndjson'],
      {},
    );
    expect(JSON.parse(again.stdout)).toMatchObject({ id: 'r-1', anomalies: [expect.any(String)] });
  });

  test('records the endpoint of the server behind the proxy below exec', async () => {
    const own = [process.execPath, HSS_GATE, 'snapshot', 'record', 'exec.json', '--registries'];
    const { exitCode } = await hssGate(folder, ['exec', '--', ...own], env);
    expect(exitCode).toBe(0);
    expect(recorded('exec.json')).toMatchObject({
      endpoint: env.HSS_ENDPOINT,
      projectId: env.HW_PROJECT_ID,
    });
  });

  test('writes nothing on a failure, and leaves what was there', async () => {
    const broken = await startHss({ faults: [{ kind: 'status', status: 403, skip: 1 }] });
    const more = {
      ...env,
      HSS_ENDPOINT: broken.endpoint,
      HW_AUTH_TOKEN: broken.options.credentials.token,
    };
    const { exitCode, stderr } = await snapshot(
      ['record', 'broken.json', '--registries', '--all-images'],
      '',
      more,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^HSS_FORBIDDEN: /);
    expect(readdirSync(folder).filter((name) => name.includes('broken.json'))).toEqual([]);
  });

  test.each([
    [
      'of another project',
      renderSnapshot({
        endpoint: 'https://x',
        projectId: 'other',
        recordedAt: '2026-11-22T06:00:00.000Z',
        lookups: [],
      }),
      'is a snapshot of project other',
    ],
    [
      'of something else',
      'precious',
      'the snapshot is truncated, or is not JSON, so it is not overwritten',
    ],
  ])('keeps a file %s', async (_, content, told) => {
    writeFileSync(join(folder, 'there'), content);
    const { exitCode, stderr } = await snapshot(['record', 'there', '--registries']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(told);
    expect(readFileSync(join(folder, 'there'), 'utf8')).toBe(content);
  });

  test.each([
    [[], 'there is nothing to record'],
    [['shop/web:'], 'HSS_INVALID_ARGUMENT'],
    [['--registries', '--snapshot', 'x'], 'nothing can be recorded from a snapshot'],
    [['--all-images', '--image-source', 'cicd,registry'], 'Allowed choices are cicd, registry.'],
  ])('refuses %j', async (args, told) => {
    const { exitCode, stderr } = await snapshot(['record', 'none.json', ...args]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(told);
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  test('reports a file that can’t be written', async () => {
    const { exitCode, stderr } = await snapshot([
      'record',
      'image-policy.yaml/s.json',
      '--registries',
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^HSS_SNAPSHOT_UNWRITABLE: /);
  });
});

describe('the commands snapshot show and snapshot verify', () => {
  const old = renderSnapshot({
    endpoint: 'https://hss.example',
    projectId: 'p-1',
    recordedAt: '2020-11-22T06:00:00.000Z',
    lookups: [
      { query: checkQuery(CICD_IMAGES, { namespace: 'shop\u001b[2J' }), rows: [] },
      { query: checkQuery(CICD_IMAGES, {}), rows: [{ imageName: 'web', anomalies: ['x: odd'] }] },
    ],
  });
  beforeAll(() => {
    writeFileSync(join(folder, 'old.json'), old);
    writeFileSync(join(folder, 'edited.json'), old.replace('"web"', '"api"'));
    writeFileSync(join(folder, 'cut.json'), old.slice(0, 100));
  });

  test('show what a snapshot holds, and its age against a limit', async () => {
    const { exitCode, stdout } = await snapshot(
      ['show', 'old.json', '--max-age-hours', '24'],
      '',
      {},
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^project: {2}p-1\nfrom: {5}https:\/\/hss\.example\nrecorded: 2020-11-22T06:00:00\.000Z, \S+ hours ago: too old, at most 24 hours are allowed\nlookups: {2}2\n/,
    );
    expect(stdout).toContain('  cicd-images  namespace=shop [2J: 0 rows\n');
    expect(stdout).toContain('  cicd-images  (all): 1 row, 1 with anomalies\n');
  });

  test.each([
    [0, /, \d+ seconds? ago\n/],
    [10 * 60_000, /, 10 minutes ago\n/],
    [90 * 60_000, /, 1\.6 hours ago\n/],
  ])('show an age of %d ms in a unit that fits', async (age, told) => {
    const recordedAt = new Date(Date.now() - age).toISOString();
    const origin = { endpoint: 'https://hss.example', projectId: 'p-1' };
    writeFileSync(join(folder, 'age.json'), renderSnapshot({ ...origin, recordedAt, lookups: [] }));
    expect((await snapshot(['show', 'age.json'], '', {})).stdout).toMatch(told);
  });

  test('show it as JSON', async () => {
    const { stdout } = await snapshot(['show', 'old.json', '--format', 'json'], '', {});
    expect(JSON.parse(stdout)).toMatchObject({
      projectId: 'p-1',
      lookups: [{ parameters: { namespace: 'shop\u001b[2J' } }, { rows: 1 }],
    });
  });

  test('verify that it is whole, and say that the hash is not a signature', async () => {
    const { exitCode, stdout } = await snapshot(
      ['verify', 'old.json', '--project-id', 'p-1'],
      '',
      {},
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the hash is not a signature');
  });

  test.each([
    [['edited.json'], 'its content does not match its hash'],
    [['cut.json'], 'the snapshot is truncated'],
    [['none.json'], "can't be read (ENOENT)"],
    [['old.json', '--project-id', 'p-2'], 'was recorded from project p-1'],
    [['old.json', '--max-age-hours', '24'], 'too old, at most 24 hours are allowed'],
    [['old.json', '--max-age-hours', 'x'], 'Expected a number of hours'],
  ])('end with 1 for %j', async (args, told) => {
    const { exitCode, stdout, stderr } = await snapshot(['verify', ...args], '', {});
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(told);
  });
});

test.each(['record', 'show', 'verify'])('the help of %s has examples', async (command) => {
  expect((await snapshot([command, '--help'], '', {})).stdout).toContain('Examples:\n  $ hss-gate');
});
