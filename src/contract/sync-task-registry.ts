import { RegistryType, SyncStatus } from './enums';
import { ENTERPRISE_PROJECT_ID, EndpointSpec, FieldSpec } from './fields';

/**
 * A registry of an image synchronization task (ListAssociateRegistries,
 * `GET /v5/{project_id}/image/image-sync/tasks/{task_id}/registries`). Every field is optional, as
 * it is in the API; a field that violates the contract is omitted and listed in `anomalies`.
 */
export interface HssSyncTaskRegistry {
  /** Registry ID. */
  readonly registryId?: string;
  /** Registry name. */
  readonly registryName?: string;
  /** Kind of the registry. */
  readonly registryType?: RegistryType;
  /** State of the synchronization. */
  readonly syncStatus?: SyncStatus;
  /** Reason for a failed synchronization. */
  readonly failedReason?: string;
  /** Violations of the API contract in the row, each as `api_field: fault`. */
  readonly anomalies?: string[];
}

const fields: { [P in Exclude<keyof HssSyncTaskRegistry, 'anomalies'>]-?: FieldSpec } = {
  registryId: { kind: 'string', name: 'registry_id' },
  registryName: { kind: 'string', name: 'registry_name' },
  registryType: { kind: 'enum', name: 'registry_type', values: Object.values(RegistryType) },
  syncStatus: { kind: 'enum', name: 'sync_status', values: Object.values(SyncStatus) },
  failedReason: { kind: 'string', name: 'failed_reason' },
};

const parameters = {
  enterpriseProjectId: ENTERPRISE_PROJECT_ID,
  taskId: { kind: 'string', name: 'task_id', min: 1, max: 64, required: true, inPath: true },
  registryName: {
    kind: 'string',
    name: 'registry_name',
    min: 1,
    max: 128,
    nameOf: 'registryName',
  },
  registryTypes: {
    kind: 'enumList',
    name: 'registry_type',
    values: Object.values(RegistryType),
    recheck: { field: 'registryType', test: 'oneOf' },
  },
  syncStatus: {
    kind: 'enum',
    name: 'sync_status',
    values: Object.values(SyncStatus),
    recheck: { field: 'syncStatus', test: 'equals' },
  },
} satisfies EndpointSpec['parameters'];

/** Prop name of a parameter of the endpoint. */
export type SyncTaskRegistriesParameter = keyof typeof parameters;

/**
 * ListAssociateRegistries, Obtaining Information About the Repository Associated with an Image
 * Synchronization Task.
 */
export const SYNC_TASK_REGISTRIES: EndpointSpec = {
  id: 'sync-task-registries',
  operation: 'ListAssociateRegistries',
  path: '/image/image-sync/tasks/{taskId}/registries',
  parameters,
  fields,
};
