import type { AskedTask } from '../../../client/scan-client';
import { ImageTask } from '../../../contract/on-demand/image-task';
import { MINUTE_MS } from '../../../util/time';
import { ScanHss } from './scan-hss';

/** The most that HSS's clock may differ from this machine's: signatures do not allow more. */
const CLOCK_SKEW_MS = 15 * MINUTE_MS;

/** A task with an ID. */
export type NamedTask = ImageTask & { readonly taskId: string };

/**
 * Finds the tasks of a kind that started after some moment, because HSS does not report which task
 * a request has started.
 */
export class NewTasks {
  private constructor(
    private readonly hss: ScanHss,
    private readonly kind: AskedTask,
    private readonly before: ReadonlySet<string | undefined>,
    private readonly since: number,
  ) {}

  /** Records the tasks that exist before a request. */
  public static async since(hss: ScanHss, kind: AskedTask): Promise<NewTasks> {
    const tasks = await hss.client.tasks(kind, hss.deadline());
    const before = new Set(tasks.map(({ taskId }) => taskId));
    return new NewTasks(hss, kind, before, hss.wait.now() - CLOCK_SKEW_MS);
  }

  /**
   * Returns the new tasks, including this run's. A task without an ID is left out, because it can't
   * be looked up.
   */
  public async list(): Promise<NamedTask[]> {
    const tasks = await this.hss.client.tasks(this.kind, this.hss.deadline());
    return tasks.flatMap((task) => {
      const { taskId, beginTime } = task;
      const isNew = !this.before.has(taskId) && (beginTime ?? Infinity) >= this.since;
      return taskId !== undefined && isNew ? [{ ...task, taskId }] : [];
    });
  }
}
