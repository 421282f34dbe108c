import { HssError } from '../contract/error';
import {
  IMAGE_TASKS,
  ImageTask,
  SCAN_STATISTICS,
  ScanStatistics,
} from '../contract/on-demand/image-task';
import { checkValues } from '../contract/query';
import { HssRegistryImage } from '../contract/registry-image';
import { readRow } from '../contract/row';
import {
  SCAN_OPERATION,
  SCAN_PATH,
  SYNCHRONIZE_OPERATION,
  SYNCHRONIZE_PATH,
  SynchronizedRegistry,
  scanBody,
  synchronizeBody,
} from '../contract/on-demand/scan-request';
import { Deadline, PostResult } from './api';
import { writeExactly } from './http/json';
import { namingPermission } from './permission';
import { readWholeListInto } from './paging/paging';
import { typedRowsInMemory } from './paging/rows-in-memory';
import { ProjectApi } from './project-api';
import { PAUSES, Pauses } from './retry/pauses';
import { Settings } from './settings/settings';

/** The two kinds of task that a user can request. */
export type AskedTask = 'synchronization' | 'scan';

const TASK_VALUES = {
  synchronization: { type: 'image_sync', taskType: 'manualSync' },
  scan: { type: 'image_scan', taskType: 'manual' },
} as const;

/** The advice for a refused write that is not about a permission. */
const INVALID_ADVICE =
  "see HSS's own words above; it also refuses scans where no free scans are left and pay-per-scan is off";

/**
 * Asks HSS to synchronize registries and to scan images, and lists the resulting tasks. The only
 * client that writes.
 */
export class ScanClient {
  private readonly api: ProjectApi;
  private readonly parameters: readonly (readonly [string, string])[];

  constructor(
    settings: Settings,
    private readonly enterpriseProjectId?: string,
    pauses: Pauses = PAUSES,
  ) {
    this.api = new ProjectApi(settings, pauses);
    this.parameters =
      enterpriseProjectId === undefined ? [] : [['enterprise_project_id', enterpriseProjectId]];
  }

  /**
   * Asks for the synchronization of these registries. The answer names no task.
   * @throws HssError if HSS did not carry it out
   */
  public synchronize(
    registries: readonly SynchronizedRegistry[],
    deadline: Deadline,
  ): Promise<PostResult> {
    const body = synchronizeBody(registries);
    return this.write(SYNCHRONIZE_OPERATION, SYNCHRONIZE_PATH, this.parameters, body, deadline);
  }

  /**
   * Asks for a scan of these images, which is billed when it succeeds. The answer names no task.
   * @throws HssError if HSS did not carry it out
   */
  public scan(
    images: readonly (HssRegistryImage & { readonly id: string })[],
    deadline: Deadline,
  ): Promise<PostResult> {
    const parameters = [...this.parameters, ['global_image_type', 'registry'] as const];
    return this.write(SCAN_OPERATION, SCAN_PATH, parameters, scanBody(images), deadline);
  }

  /**
   * Returns the tasks of a kind that any user requested manually.
   * @throws HssError
   */
  public async tasks(kind: AskedTask, deadline: Deadline): Promise<readonly ImageTask[]> {
    const { enterpriseProjectId } = this;
    const values = checkValues(IMAGE_TASKS, { ...TASK_VALUES[kind], enterpriseProjectId });
    const { fetch, limits } = await this.api.listing(IMAGE_TASKS, { values }, deadline);
    return namingPermission(IMAGE_TASKS.operation, () =>
      readWholeListInto(fetch, limits, () => typedRowsInMemory(IMAGE_TASKS, { values })),
    );
  }

  /**
   * Returns the number of scans used, and of free scans.
   * @throws HssError
   */
  public async statistics(deadline: Deadline): Promise<ScanStatistics> {
    const { json } = await namingPermission(SCAN_STATISTICS.operation, () =>
      this.api.get(SCAN_STATISTICS.path, this.parameters, deadline),
    );
    return readRow(SCAN_STATISTICS, json) as ScanStatistics;
  }

  public async close(): Promise<void> {
    await this.api.close();
  }

  private async write(
    operation: string,
    path: string,
    parameters: readonly (readonly [string, string])[],
    body: object,
    deadline: Deadline,
  ): Promise<PostResult> {
    try {
      return await namingPermission(operation, () =>
        this.api.post(path, parameters, writeExactly(body), deadline),
      );
    } catch (error) {
      if (!(error instanceof HssError)) throw error;
      const { code, details } = error;
      if (code !== 'HSS_INVALID_ARGUMENT' && code !== 'HSS_FORBIDDEN') throw error;
      const advice = code === 'HSS_INVALID_ARGUMENT' ? INVALID_ADVICE : details.advice;
      throw new HssError(code, 'HSS refuses the request', {
        ...details,
        ...(advice === undefined ? {} : { advice }),
      });
    }
  }
}
