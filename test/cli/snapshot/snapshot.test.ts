import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../../src/contract/cicd-image';
import { checkQuery } from '../../../src/contract/query';
import { readSnapshot, renderSnapshot } from '../../../src/lookup/snapshot';
import { DATA, POLICY, folderWith, hssGate } from '../../support/gated-plans';
import { envOf, Hss, startHss } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';

/** `hss-gate snapshot` as it is used: stdout, stderr and exit codes. */

let hss: Hss;
let env: { readonly [name: string]: string };
let folder: string;

beforeAll(async () => {
  hss = await startHss({
    data: {
      ...DATA,
      image_registries: [{ id: 'r-1', registry_name: 'prod', status: 'odd' }],
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
      stderr: `images.json: recorded 2 lookups with 2 rows of project ${env.HW_PROJECT_ID}\n`,
    });
    expect(readFileSync(join(folder, 'images.json'), 'utf8')).not.toContain(env.HW_AUTH_TOKEN);
    const check = (image: string) =>
      hssGate(folder, ['check', '--snapshot', 'images.json', image], {});
    expect(await check('r.example/shop/web:1')).toMatchObject({ exitCode: 0 });
    expect(await check('r.example/shop/web:2')).toMatchObject({ exitCode: 2 });
  });

  test('records whole lists, which the command list reads again', async () => {
    const { exitCode, stderr } = await snapshot([
      ...['record', 'lists.json', '--all-images', '--registries', '--sync-task', 't1', '--quiet'],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(recorded('lists.json').lookups.map(({ query, rows }) => [query, rows.length])).toEqual([
      [{ endpoint: 'cicd-images', values: {} }, 2],
      [{ endpoint: 'image-registries', values: {} }, 1],
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
      'the snapshot is not whole, or is no JSON, so it is not overwritten',
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

  test('show it as JSON', async () => {
    const { stdout } = await snapshot(['show', 'old.json', '--format', 'json'], '', {});
    expect(JSON.parse(stdout)).toMatchObject({
      projectId: 'p-1',
      lookups: [{ parameters: { namespace: 'shop\u001b[2J' } }, { rows: 1 }],
    });
  });

  test('verify that it is whole, and say that the hash is no signature', async () => {
    const { exitCode, stdout } = await snapshot(
      ['verify', 'old.json', '--project-id', 'p-1'],
      '',
      {},
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the hash is no signature');
  });

  test.each([
    [['edited.json'], 'its content does not match its hash'],
    [['cut.json'], 'the snapshot is not whole'],
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
