import { namingPermission } from '../../../client/permission';
import { HssError } from '../../../contract/error';
import { SyncStatus } from '../../../contract/enums';
import { TASK_DONE, TASK_ENDINGS } from '../../../contract/on-demand/image-task';
import { checkQuery } from '../../../contract/query';
import { HssSyncTaskRegistry, SYNC_TASK_REGISTRIES } from '../../../contract/sync-task-registry';
import { plain } from '../../../util/safe-text';
import { enumerate } from '../../../util/text';
import { ScanRegistry, registryText } from '../plan/registry';
import { NamedTask, NewTasks } from './new-tasks';
import { NO_SIGN_MS, ScanHss, lookUntil } from './scan-hss';

/** The state of a registry's synchronization, from all tasks that include the registry. */
type SyncState =
  | { readonly is: 'running' }
  | { readonly is: 'finished' }
  | { readonly is: 'unseen' }
  | { readonly is: 'failed'; readonly why: string };

/**
 * Has HSS synchronize registries, and waits until each synchronization has succeeded or failed. A
 * failure is reported, but is not an error: images are judged by what HSS lists without it.
 * @throws HssError if HSS rejects the request, or its progress can't be queried
 */
export async function synchronize(
  registries: readonly ScanRegistry[],
  hss: ScanHss,
): Promise<void> {
  const { say, underWay, wait } = hss;
  const tasks = await NewTasks.since(hss, 'synchronization');
  const request = registries.map(({ id, type }) => ({ registryId: id, registryType: type! }));
  const begun = new Map(
    registries.map((one) => [keyOf(one), `the synchronization of registry ${registryText(one)}`]),
  );
  const result = await underWay.during(begun, () =>
    hss.client.synchronize(request, hss.deadline()),
  );
  const names = enumerate(registries.map(registryText), registries.length);
  if (result.accepted === true) say(`requested the synchronization of registry ${names}`);
  else
    say(
      `HSS's answer to the synchronization request for registry ${names} was lost; looking for its task`,
    );
  const askedAt = wait.now();
  const watch = new SynchronizationWatch(tasks, hss);
  const open = new Set(registries);
  // Not thrown in the check, because `lookUntil` would retry after an error that may pass.
  let isLost = false;
  const isDoubtful = (): boolean => result.accepted !== true && wait.now() - askedAt >= NO_SIGN_MS;
  const isOver = await lookUntil(wait, async () => {
    await watch.look();
    for (const registry of open) {
      const state = watch.stateOf(registry.id);
      if (state.is === 'running' || state.is === 'unseen') continue;
      open.delete(registry);
      underWay.end(keyOf(registry));
      const text = registryText(registry);
      say(
        state.is === 'failed'
          ? `registry ${text} could not be synchronized: ${plain(state.why)}`
          : `synchronized registry ${text}`,
      );
    }
    isLost = open.size > 0 && isDoubtful() && watch.isUnseen(open);
    return isLost || open.size === 0;
  });
  if (isLost && result.accepted !== true) {
    for (const registry of open) underWay.end(keyOf(registry));
    throw result.error;
  }
  if (!isOver) sayUnfinished([...open], watch, say);
}

function keyOf({ id }: ScanRegistry): string {
  return `registry ${id}`;
}

function sayUnfinished(
  open: readonly ScanRegistry[],
  watch: SynchronizationWatch,
  say: (message: string) => void,
): void {
  for (const registry of open) {
    const isUnseen = watch.stateOf(registry.id).is === 'unseen';
    const state = isUnseen ? 'HSS lists no task that synchronizes it' : 'it is still running';
    say(`--wait ended before registry ${registryText(registry)} was synchronized: ${state}`);
  }
}

/** Follows the registries in the new tasks. */
class SynchronizationWatch {
  private tasks: readonly NamedTask[] = [];
  private readonly rowsOf = new Map<string, readonly HssSyncTaskRegistry[]>();

  constructor(
    private readonly newTasks: NewTasks,
    private readonly hss: ScanHss,
  ) {}

  public async look(): Promise<void> {
    this.tasks = await this.newTasks.list();
    // Sends one request for each task that may have news.
    const open = this.tasks.filter(({ taskId }) => !this.isOver(taskId));
    await Promise.all(
      open.map(async ({ taskId }) => this.rowsOf.set(taskId, await this.registriesOf(taskId))),
    );
  }

  /**
   * Returns a registry's state from all tasks that include it. If two tasks run at the same time,
   * both are awaited, even if another user requested one.
   */
  public stateOf(registryId: string): SyncState {
    const found = this.tasks.flatMap((task) =>
      (this.rowsOf.get(task.taskId) ?? [])
        .filter((row) => row.registryId === registryId)
        .map((row) => stateIn(task, row)),
    );
    return (
      found.find(({ is }) => is === 'running') ??
      found.find(({ is }) => is === 'finished') ??
      found[0] ?? { is: 'unseen' }
    );
  }

  public isUnseen(registries: Iterable<ScanRegistry>): boolean {
    return [...registries].every(({ id }) => this.stateOf(id).is === 'unseen');
  }

  /** Returns whether all registries of a task have ended. An empty list may still fill. */
  private isOver(taskId: string): boolean {
    const rows = this.rowsOf.get(taskId) ?? [];
    return rows.length > 0 && rows.every(({ syncStatus }) => isEnd(syncStatus));
  }

  private async registriesOf(taskId: string): Promise<readonly HssSyncTaskRegistry[]> {
    const { list, enterpriseProjectId } = this.hss;
    try {
      const query = checkQuery(SYNC_TASK_REGISTRIES, { taskId, enterpriseProjectId });
      return await namingPermission(SYNC_TASK_REGISTRIES.operation, () => list(query));
    } catch (error) {
      // The ID does not fit into a path, or HSS has the task in only one of its two lists so far.
      const { code } = error as HssError;
      if (code === 'HSS_INVALID_ARGUMENT' || code === 'HSS_NOT_FOUND') return [];
      throw error;
    }
  }
}

function isEnd(status: SyncStatus | undefined): boolean {
  return status === SyncStatus.FINISHED || status === SyncStatus.FAILED;
}

function stateIn(
  { taskStatus = 0, failedReason }: NamedTask,
  { syncStatus, failedReason: reason }: HssSyncTaskRegistry,
): SyncState {
  if (syncStatus === SyncStatus.FINISHED) return { is: 'finished' };
  if (syncStatus === SyncStatus.FAILED) {
    return { is: 'failed', why: reason ?? failedReason ?? 'HSS does not say why' };
  }
  if (taskStatus < 0) return { is: 'failed', why: failedReason ?? TASK_ENDINGS[taskStatus] };
  if (taskStatus === TASK_DONE && syncStatus === undefined) {
    return { is: 'failed', why: 'its task is done, but reports no state of the registry' };
  }
  return { is: 'running' };
}
