import { RegistryStatus, RegistryType } from './enums';
import { ENTERPRISE_PROJECT_ID, EndpointSpec, FieldSpec, INT64_MAX } from './fields';

/**
 * An image registry that HSS knows (ListRegistry, `GET /v5/{project_id}/image/registries`). Every
 * field is optional, as in the API; a field that violates the contract is omitted and listed
 * in `anomalies`.
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
  /** Protocol of the registry: `http` or `https`. */
  readonly protocol?: string;
  /** Address of the registry (host and port), 1 to 256 characters. */
  readonly registryAddr?: string;
  /** User name with which HSS logs in to the registry, 1 to 128 characters. */
  readonly registryUsername?: string;
  /** Project in the registry to which scan components are uploaded, 1 to 128 characters. */
  readonly namespace?: string;
  /** ID of the cluster that runs the scan, 1 to 64 characters. */
  readonly connectClusterId?: string;
  /** Source of scan components: `Swr` or `Other`. */
  readonly scanImageChannel?: string;
  /** Connection status: whether HSS can reach the registry. */
  readonly status?: RegistryStatus;
  /** Reason for a failed connection: `CREATE_JOB_FAILED`, `REQUEST_API_ERROR` or `SERVER_ERROR`. */
  readonly failReason?: string;
  /** Number of images, 0 to 20000. */
  readonly imagesNum?: number;
  /** Time of the latest synchronization, in ms since 1970. */
  readonly latestSyncTime?: number;
  /** Violations of the API contract in the row, each as `api_field: fault`. */
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

/** Prop name of a parameter of the endpoint. */
export type ImageRegistriesParameter = keyof typeof parameters;

/**
 * ListRegistry, 获取镜像仓列表. The range 0 to 100 of the API page for the list and its total is not
 * enforced.
 */
export const IMAGE_REGISTRIES: EndpointSpec = {
  id: 'image-registries',
  operation: 'ListRegistry',
  path: '/image/registries',
  parameters,
  fields,
};
