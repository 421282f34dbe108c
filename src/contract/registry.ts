import { RegistryStatus, RegistryType } from './enums';
import { ENTERPRISE_PROJECT_ID, EndpointSpec, FieldSpec, INT64_MAX } from './fields';

/**
 * A row of the image registries that HSS knows (ListRegistry,
 * `GET /v5/{project_id}/image/registries`). Every field is optional, as it is in the API; a field that
 * breaks the contract is left out and named in `anomalies`.
 */
export interface HssImageRegistry {
  /** Registry ID, 1 to 64 characters. */
  readonly id?: string;
  /** Registry name, 1 to 128 characters. */
  readonly registryName?: string;
  /** Kind of the registry. */
  readonly registryType?: RegistryType;
  /** Version of the registry's API: `V1` or `V2`. */
  readonly apiVersion?: string;
  /** `http` or `https`. */
  readonly protocol?: string;
  /** Address of the registry (host and port), 1 to 256 characters. */
  readonly registryAddr?: string;
  /** User name that HSS logs in to the registry with, 1 to 128 characters. */
  readonly registryUsername?: string;
  /** Project in the registry that scan components are uploaded to, 1 to 128 characters. */
  readonly namespace?: string;
  /** ID of the cluster that carries the scan, 1 to 64 characters. */
  readonly connectClusterId?: string;
  /** Where scan components come from: `Swr` or `Other`. */
  readonly scanImageChannel?: string;
  /** Whether HSS can reach the registry. */
  readonly status?: RegistryStatus;
  /** Why it can't: `CREATE_JOB_FAILED`, `REQUEST_API_ERROR` or `SERVER_ERROR`. */
  readonly failReason?: string;
  /** Number of images, 0 to 20000. */
  readonly imagesNum?: number;
  /** Time of the latest synchronization, ms since 1970. */
  readonly latestSyncTime?: number;
  /** What the row held that the contract does not allow, each as `api_field: what is wrong`. */
  readonly anomalies?: string[];
}

const fields: { [P in Exclude<keyof HssImageRegistry, 'anomalies'>]-?: FieldSpec } = {
  id: { kind: 'string', name: 'id', min: 1, max: 64 },
  registryName: { kind: 'string', name: 'registry_name', min: 1, max: 128 },
  registryType: { kind: 'enum', name: 'registry_type', values: Object.values(RegistryType) },
  apiVersion: { kind: 'enum', name: 'api_version', values: ['V1', 'V2'] },
  protocol: { kind: 'enum', name: 'protocol', values: ['http', 'https'] },
  registryAddr: { kind: 'string', name: 'registry_addr', min: 1, max: 256 },
  registryUsername: { kind: 'string', name: 'registry_username', min: 1, max: 128 },
  namespace: { kind: 'string', name: 'namespace', min: 1, max: 128 },
  connectClusterId: { kind: 'string', name: 'connect_cluster_id', min: 1, max: 64 },
  scanImageChannel: { kind: 'enum', name: 'get_scan_image_channel', values: ['Swr', 'Other'] },
  status: { kind: 'enum', name: 'status', values: Object.values(RegistryStatus) },
  failReason: {
    kind: 'enum',
    name: 'fail_reason',
    values: ['CREATE_JOB_FAILED', 'REQUEST_API_ERROR', 'SERVER_ERROR'],
  },
  imagesNum: { kind: 'integer', name: 'images_num', min: 0, max: 20000 },
  latestSyncTime: { kind: 'integer', name: 'latest_sync_time', min: 0, max: INT64_MAX },
};

const parameters = {
  enterpriseProjectId: ENTERPRISE_PROJECT_ID,
  registryName: {
    kind: 'string',
    name: 'registry_name',
    min: 1,
    max: 128,
    nameOf: 'registryName',
  },
  registryId: {
    kind: 'string',
    name: 'registry_id',
    min: 1,
    max: 64,
    recheck: { field: 'id', test: 'equals' },
  },
  registryTypes: {
    kind: 'enumList',
    name: 'registry_type',
    values: Object.values(RegistryType),
    recheck: { field: 'registryType', test: 'oneOf' },
  },
  registryAddr: {
    kind: 'string',
    name: 'registry_addr',
    min: 1,
    max: 256,
    nameOf: 'registryAddr',
  },
  status: {
    kind: 'enum',
    name: 'status',
    values: Object.values(RegistryStatus),
    recheck: { field: 'status', test: 'equals' },
  },
} satisfies EndpointSpec['parameters'];

/** Name of a parameter of the endpoint, as a prop. */
export type ImageRegistriesParameter = keyof typeof parameters;

/** ListRegistry, 获取镜像仓列表. The page's "0-100" for the list and its total is not held against a listing. */
export const IMAGE_REGISTRIES: EndpointSpec = {
  id: 'image-registries',
  operation: 'ListRegistry',
  path: '/image/registries',
  parameters,
  fields,
};
