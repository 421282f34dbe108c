import { ScanStatus } from '../../../contract/enums';
import { TASK_DONE, TASK_ENDINGS } from '../../../contract/on-demand/image-task';
import { HssRegistryImage } from '../../../contract/registry-image';
import { plain } from '../../../util/safe-text';
import { counted } from '../../../util/text';
import { ScannableRow, isScanRunning } from '../plan/row-state';
import { NamedTask, NewTasks } from './new-tasks';
import { NO_SIGN_MS, ScanHss, lookUntil } from './scan-hss';

/** A row whose scan is awaited, and its state before. */
interface WaitedRow {
  readonly before: ScannableRow;
  readonly isAsked: boolean;
  wasRunning: boolean;
  /** Whether its task was done at the last check, although the row had not changed. */
  isTaskDone: boolean;
}

/** How a scan ended, in words; undefined while it runs. */
type Ending = string | undefined;

/** The rows to scan, and the rows whose scan is already in progress. */
export interface RowsToScan {
  readonly ask: readonly ScannableRow[];
  readonly wait: readonly ScannableRow[];
}

/**
 * Requests scans from HSS, and waits until the rows show that these and the scans in progress have
 * ended. A failed scan is reported, but is not an error: the image is judged as it is.
 * @param relist lists the rows again
 * @throws HssError if HSS rejects the request, or its progress can't be queried
 */
export async function scanRows(
  { ask, wait: running }: RowsToScan,
  relist: () => Promise<readonly HssRegistryImage[]>,
  hss: ScanHss,
): Promise<void> {
  const { say, underWay, wait } = hss;
  const tasks = ask.length === 0 ? undefined : await NewTasks.since(hss, 'scan');
  const result =
    ask.length === 0
      ? ({ accepted: true } as const)
      : await underWay.during(scansOf(ask), () => hss.client.scan(ask, hss.deadline()));
  underWay.join(
    new Map(running.map((row) => [keyOf(row), `the scan of ${imageText(row)}, asked for earlier`])),
  );
  if (ask.length > 0) {
    const what = counted(ask.length, 'image');
    if (result.accepted === true) say(`requested the scan of ${what}`);
    else say(`HSS's answer to the scan request for ${what} was lost; looking for its task`);
  }
  const askedAt = wait.now();
  const open = new Set<WaitedRow>([
    ...ask.map((before) => ({ before, isAsked: true, wasRunning: false, isTaskDone: false })),
    ...running.map((before) => ({ before, isAsked: false, wasRunning: true, isTaskDone: false })),
  ]);
  let seen = false;
  let isLost = false;
  const isOver = await lookUntil(wait, async () => {
    const found = (await tasks?.list()) ?? [];
    const rows = new Map((await relist()).map((row) => [row.id, row]));
    for (const one of open) {
      const ending =
        endingOf(one, rows.get(one.before.id), found) ?? endingOfIndex(one, rows, found);
      if (ending === undefined) continue;
      open.delete(one);
      underWay.end(keyOf(one.before));
      say(`${imageText(one.before)}: ${ending}`);
    }
    seen ||= found.length > 0 || [...open].some(({ isAsked, wasRunning }) => isAsked && wasRunning);
    // Not thrown in here, because `lookUntil` would retry after an error that may pass.
    const isDoubtful = result.accepted !== true && wait.now() - askedAt >= NO_SIGN_MS;
    isLost = open.size > 0 && isDoubtful && !seen;
    return isLost || open.size === 0;
  });
  if (isLost && result.accepted !== true) {
    for (const row of ask) underWay.end(keyOf(row));
    throw result.error;
  }
  if (isOver) return;
  for (const { before, wasRunning } of open) {
    const state = wasRunning ? 'its scan is still running' : 'its scan has not begun';
    say(`--wait ended before ${imageText(before)} was scanned: ${state}`);
  }
}

function scansOf(rows: readonly ScannableRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows.map((row) => [
      keyOf(row),
      `the scan of ${imageText(row)}, which is billed if it succeeds`,
    ]),
  );
}

