import { RegistryType } from '../enums';
import { ENTERPRISE_PROJECT_ID, FieldSpec, INT32_MAX, INT64_MAX, ListSpec } from '../fields';

/** An image of a scan task whose scan failed. Every field is optional, as in the API. */
export interface FailedTaskImage {
  /** ID of the image's row, an int64 in decimal digits. */
  readonly id?: string;
  readonly registryId?: string;
  readonly registryName?: string;
  readonly registryType?: RegistryType;
  readonly namespace?: string;
  readonly imageName?: string;
  readonly imageVersion?: string;
  /** Reason for the failed scan, up to 128 characters. */
  readonly failedReason?: string;
}

/**
 * A task that synchronizes registries or scans images (ListImageScanTask,
 * `GET /v5/{project_id}/image/tasks`). Every field is optional, as in the API; a field that
 * violates the contract is omitted and listed in `anomalies`.
 */
export interface ImageTask {
  /** 1 to 256 characters. */
  readonly taskId?: string;
  readonly taskName?: string;
  /** `cycle`, `manual`, `autoSync` or `manualSync`. */
  readonly taskType?: string;
  /** By HSS's clock, in ms since 1970. */
  readonly beginTime?: number;
  readonly endTime?: number;
  /** Progress in percent, 0 to 100. A negative value is a task that ended without a result. */
  readonly taskStatus?: number;
  /** Reason for the failure of the task, up to 128 characters. */
  readonly failedReason?: string;
  readonly successNum?: number;
  readonly failedNum?: number;
  readonly failedImages?: readonly FailedTaskImage[];
  readonly anomalies?: readonly string[];
}

/** Reason for the end of a task, by its negative status. */
export const TASK_ENDINGS: { readonly [status: number]: string } = {
  [-1]: 'it was stopped',
  [-2]: 'it timed out',
  [-3]: 'it failed',
};

/** The `task_status` of a completed task. */
export const TASK_DONE = 100;

const COUNT_MAX = 2147483547;

const failedImage: { [P in keyof FailedTaskImage]-?: FieldSpec } = {
  id: { kind: 'int64Id', name: 'id' },
  registryId: { kind: 'string', name: 'registry_id', min: 0, max: 128 },
  registryName: { kind: 'string', name: 'registry_name', min: 0, max: 128 },
  registryType: { kind: 'enum', name: 'registry_type', values: Object.values(RegistryType) },
  namespace: { kind: 'string', name: 'namespace', min: 0, max: 128 },
  imageName: { kind: 'string', name: 'image_name', min: 0, max: 128 },
  imageVersion: { kind: 'string', name: 'image_version', min: 0, max: 128 },
  failedReason: { kind: 'string', name: 'failed_reason', min: 0, max: 128 },
};

const fields: { [P in Exclude<keyof ImageTask, 'anomalies'>]-?: FieldSpec } = {
  taskId: { kind: 'string', name: 'task_id', min: 1, max: 256 },
  taskName: { kind: 'string', name: 'task_name', min: 1, max: 256 },
  taskType: {
    kind: 'enum',
    name: 'task_type',
    values: ['cycle', 'manual', 'autoSync', 'manualSync'],
  },
  beginTime: { kind: 'integer', name: 'begin_time', min: 0, max: INT64_MAX },
  endTime: { kind: 'integer', name: 'end_time', min: 0, max: INT64_MAX },
  taskStatus: { kind: 'integer', name: 'task_status', min: -3, max: TASK_DONE },
  failedReason: { kind: 'string', name: 'failed_reason', min: 0, max: 128 },
  successNum: { kind: 'integer', name: 'success_num', min: 0, max: COUNT_MAX },
  failedNum: { kind: 'integer', name: 'failed_num', min: 0, max: COUNT_MAX },
  failedImages: { kind: 'objectList', name: 'failed_images', fields: failedImage },
};

/**
 * ListImageScanTask. Lookups, snapshots and the proxy don't use this endpoint. Only `hss-gate scan`
 * does, to find the tasks that it created.
 */
export const IMAGE_TASKS: ListSpec = {
  operation: 'ListImageScanTask',
  path: '/image/tasks',
  parameters: {
    enterpriseProjectId: ENTERPRISE_PROJECT_ID,
    type: { kind: 'enum', name: 'type', values: ['image_sync', 'image_scan'], required: true },
    taskType: {
      kind: 'enum',
      name: 'task_type',
      values: ['cycle', 'manual', 'autoSync', 'manualSync'],
      recheck: { field: 'taskType', test: 'equals' },
    },
  },
  fields,
};

/**
 * Scan counts of ShowImagePayPerScanStatistics,
 * `GET /v5/{project_id}/image/pay-per-scan/statistics`.
 */
export interface ScanStatistics {
  /** Remaining free scans. */
  readonly freeQuotaNum?: number;
  /** Successful scans of registry images. */
  readonly repositoryScanNum?: number;
}

/**
 * ShowImagePayPerScanStatistics: one object, which is read like a row. The API page has no ranges.
 */
export const SCAN_STATISTICS: Pick<ListSpec, 'operation' | 'path'> & {
  readonly fields: { readonly [P in keyof ScanStatistics]-?: FieldSpec };
} = {
  operation: 'ShowImagePayPerScanStatistics',
  path: '/image/pay-per-scan/statistics',
  fields: {
    freeQuotaNum: { kind: 'integer', name: 'free_quota_num', min: 0, max: INT32_MAX },
    repositoryScanNum: { kind: 'integer', name: 'repository_scan_num', min: 0, max: INT32_MAX },
  },
};
