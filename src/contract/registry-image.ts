import {
  RegistryImageType,
  RegistryType,
  ScanStatus,
  SeverityLevel,
  SharedImageStatus,
} from './enums';
import {
  ENTERPRISE_PROJECT_ID,
  EndpointSpec,
  FieldSpec,
  INT32_MAX,
  INT64_MAX,
  ParameterSpec,
} from './fields';
import { IMAGE_PARAMETERS, IMAGE_SIZE_MAX, SCAN_FAILED_CODES, timeBound } from './image-fields';

/**
 * An image in the index of a multi-architecture image (`association_images` of ListRegistryImages).
 * It has neither a platform nor the severity of the risk; see the row of `DataHssRegistryImages`
 * with its digest. Every field is optional, as in the API.
 */
export interface HssAssociatedImage {
  /** ID of the image's row: an int64 in decimal digits. */
  readonly id?: string;
  /** ID of the image, up to 64 characters. */
  readonly imageId?: string;
  /** Image name, up to 128 characters. */
  readonly imageName?: string;
  /** Image version (tag), up to 64 characters. */
  readonly imageVersion?: string;
  /** Kind of the image. */
  readonly imageType?: RegistryImageType;
  /** Organization (SWR) or project (Harbor), up to 64 characters. */
  readonly namespace?: string;
  /** Digest that HSS recorded, up to 128 characters. */
  readonly imageDigest?: string;
  /** State of the scan. */
  readonly scanStatus?: ScanStatus;
  /** Number of vulnerabilities, 0 to 2147483647. */
  readonly vulNum?: number;
  /** Number of failed baseline checks, 0 to 2147483647. */
  readonly unsafeSettingNum?: number;
  /** Number of malicious files, 0 to 2147483647. */
  readonly maliciousFileNum?: number;
}

/**
 * An image in a registry with the results of HSS's scan (ListRegistryImages,
 * `GET /v5/{project_id}/image/registries/images`). Every field is optional, as in the API; a
 * field that violates the contract is omitted and listed in `anomalies`.
 */
export interface HssRegistryImage {
  /**
   * ID of the row: an int64 in decimal digits, because a number can't represent every int64
   * exactly.
   */
  readonly id?: string;
  /** Organization (SWR) or project (Harbor), up to 64 characters. */
  readonly namespace?: string;
  /** Image name, up to 128 characters. */
  readonly imageName?: string;
  /** ID of the image, up to 64 characters. */
  readonly imageId?: string;
  /**
   * Digest that HSS recorded, up to 128 characters. The image in the registry may have another one.
   */
  readonly imageDigest?: string;
  /** Image version (tag), up to 64 characters. */
  readonly imageVersion?: string;
  /** Kind of the image. */
  readonly imageType?: RegistryImageType;
  /**
   * ID of the registry, 1 to 64 characters: the `id` of a row of `DataHssImageRegistries`, which
   * has its address.
   */
  readonly registryId?: string;
  /** Name of the registry, 1 to 128 characters. */
  readonly registryName?: string;
  /** Kind of the registry. */
  readonly registryType?: RegistryType;
  /** Whether this is the image's latest version. */
  readonly latestVersion?: boolean;
  /** State of the scan. */
  readonly scanStatus?: ScanStatus;
  /** Reason for a failed scan as text, up to 128 characters. */
  readonly scanFailedDesc?: string;
  /** Reason for a failed scan as a code, such as `download_failed` or `image_over_sized`. */
  readonly scanFailedCode?: string;
  /** Size of the image in bytes, 0 to 2147483547. */
  readonly imageSize?: number;
  /** Time of the last update of this version, in ms since 1970. */
  readonly latestUpdateTime?: number;
  /** Time at which the latest scan completed, in ms since 1970. */
  readonly latestScanTime?: number;
  /**
   * Time at which HSS last synchronized the image with the registry, in ms since 1970. The tag may
   * have moved since then.
   */
  readonly latestSyncTime?: number;
  /** Number of vulnerabilities, 0 to 2147483647. */
  readonly vulNum?: number;
  /** Number of failed baseline checks, 0 to 2147483647. */
  readonly unsafeSettingNum?: number;
  /** Number of malicious files, 0 to 2147483647. */
  readonly maliciousFileNum?: number;
  /** Account that owns a shared image, up to 128 characters. */
  readonly domainName?: string;
  /** State of a shared image. */
  readonly sharedStatus?: SharedImageStatus;
  /** Whether HSS can scan the image. */
  readonly scannable?: boolean;
  /** Whether this is the index of a multi-architecture image. */
  readonly isMultipleArch?: boolean;
  /** Name of the SWR Enterprise instance, up to 128 characters. */
  readonly instanceName?: string;
  /** ID of the SWR Enterprise instance, up to 64 characters. */
  readonly instanceId?: string;
  /** URL of the SWR Enterprise instance, up to 256 characters. */
  readonly instanceUrl?: string;
  /** Severity of the risk that HSS found in the image, set after a completed scan. */
  readonly severityLevel?: SeverityLevel;
  /** Images in an index, in the order of the index. */
  readonly associationImages?: HssAssociatedImage[];
  /**
   * Violations of the API contract in the row, each as `api_field: fault`. A field of an associated
   * image is prefixed with its position, as in `association_images[0].vul_num`.
   */
  readonly anomalies?: string[];
}

