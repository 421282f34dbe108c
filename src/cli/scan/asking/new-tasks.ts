import type { AskedTask } from '../../../client/scan-client';
import { ImageTask } from '../../../contract/on-demand/image-task';
import { MINUTE_MS } from '../../../util/time';
import { ScanHss } from './scan-hss';

/** By so much HSS's clock may differ from this machine's: signatures allow no more. */
const CLOCK_SKEW_MS = 15 * MINUTE_MS;

/** A task with an ID. */
export type NamedTask = ImageTask & { readonly taskId: string };

/** Finds the tasks of a kind that began since some moment. HSS does not say which one a request has begun. */
export class NewTasks {
  private constructor(
    private readonly hss: ScanHss,
    private readonly kind: AskedTask,
    private readonly before: ReadonlySet<string | undefined>,
    private readonly since: number,
  ) {}

  /** Remembers the tasks that are there before a request. */
  public static async since(hss: ScanHss, kind: AskedTask): Promise<NewTasks> {
    const tasks = await hss.client.tasks(kind, hss.deadline());
    const before = new Set(tasks.map(({ taskId }) => taskId));
    return new NewTasks(hss, kind, before, hss.wait.now() - CLOCK_SKEW_MS);
  }

  /** The tasks that are new, ours among them. One without an ID can't be looked up, and is none. */
  public async list(): Promise<NamedTask[]> {
    const tasks = await this.hss.client.tasks(this.kind, this.hss.deadline());
    return tasks.flatMap((task) => {
      const { taskId, beginTime } = task;
      const isNew = !this.before.has(taskId) && (beginTime ?? Infinity) >= this.since;
      return taskId !== undefined && isNew ? [{ ...task, taskId }] : [];
    });
  }
}
