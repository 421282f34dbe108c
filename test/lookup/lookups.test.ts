import { ConnectionOptions } from '../../src/client/settings/options';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { Query, checkQuery } from '../../src/contract/query';
import { Lookup, Lookups } from '../../src/lookup/lookups';
import { LookupOverrides, Wait } from '../../src/lookup/request';
import { failureOf } from '../support/failure';
import { SimulatorProcess } from '../support/simulator';

/** The real worker, read as constructs read it: this thread sleeps, so HSS is another process. */

let hss: SimulatorProcess;
let options: ConnectionOptions;

beforeAll(async () => {
  hss = await SimulatorProcess.start(['--rows', '450', '--latency-ms', '30']);
  options = {
    endpoint: hss.endpoint,
    projectId: hss.env.HW_PROJECT_ID,
    credentials: { kind: 'token', token: hss.env.HW_AUTH_TOKEN },
  };
});
beforeEach(() => hss.reset());
afterAll(() => hss.stop());

const images = (given: object = {}): Query => checkQuery(ENDPOINTS['cicd-images'], { ...given });

function start(
  app: object,
  query: Query,
  more: ConnectionOptions = {},
  wait?: Wait,
  terms?: LookupOverrides,
): Lookup {
  return Lookups.of(app).start({ kind: 'live' }, { ...options, ...more }, query, wait, terms);
}

test('a list is read whole', async () => {
  const lookup = start({}, images());
  expect(lookup.rows).toHaveLength(450);
  const offsets = (await hss.requests()).map(({ query }) => query!.offset);
  expect(offsets.sort()).toEqual(['0', '199', '398']);
});

test('lookups overlap: they start when they are made, not when they are read', async () => {
  const app = {};
  void start(app, images({ imageName: 'first' })).rows;
  const lookups = Array.from({ length: 10 }, (_, index) =>
    start(app, images({ imageVersion: `none ${index}` })),
  );
  expect(lookups.map(({ rows }) => rows)).toEqual(new Array(10).fill([]));
  expect(await hss.peak()).toBeGreaterThan(1);
  expect(await hss.requests()).toHaveLength(11);
});

test('equal lookups in one app are one request, and different ones are not', async () => {
  const [app, other] = [{}, {}];
  const same = start(app, images({ imageName: 'web', hasVul: true }));
  expect(start(app, images({ hasVul: true, imageName: 'web' }))).toBe(same);
  const wait = { seconds: 1, field: 'scanStatus', pending: [] };
  const different = [
    start(other, images({ imageName: 'web', hasVul: true })),
    start(app, images({ imageName: 'web', hasVul: false })),
    start(app, images({ imageName: 'web', hasVul: true }), { timeoutSeconds: 20 }),
    start(app, images({ imageName: 'web', hasVul: true }), {}, wait),
  ];
  process.env.HW_REGION_NAME = 'cn-north-1';
  different.push(start(app, images({ imageName: 'web', hasVul: true })));
  delete process.env.HW_REGION_NAME;
  for (const lookup of [same, ...different]) void lookup.rows.length;
  expect(new Set([same, ...different]).size).toBe(6);
  expect(await hss.requests()).toHaveLength(6);
});

test('one lookup may take fewer rows than the connection, which signs in once all the same', async () => {
  const app = {};
  const more = { projectId: undefined, region: hss.env.HW_REGION_NAME };
  const few = start(app, images(), more, undefined, { maxRows: 449 });
  const whole = start(app, images(), more);
  const least = start(app, images(), { ...more, maxRows: 10 }, undefined, { maxRows: 449 });
  expect((await failureOf(() => few.rows)).message).toContain('at most 449 are read');
  expect(whole.rows).toHaveLength(450);
  expect((await failureOf(() => least.rows)).message).toContain('at most 10 are read');
  const paths = (await hss.requests()).map(({ path }) => path);
  // Once for each set of options.
  expect(paths.filter((path) => path.endsWith('/projects'))).toHaveLength(2);
  expect(paths).toHaveLength(2 + 1 + 3 + 1);
});

test('a lookup may use an earlier environment', async () => {
  const variables = { HW_PROJECT_ID: hss.env.HW_PROJECT_ID };
  const more = { projectId: undefined };
  const lookup = start({}, images(), more, undefined, { environment: variables });
  expect(lookup.rows).toHaveLength(450);
  const [{ path }] = await hss.requests();
  expect(path).toContain(hss.env.HW_PROJECT_ID);
});

test('an error crosses the thread with all its fields, and is kept', async () => {
  const lookup = start({}, images(), { projectId: 'other' });
  const failure = await failureOf(() => lookup.rows);
  expect(failure.code).toBe('HSS_FORBIDDEN');
  expect(failure.details).toMatchObject({
    status: 403,
    serviceCode: expect.stringContaining('.') as string,
    requestId: expect.stringMatching(/./) as string,
    query: expect.stringContaining('/v5/other/image/cicd/images') as string,
  });
  expect(failure.at('app/stack/images').message).toMatch(/^HSS_FORBIDDEN: .*\n {2}construct: app/);
  expect(await failureOf(() => lookup.rows)).toBe(failure);
  expect(await hss.requests()).toHaveLength(1);
});

test.each([
  ['no credential', { credentials: undefined }, 'HSS_NO_CREDENTIALS'],
  ['a region that is none', { region: 'x.evil.com/' }, 'HSS_INVALID_ARGUMENT'],
  ['a wrong token', { credentials: { kind: 'token', token: 'wrong' } }, 'HSS_AUTH_FAILED'],
  ['too many rows', { maxRows: 449 }, 'HSS_TOO_MANY_ROWS'],
] as [string, ConnectionOptions, string][])(
  'a lookup fails with its own code: %s',
  async (_, more, code) => {
    const variables = { ...process.env };
    for (const name of Object.keys(variables)) {
      if (/^(HW|HUAWEICLOUD|CLOUD_SDK)_/.test(name)) delete process.env[name];
    }
    process.env.HOME = '/nowhere';
    const lookup = start({}, images(), more);
    process.env = variables;
    expect((await failureOf(() => lookup.rows)).code).toBe(code);
  },
);

test('many answers while one is waited for are no silence of the worker', () => {
  const app = {};
  const lookups = Array.from({ length: 400 }, (_, index) =>
    start(app, checkQuery(ENDPOINTS['image-registries'], { registryId: `none ${index}` }), {
      concurrency: 64,
    }),
  );
  expect(lookups.at(-1)!.rows).toEqual([]);
  expect(lookups.map(({ rows }) => rows.length)).toEqual(new Array(400).fill(0));
});

test('a lookup that waits asks again', async () => {
  await hss.data({ image_sync_task_registries: { task: [{ sync_status: 'running' }] } });
  await hss.faults({
    kind: 'drift',
    skip: 1,
    times: 1,
    removeAt: 0,
    insertAt: 0,
    row: { sync_status: 'finished' },
  });
  const query = checkQuery(ENDPOINTS['sync-task-registries'], { taskId: 'task' });
  const wait = { seconds: 20, field: 'syncStatus', pending: ['running'] };
  expect(start({}, query, {}, wait).rows).toEqual([{ syncStatus: 'finished' }]);
});