/** Codes for registry images only, as in the model of the SDK. */
const REGISTRY_SCAN_FAILED_CODES = [
  'schema_v1_not_support',
  'access_swr_failed',
  'swr_authentication_error',
  'failed_to_check_build_cmd',
];

/** Fields of rows and of images in an index. */
const common = {
  id: { kind: 'int64Id', name: 'id' },
  imageId: { kind: 'string', name: 'image_id', min: 0, max: 64 },
  imageName: { kind: 'string', name: 'image_name', min: 0, max: 128 },
  imageVersion: { kind: 'string', name: 'image_version', min: 0, max: 64 },
  imageType: { kind: 'enum', name: 'image_type', values: Object.values(RegistryImageType) },
  namespace: { kind: 'string', name: 'namespace', min: 0, max: 64 },
  imageDigest: { kind: 'string', name: 'image_digest', min: 0, max: 128 },
  scanStatus: { kind: 'enum', name: 'scan_status', values: Object.values(ScanStatus) },
  vulNum: { kind: 'integer', name: 'vul_num', min: 0, max: INT32_MAX },
  unsafeSettingNum: { kind: 'integer', name: 'unsafe_setting_num', min: 0, max: INT32_MAX },
  maliciousFileNum: { kind: 'integer', name: 'malicious_file_num', min: 0, max: INT32_MAX },
} as const satisfies { [P in keyof HssAssociatedImage]-?: FieldSpec };

