import { HssClient } from '../../../src/client/client';
import { PausableDeadline } from '../../../src/client/api';
import { findSettings } from '../../../src/client/settings/settings';
import { failureOf } from '../../support/failure';
import { CICD, NO_FILES, listOnce, startHss } from '../../support/hss';

/** A project ID that nobody gave comes from IAM, when it knows exactly one; none is ever created. */

const project = (id: string, name = 'cn-north-4') => ({ id, name });

test('the one project is found once for all lookups of a connection', async () => {
  const hss = await startHss({
    projectId: 'p1',
    projects: [project('p1'), project('p2', 'other')],
  });
  const options = { ...hss.options, projectId: undefined };
  const client = new HssClient(await findSettings(options, {}, NO_FILES));
  const lists = [1, 2, 3].map(() => client.list(CICD, new PausableDeadline(10)));
  expect((await Promise.all(lists)).map((rows) => rows.length)).toEqual([5, 5, 5]);
  await client.close();
  const requests = await hss.requests();
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  expect(requests.filter(({ url }) => url === '/v3/projects?name=cn-north-4')).toHaveLength(1);
});

test.each([
  ['no project', [], 'IAM knows 0 projects named cn-north-4'],
  ['several', [project('p1'), project('p2')], 'IAM knows 2 projects named cn-north-4'],
])('a project is not found where IAM knows %s', async (_, projects, words) => {
  const hss = await startHss({ projects });
  const { code, message } = await failureOf(() =>
    listOnce({ ...hss.options, projectId: undefined }),
  );
  expect([code, message]).toEqual(['HSS_NOT_FOUND', expect.stringContaining(words)]);
  expect(await hss.requests()).toHaveLength(1);
});

test.each([
  {
    given: 'an ID that climbs',
    value: { projects: [{ id: '../x' }] },
    code: 'HSS_INVALID_ARGUMENT',
    words: 'projectId is',
  },
  {
    given: 'no ID',
    value: { projects: [{}] },
    code: 'HSS_NOT_FOUND',
    words: 'the project ID is not clear',
  },
  {
    given: 'no list',
    value: { projects: {} },
    code: 'HSS_BAD_RESPONSE',
    words: 'no list of projects',
  },
  { given: 'null', value: null, code: 'HSS_BAD_RESPONSE', words: 'no list of projects' },
])('an answer of IAM with $given is an error', async ({ value, code, words }) => {
  const hss = await startHss({ faults: [{ kind: 'wrong-type', endpoint: 'iam', value }] });
  const failure = await failureOf(() => listOnce({ ...hss.options, projectId: undefined }));
  expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
});

const PROJECTS = [project('p1'), project('p2', 'shop'), project('p3', 'other')];

test('the project is taken that HW_PROJECT_NAME names', async () => {
  const hss = await startHss({ projectId: 'p2', projects: PROJECTS });
  const options = { ...hss.options, projectId: undefined };
  expect(await listOnce(options, CICD, { HW_PROJECT_NAME: 'shop' })).toHaveLength(5);
  expect((await hss.requests()).map(({ path }) => path)).toEqual([
    '/v3/projects',
    '/v5/p2/image/cicd/images',
  ]);
});

test('an unknown HW_PROJECT_NAME is an error, though the region has a project', async () => {
  const hss = await startHss({ projectId: 'p1', projects: PROJECTS });
  const options = { ...hss.options, projectId: undefined };
  const { code, message } = await failureOf(() =>
    listOnce(options, CICD, { HW_PROJECT_NAME: 'shpo', HUAWEICLOUD_SDK_PROJECT_ID: 'p1' }),
  );
  expect(code).toBe('HSS_NOT_FOUND');
  expect(message).toMatch(/IAM knows 0 projects named shpo[^]*name=shpo[^]*check HW_PROJECT_NAME/);
  expect(await hss.requests()).toHaveLength(1);
});

test('an answer with another project is not taken', async () => {
  const value = { projects: [project('p3', 'other')] };
  const hss = await startHss({ faults: [{ kind: 'wrong-type', endpoint: 'iam', value }] });
  const { code, message } = await failureOf(() =>
    listOnce({ ...hss.options, projectId: undefined }, CICD, { HW_PROJECT_NAME: 'shop' }),
  );
  expect([code, message]).toEqual(['HSS_NOT_FOUND', expect.stringContaining('with another one')]);
});

test('HW_PROJECT_NAME requires an endpoint of IAM', async () => {
  const { code, message } = await failureOf(() =>
    listOnce(
      { endpoint: 'https://hss.invalid', credentials: { kind: 'token', token: 't' } },
      CICD,
      { HW_PROJECT_NAME: 'shop' },
    ),
  );
  expect([code, message]).toEqual(['HSS_INVALID_ARGUMENT', expect.stringContaining('"shop"')]);
});

test('a project is not found without a region', async () => {
  const hss = await startHss();
  const { code, message } = await failureOf(() =>
    listOnce({ ...hss.options, projectId: undefined, region: undefined }),
  );
  expect([code, message]).toEqual(['HSS_INVALID_ARGUMENT', expect.stringContaining('a region')]);
  expect(await hss.requests()).toEqual([]);
});

test('a failure of IAM is not cached: the next lookup asks again', async () => {
  const hss = await startHss({ faults: [{ kind: 'status', status: 500, times: 1 }] });
  const options = { ...hss.options, projectId: undefined };
  const client = new HssClient(await findSettings(options, {}, NO_FILES));
  const failure = await failureOf(() => client.list(CICD, new PausableDeadline(10)));
  expect(failure.code).toBe('HSS_SERVER_ERROR');
  expect(await client.list(CICD, new PausableDeadline(10))).toHaveLength(5);
  await client.close();
});
