import { synchronize } from '../../../../src/cli/scan/asking/synchronize';
import { RegistryType } from '../../../../src/contract/enums';
import { HssError } from '../../../../src/contract/error';
import { ImageTask } from '../../../../src/contract/on-demand/image-task';
import { failureOf } from '../../../support/failure';
import { BEGIN, LOST, Script, ScriptedHss, scripted } from './support';

const registry = (id: string) => ({ id, name: `name-${id}`, type: RegistryType.HARBOR });
const task = (taskId: string, more: ImageTask = {}): ImageTask => ({
  taskId,
  beginTime: BEGIN,
  taskStatus: 0,
  ...more,
});
const row = (registryId: string, syncStatus: string, more: object = {}) => ({
  registryId,
  syncStatus,
  ...more,
});

async function run(script: Script, ...ids: string[]): Promise<ScriptedHss> {
  const all = scripted(script);
  await synchronize(ids.map(registry), all.hss);
  return all;
}

const ASKED = 'requested the synchronization of registry name-r-1 (r-1)';
const DONE = 'synchronized registry name-r-1 (r-1)';

test('a task that is new and holds the registry is waited for until it has finished', async () => {
  const { said, at, underWay } = await run(
    {
      tasks: (ms) => (ms < 0 ? [task('old')] : [task('new'), task('old')]),
      registries: (id, ms) => {
        if (id === 'old') throw new Error('a task that was there before is not looked up');
        return [row('r-1', ms < 5000 ? 'running' : 'finished')];
      },
    },
    'r-1',
  );
  expect(said).toEqual([ASKED, DONE]);
  expect(at()).toBeGreaterThanOrEqual(5000);
  expect(underWay.lines()).toEqual([]);
});

test('one of three registries fails, and the others are synchronized', async () => {
  const { said } = await run(
    {
      tasks: (ms) => (ms < 0 ? [] : [task('t')]),
      registries: () => [
        row('r-1', 'finished'),
        row('r-2', 'failed', { failedReason: 'no access' }),
        row('r-3', 'finished'),
      ],
    },
    ...['r-1', 'r-2', 'r-3'],
  );
  expect(said.slice(1)).toEqual([
    DONE,
    'registry name-r-2 (r-2) could not be synchronized: no access',
    'synchronized registry name-r-3 (r-3)',
  ]);
});

test('a synchronization that never ends is told when the wait is over, and goes on in HSS', async () => {
  const { said, at, underWay } = await run(
    {
      tasks: (ms) => (ms < 0 ? [] : [task('t')]),
      registries: () => [row('r-1', 'running')],
      seconds: 60,
    },
    'r-1',
  );
  expect(said.slice(1)).toEqual([
    '--wait ended before registry name-r-1 (r-1) was synchronized: it is still running',
  ]);
  expect(at()).toBe(60_000);
  expect(underWay.lines()).toEqual([
    'goes on in HSS: the synchronization of registry name-r-1 (r-1)',
  ]);
});

describe("somebody else's task of the same second", () => {
  test('is looked up once where it holds another registry', async () => {
    const { said, lookups } = await run(
      {
        tasks: (ms) => (ms < 0 ? [] : [task('theirs'), task('ours')]),
        registries: (id, ms) =>
          id === 'theirs'
            ? [row('r-9', 'finished')]
            : [row('r-1', ms < 5000 ? 'running' : 'finished')],
      },
      'r-1',
    );
    expect(said).toEqual([ASKED, DONE]);
    expect(lookups.filter((id) => id === 'theirs')).toHaveLength(1);
    expect(lookups.filter((id) => id === 'ours').length).toBeGreaterThan(1);
  });

  test('is waited for, too, where it holds the registry', async () => {
    const { said, at } = await run(
      {
        tasks: (ms) => (ms < 0 ? [] : [task('theirs'), task('ours')]),
        registries: (id, ms) => [
          row('r-1', ms < (id === 'theirs' ? 9000 : 1000) ? 'running' : 'finished'),
        ],
      },
      'r-1',
    );
    expect(said).toEqual([ASKED, DONE]);
    expect(at()).toBeGreaterThanOrEqual(9000);
  });

  test('may fail where ours succeeds', async () => {
    const { said } = await run(
      {
        tasks: (ms) => (ms < 0 ? [] : [task('theirs'), task('ours')]),
        registries: (id) => [row('r-1', id === 'theirs' ? 'failed' : 'finished')],
      },
      'r-1',
    );
    expect(said).toEqual([ASKED, DONE]);
  });
});

