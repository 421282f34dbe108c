import { scanRows } from '../../../../src/cli/scan/asking/scan-rows';
import { ScanStatus } from '../../../../src/contract/enums';
import { HssError } from '../../../../src/contract/error';
import { ImageTask } from '../../../../src/contract/on-demand/image-task';
import { HssRegistryImage } from '../../../../src/contract/registry-image';
import { failureOf } from '../../../support/failure';
import { BEGIN, LOST, Script, ScriptedHss, scripted } from './support';

const ROW = {
  id: '7',
  registryId: 'r-1',
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1',
  scanStatus: ScanStatus.UNSCAN,
};
const STALE = { ...ROW, scanStatus: ScanStatus.SUCCESS, latestScanTime: BEGIN - 1e9 };
const FAILED = { ...ROW, scanStatus: ScanStatus.FAILED };
const NEW = { ...ROW, scanStatus: ScanStatus.SUCCESS, latestScanTime: BEGIN + 1 };
const RUNNING = { ...ROW, scanStatus: ScanStatus.SCANNING };

const task = (more: ImageTask = {}): ImageTask => ({ taskId: 't', taskStatus: 0, ...more });
const listed =
  (...tasks: ImageTask[]): Script['tasks'] =>
  (ms) =>
    ms < 0 ? [] : tasks;

interface Given extends Script {
  readonly before?: typeof ROW & HssRegistryImage;
  /** The row at a time; none where it is gone. */
  readonly row: (at: number) => HssRegistryImage | undefined;
  readonly mode?: 'ask' | 'wait';
}

async function run({ before = ROW, row, mode = 'ask', ...script }: Given): Promise<ScriptedHss> {
  const all = scripted(script);
  const rows = { ask: [], wait: [], [mode]: [before] };
  await scanRows(
    rows,
    () => Promise.resolve([row(all.at())].filter((one) => one !== undefined)),
    all.hss,
  );
  return all;
}

const ASKED = 'requested the scan of 1 image';

test.each([
  { name: 'that was never scanned', before: ROW },
  { name: 'whose scan was stale', before: STALE },
  { name: 'whose scan had failed', before: FAILED },
])('an image $name is waited for until its row has moved', async ({ before }) => {
  const { said, at, underWay } = await run({
    before,
    tasks: listed(task()),
    row: (ms) => (ms < 4000 ? before : ms < 8000 ? RUNNING : NEW),
  });
  expect(said).toEqual([ASKED, 'shop/web:1: scanned']);
  expect(at()).toBeGreaterThanOrEqual(8000);
  expect(underWay.lines()).toEqual([]);
});

test('a row that moves between two looks is enough', async () => {
  const { said } = await run({ before: STALE, row: (ms) => (ms < 3000 ? STALE : NEW) });
  expect(said[1]).toBe('shop/web:1: scanned');
});

test.each([
  {
    name: 'by its task, whatever the row says',
    before: FAILED,
    tasks: listed(task({ failedImages: [{ id: '7', failedReason: 'no layer' }] })),
    row: () => FAILED,
    why: 'its scan failed: no layer',
  },
  {
    name: 'by its row',
    tasks: listed(task({ failedImages: [{ id: '8', failedReason: 'another image' }] })),
    row: (ms: number) => (ms < 2000 ? RUNNING : { ...FAILED, scanFailedDesc: 'too deep' }),
    why: 'its scan failed: too deep',
  },
  {
    name: 'where its task was stopped',
    tasks: listed(task({ taskStatus: -1 })),
    row: () => ROW,
    why: 'its scan failed: it was stopped',
  },
  {
    name: 'where its row vanishes',
    row: (ms: number) => (ms < 2000 ? ROW : undefined),
    why: 'HSS no longer lists its row, so its scan is not awaited',
  },
])('a scan ends $name', async ({ why, ...given }) => {
  const { said, at, underWay } = await run(given);
  expect(said).toEqual([ASKED, `shop/web:1: ${why}`]);
  expect(at()).toBeLessThan(10_000);
  expect(underWay.lines()).toEqual([]);
});

