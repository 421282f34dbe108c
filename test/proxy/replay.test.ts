import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CICD_IMAGES } from '../../src/contract/cicd-image';
import { checkQuery } from '../../src/contract/query';
import { Row } from '../../src/contract/row';
import { SnapshotLookup, renderSnapshot } from '../../src/lookup/snapshot';
import { openReplay } from '../../src/proxy';
import { failureOf } from '../support/failure';
import { listOnce } from '../support/hss';
import { ask, serve } from './support';

/** A snapshot in HSS's place. */

const RECORDED = '2026-11-22T06:00:00.000Z';
const all = checkQuery(CICD_IMAGES, {});
const web = checkQuery(CICD_IMAGES, { imageName: 'web' });
const WEB: Row = {
  imageName: 'web',
  latestUpdateTime: 9007199254740991,
  anomalies: ['vul_num: expected a whole number, got "5"'],
};
const many: Row[] = Array.from({ length: 450 }, (_, index) => ({ imageId: `id-${index}` }));

function snapshot(
  rows: readonly Row[] = [WEB],
  others: readonly SnapshotLookup[] = [{ query: all, rows: many }],
  own: readonly SnapshotLookup[] = [{ query: web, rows }],
): string {
  const file = join(mkdtempSync(join(tmpdir(), 'snapshot-')), 'snapshot.json');
  const lookups = [...own, ...others];
  const origin = { endpoint: 'https://hss.example', projectId: 'p-1' };
  writeFileSync(file, renderSnapshot({ ...origin, recordedAt: RECORDED, lookups }));
  return file;
}

test('a client reads through it what was recorded, all pages, and what was unsound stays so', async () => {
  const proxy = await serve(openReplay(snapshot()));
  const environment = { HSS_ENDPOINT: proxy.endpoint, HW_PROJECT_ID: 'p-1' };
  expect(await listOnce({}, all, environment)).toEqual(many);
  expect(await listOnce({}, web, environment)).toEqual([
    { ...WEB, anomalies: ['vul_num: expected a whole number, got an object'] },
  ]);
  const page = await ask(proxy.endpoint, '/v5/p-1/image/cicd/images');
  expect(page.json.data_list).toHaveLength(10);
});

test('a row that was not an object is still not one', async () => {
  const anomalies = ['row: expected an object, got null'];
  const proxy = await serve(openReplay(snapshot([{ anomalies }])));
  const environment = { HSS_ENDPOINT: proxy.endpoint, HW_PROJECT_ID: 'p-1' };
  expect(await listOnce({}, web, environment)).toEqual([
    { anomalies: ['row: expected an object, got a list'] },
  ]);
});

test('Terraform is told when it was recorded', async () => {
  const proxy = await serve(openReplay(snapshot(), { projectId: 'p-1' }));
  const heard = await ask(proxy.gateEndpoint, '/v5/p-1/image/cicd/images?image_name=web');
  expect(heard.json).toEqual({
    error: null,
    source: 'replay',
    recorded_at: Date.parse(RECORDED),
    total_num: 1,
    data_list: [
      { image_name: 'web', latest_update_time: 9007199254740991, anomalies: WEB.anomalies },
    ],
  });
});

test('what was not recorded is an error in either form', async () => {
  const proxy = await serve(openReplay(snapshot([WEB], [])));
  const path = '/v5/p-1/image/cicd/images?image_name=api';
  expect((await ask(proxy.gateEndpoint, path)).json).toMatchObject({
    error: { code: 'HSS_SNAPSHOT_MISS' },
    data_list: [],
  });
  expect((await ask(proxy.endpoint, path)).status).toBe(404);
  const { code } = await failureOf(() =>
    listOnce({}, checkQuery(CICD_IMAGES, { imageName: 'api' }), {
      HSS_ENDPOINT: proxy.endpoint,
      HW_PROJECT_ID: 'p-1',
    }),
  );
  expect(code).toBe('HSS_SNAPSHOT_MISS');
});

test.each<{
  readonly given: string;
  readonly recorded: object;
  readonly search: string;
  readonly count: number;
}>([
  {
    given: 'a list of the whole project',
    recorded: {},
    search: 'image_name=web&image_version=1',
    count: 1,
  },
  {
    given: 'a list of all versions',
    recorded: { imageName: 'web' },
    search: 'image_name=web&image_version=1',
    count: 1,
  },
  {
    given: 'a list of one version',
    recorded: { imageName: 'web', imageVersion: '1' },
    search: 'image_name=web',
    count: 1,
  },
  {
    given: 'a list of another image',
    recorded: { imageName: 'api' },
    search: 'image_name=web',
    count: -1,
  },
  {
    given: 'a list by another filter',
    recorded: { imageName: 'web', hasVul: false },
    search: 'image_name=web',
    count: -1,
  },
])(
  '$given serves a question about an image as far as it can',
  async ({ recorded, search, count }) => {
    const rows: Row[] = [
      { imageName: 'web', imageVersion: '1' },
      { imageName: 'api', imageVersion: '1' },
    ];
    const lookups = [{ query: checkQuery(CICD_IMAGES, recorded as never), rows }];
    const proxy = await serve(openReplay(snapshot([WEB], lookups, [])));
    const { json } = await ask(proxy.gateEndpoint, `/v5/p-1/image/cicd/images?${search}`);
    expect(json.error === null ? json.total_num : -1).toBe(count);
  },
);

test('another project’s snapshot, and none, are refused at once', async () => {
  const file = snapshot();
  expect((await failureOf(() => openReplay(file, { projectId: 'p-2' }))).code).toBe(
    'HSS_SNAPSHOT_INVALID',
  );
  expect((await failureOf(() => openReplay('/no/such'))).code).toBe('HSS_SNAPSHOT_INVALID');
});