test.each([
  { name: 'is not listed yet', tasks: (ms: number) => (ms < 3000 ? [] : [task('t')]) },
  {
    name: 'stands beside one without an ID, and one that no path can hold',
    tasks: (ms: number) => (ms < 0 ? [] : [{ taskStatus: 0 }, task('a/b c'), task('t')]),
  },
  {
    name: 'stands beside one that began long before',
    tasks: (ms: number) =>
      ms < 0 ? [] : [task('stale', { beginTime: BEGIN - 3_600_000 }), task('t')],
  },
])('a task is found that $name', async ({ tasks }) => {
  const { said, lookups } = await run({ tasks, registries: () => [row('r-1', 'finished')] }, 'r-1');
  expect(said).toEqual([ASKED, DONE]);
  expect(lookups).toEqual(['t']);
});

test.each([
  { name: 'not known to the other list', first: new HssError('HSS_NOT_FOUND', 'no such task') },
  { name: 'empty', first: [] },
  { name: 'not answered', first: new HssError('HSS_TIMEOUT', 'too slow') },
])('a task that is $name at first is looked up again', async ({ first }) => {
  const { said } = await run(
    {
      tasks: (ms) => (ms < 0 ? [] : [task('t')]),
      registries: (_, ms) => {
        if (ms >= 2000) return [row('r-1', 'finished')];
        if (first instanceof HssError) throw first;
        return first;
      },
    },
    'r-1',
  );
  expect(said).toEqual([ASKED, DONE]);
});

test.each([
  { taskStatus: -1, failedReason: undefined, why: 'it was stopped' },
  { taskStatus: -2, failedReason: undefined, why: 'it timed out' },
  { taskStatus: -3, failedReason: 'no memory', why: 'no memory' },
])('a task of status $taskStatus has failed its registries', async (ended) => {
  const { why, ...status } = ended;
  const { said } = await run(
    {
      tasks: (ms) => (ms < 0 ? [] : [task('t', status)]),
      registries: () => [row('r-1', 'running')],
    },
    'r-1',
  );
  expect(said.slice(1)).toEqual([`registry name-r-1 (r-1) could not be synchronized: ${why}`]);
});

test('a task that is done, but does not say how its registry is, has failed', async () => {
  const { said } = await run(
    {
      tasks: (ms) => (ms < 0 ? [] : [task('t', { taskStatus: 100 })]),
      registries: () => [{ registryId: 'r-1' }],
    },
    'r-1',
  );
  expect(said[1]).toContain('reports no state of the registry');
});

describe('a request whose answer was lost', () => {
  const post = { accepted: 'unknown', error: LOST } as const;

  test('is taken for accepted where its task is there', async () => {
    const { said } = await run(
      {
        post,
        tasks: (ms) => (ms < 0 ? [] : [task('t')]),
        registries: (_, ms) => [row('r-1', ms < 90_000 ? 'running' : 'finished')],
      },
      'r-1',
    );
    expect(said.slice(1)).toEqual([DONE]);
    expect(said[0]).toContain('was lost');
  });

  test('ends in its error after a minute without a sign of it', async () => {
    const { hss, at, underWay } = scripted({ post });
    expect(await failureOf(() => synchronize([registry('r-1')], hss))).toBe(LOST);
    expect(at()).toBeGreaterThanOrEqual(60_000);
    expect(at()).toBeLessThan(90_000);
    expect(underWay.lines()).toEqual([]);
  });
});

test('a request that HSS refuses is an error, and nothing goes on', async () => {
  const refused = new HssError('HSS_FORBIDDEN', 'no');
  const { hss, said, underWay } = scripted({ post: refused });
  expect(await failureOf(() => synchronize([registry('r-1')], hss))).toBe(refused);
  expect([said, underWay.lines()]).toEqual([[], []]);
});