test("somebody else's task that was stopped does not end a scan of ours", async () => {
  const { said } = await run({
    tasks: listed(task({ taskStatus: -1 }), task({ taskId: 'ours' })),
    row: (ms) => (ms < 5000 ? ROW : NEW),
  });
  expect(said[1]).toBe('shop/web:1: scanned');
});

test('a scan that never ends is told, and goes on in HSS', async () => {
  const { said, underWay, at } = await run({ seconds: 60, row: () => RUNNING });
  expect(said[1]).toBe('--wait ended before shop/web:1 was scanned: its scan is still running');
  expect(underWay.lines()).toEqual([
    'goes on in HSS: the scan of shop/web:1, which is billed if it succeeds',
  ]);
  expect(at()).toBe(60_000);
});

test('a scan that somebody else asked for is waited for, and is not asked for', async () => {
  const { said, at } = await run({
    mode: 'wait',
    before: RUNNING,
    row: (ms) => (ms < 0 ? NEW : RUNNING),
  });
  // Nothing was accepted, so no time counts.
  expect([said, at()]).toEqual([['shop/web:1: scanned'], -1]);
});

describe('a request whose answer was lost', () => {
  const post = { accepted: 'unknown', error: LOST } as const;

  test.each([
    { name: 'its task is there', tasks: listed(task()), row: ROW },
    { name: 'its row is being scanned', tasks: listed(), row: RUNNING },
  ])('is taken for accepted where $name', async ({ tasks, row }) => {
    const { said } = await run({ post, tasks, row: (ms) => (ms < 90_000 ? row : NEW) });
    expect(said.slice(1)).toEqual(['shop/web:1: scanned']);
  });

  test('ends in its error after a minute without a sign of it', async () => {
    const { hss, at, underWay } = scripted({ post });
    const rows = { ask: [ROW], wait: [] };
    expect(await failureOf(() => scanRows(rows, () => Promise.resolve([ROW]), hss))).toBe(LOST);
    expect(at()).toBeGreaterThanOrEqual(60_000);
    expect(at()).toBeLessThan(90_000);
    expect(underWay.lines()).toEqual([]);
  });
});

test('a look that fails may pass, and one that is forbidden does not', async () => {
  const failing =
    (error: HssError): Script['tasks'] =>
    (ms) => {
      if (ms >= 0 && ms < 2000) throw error;
      return [];
    };
  const row = (ms: number) => (ms < 1000 ? RUNNING : NEW);
  const { said } = await run({ tasks: failing(new HssError('HSS_TIMEOUT', 'slow')), row });
  expect(said[1]).toBe('shop/web:1: scanned');
  const forbidden = new HssError('HSS_FORBIDDEN', 'no');
  expect(await failureOf(() => run({ tasks: failing(forbidden), row }))).toBe(forbidden);
});

describe('an index whose own row does not move', () => {
  const platform = { ...ROW, id: '8', imageDigest: 'sha256:8' };
  const before = { ...ROW, part: 'index', platforms: [platform] } as const;
  const lookAt = async (rowOf: (ms: number) => HssRegistryImage, tasks: Script['tasks']) => {
    const all = scripted({ tasks });
    await scanRows(
      { ask: [before], wait: [] },
      () => Promise.resolve([ROW, rowOf(all.at())]),
      all.hss,
    );
    return all;
  };

  test('is over when its platforms are scanned', async () => {
    const { said, at } = await lookAt(
      (ms) => (ms < 4000 ? platform : { ...platform, ...NEW, id: '8' }),
      listed(task()),
    );
    expect(said).toEqual([ASKED, 'index shop/web:1: its platforms are scanned']);
    expect(at()).toBeLessThan(60_000);
  });

  test('is over when its task is done, and no platform is being scanned', async () => {
    const done: Script['tasks'] = (ms) => (ms < 0 ? [] : [task({ taskStatus: 100 })]);
    const { said, at } = await lookAt(
      (ms) => (ms < 9000 ? { ...platform, ...RUNNING, id: '8' } : platform),
      done,
    );
    expect(said).toEqual([
      ASKED,
      'index shop/web:1: its task is done, and its own row has no scan',
    ]);
    expect(at()).toBeGreaterThan(9000);
    expect(at()).toBeLessThan(60_000);
  });
});