const fields: { [P in Exclude<keyof HssRegistryImage, 'anomalies'>]-?: FieldSpec } = {
  ...common,
  registryId: { kind: 'string', name: 'registry_id', min: 1, max: 64 },
  registryName: { kind: 'string', name: 'registry_name', min: 1, max: 128 },
  registryType: { kind: 'enum', name: 'registry_type', values: Object.values(RegistryType) },
  latestVersion: { kind: 'boolean', name: 'latest_version' },
  scanFailedDesc: { kind: 'string', name: 'scan_failed_desc', min: 0, max: 128 },
  scanFailedCode: {
    kind: 'enum',
    name: 'scan_failed_code',
    values: [...SCAN_FAILED_CODES, ...REGISTRY_SCAN_FAILED_CODES],
  },
  imageSize: { kind: 'integer', name: 'image_size', min: 0, max: IMAGE_SIZE_MAX },
  latestUpdateTime: { kind: 'integer', name: 'latest_update_time', min: 0, max: INT64_MAX },
  latestScanTime: { kind: 'integer', name: 'latest_scan_time', min: 0, max: INT64_MAX },
  latestSyncTime: { kind: 'integer', name: 'latest_sync_time', min: 0, max: INT64_MAX },
  domainName: { kind: 'string', name: 'domain_name', min: 0, max: 128 },
  sharedStatus: { kind: 'enum', name: 'shared_status', values: Object.values(SharedImageStatus) },
  scannable: { kind: 'boolean', name: 'scannable' },
  isMultipleArch: { kind: 'boolean', name: 'is_multiple_arch' },
  instanceName: { kind: 'string', name: 'instance_name', min: 0, max: 128 },
  instanceId: { kind: 'string', name: 'instance_id', min: 0, max: 64 },
  instanceUrl: { kind: 'string', name: 'instance_url', min: 0, max: 256 },
  severityLevel: { kind: 'enum', name: 'severity_level', values: Object.values(SeverityLevel) },
  associationImages: { kind: 'objectList', name: 'association_images', fields: common },
};

function text(
  name: string,
  min: number,
  max: number,
  nameOf: keyof HssRegistryImage,
): ParameterSpec {
  return { kind: 'string', name, min, max, nameOf };
}

const parameters = {
  enterpriseProjectId: ENTERPRISE_PROJECT_ID,
  namespace: IMAGE_PARAMETERS.namespace,
  imageName: IMAGE_PARAMETERS.imageName,
  imageVersion: IMAGE_PARAMETERS.imageVersion,
  registryName: text('registry_name', 1, 128, 'registryName'),
  imageType: {
    kind: 'enum',
    name: 'image_type',
    values: Object.values(RegistryImageType),
    recheck: { field: 'imageType', test: 'equals' },
  },
  sortKey: IMAGE_PARAMETERS.sortKey,
  sortDir: IMAGE_PARAMETERS.sortDir,
  latestVersion: IMAGE_PARAMETERS.latestVersion,
  imageSize: IMAGE_PARAMETERS.imageSize,
  scanStatus: IMAGE_PARAMETERS.scanStatus,
  startLatestUpdateTime: IMAGE_PARAMETERS.startLatestUpdateTime,
  endLatestUpdateTime: IMAGE_PARAMETERS.endLatestUpdateTime,
  startLatestScanTime: IMAGE_PARAMETERS.startLatestScanTime,
  endLatestScanTime: IMAGE_PARAMETERS.endLatestScanTime,
  startLatestSyncTime: timeBound('start_latest_sync_time', 'latestSyncTime', 'atLeast'),
  endLatestSyncTime: timeBound('end_latest_sync_time', 'latestSyncTime', 'atMost'),
  hasMaliciousFile: IMAGE_PARAMETERS.hasMaliciousFile,
  hasUnsafeSetting: IMAGE_PARAMETERS.hasUnsafeSetting,
  hasVul: IMAGE_PARAMETERS.hasVul,
  risky: IMAGE_PARAMETERS.risky,
  instanceId: {
    kind: 'string',
    name: 'instance_id',
    min: 0,
    max: 128,
    recheck: { field: 'instanceId', test: 'equals' },
  },
  instanceName: text('instance_name', 0, 128, 'instanceName'),
  isMultarch: {
    kind: 'boolean',
    name: 'is_multarch',
    recheck: { field: 'isMultipleArch', test: 'equals' },
  },
  severityLevel: IMAGE_PARAMETERS.severityLevel,
} satisfies EndpointSpec['parameters'];

/** Prop name of a parameter of the endpoint. */
export type RegistryImagesParameter = keyof typeof parameters;

/** ListRegistryImages, 查询仓库镜像列表. */
export const REGISTRY_IMAGES: EndpointSpec = {
  id: 'registry-images',
  operation: 'ListRegistryImages',
  path: '/image/registries/images',
  parameters,
  fields,
};