function keyOf({ id }: ScannableRow): string {
  return `image ${id}`;
}

/**
 * Returns the name of a row's image, safe to show. Platforms of an index may share its tag, so a
 * digest names them.
 */
export function imageText({
  namespace,
  imageName,
  imageVersion,
  imageDigest,
  part,
}: HssRegistryImage & Pick<ScannableRow, 'part'>): string {
  if (part === 'platform') return plain(`platform ${imageDigest ?? '?'}`);
  const path = [namespace ?? '', imageName ?? '?'].filter((one) => one !== '').join('/');
  return plain(`${part === 'index' ? 'index ' : ''}${path}:${imageVersion ?? '?'}`);
}

const FAILED: readonly (ScanStatus | undefined)[] = [
  ScanStatus.FAILED,
  ScanStatus.DOWNLOAD_FAILED,
  ScanStatus.IMAGE_OVERSIZED,
];

/**
 * Returns how the scan of a row ended. The row decides: a task only gives the reason of a failure,
 * and it may be someone else's.
 */
function endingOf(
  one: WaitedRow,
  row: HssRegistryImage | undefined,
  tasks: readonly NamedTask[],
): Ending {
  if (row === undefined) return 'HSS no longer lists its row, so its scan is not awaited';
  const { scanStatus, latestScanTime, scanFailedDesc } = row;
  if (isScanRunning(scanStatus)) {
    one.wasRunning = true;
    return undefined;
  }
  const { before } = one;
  const hasMoved =
    one.wasRunning || scanStatus !== before.scanStatus || latestScanTime !== before.latestScanTime;
  if (hasMoved && scanStatus === ScanStatus.SUCCESS) return 'scanned';
  const reason = failureIn(tasks, row);
  if (reason !== undefined) return `its scan failed: ${plain(reason)}`;
  if (hasMoved && FAILED.includes(scanStatus)) {
    return `its scan failed: ${plain(scanFailedDesc ?? scanStatus ?? '')}`;
  }
  return undefined;
}

/**
 * Returns how the scan of an index ended if its own row does not show that: HSS may have scanned
 * its platforms, or nothing. A task that is done is checked twice, because rows may change after
 * it.
 */
function endingOfIndex(
  one: WaitedRow,
  rows: ReadonlyMap<string | undefined, HssRegistryImage>,
  tasks: readonly NamedTask[],
): Ending {
  const { part, platforms = [] } = one.before;
  if (part !== 'index' || one.wasRunning) return undefined;
  const now = platforms.map((before) => ({ before, row: rows.get(before.id) }));
  const isScanned = ({ before, row }: (typeof now)[number]): boolean =>
    row?.scanStatus === ScanStatus.SUCCESS &&
    (before.scanStatus !== row.scanStatus || before.latestScanTime !== row.latestScanTime);
  if (now.length > 0 && now.every(isScanned)) return 'its platforms are scanned';
  const isRunning = now.some(({ row }) => isScanRunning(row?.scanStatus));
  const wasDone = one.isTaskDone;
  one.isTaskDone =
    !isRunning && tasks.length > 0 && tasks.every(({ taskStatus }) => taskStatus === TASK_DONE);
  return wasDone && one.isTaskDone ? 'its task is done, and its own row has no scan' : undefined;
}

function failureIn(tasks: readonly NamedTask[], row: HssRegistryImage): string | undefined {
  for (const { failedImages = [] } of tasks) {
    const failed = failedImages.find(({ id }) => id !== undefined && id === row.id);
    if (failed !== undefined) return failed.failedReason ?? 'HSS does not say why';
  }
  // This run's task is among them: if all have ended without a result, so has this one.
  const ended = tasks.filter(({ taskStatus = 0 }) => taskStatus < 0);
  if (ended.length === 0 || ended.length < tasks.length) return undefined;
  const { failedReason, taskStatus = 0 } = ended[0];
  return failedReason ?? TASK_ENDINGS[taskStatus];
}
