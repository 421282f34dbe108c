import { PipelineType, ScanStatus, SeverityLevel } from './enums';
import { ENTERPRISE_PROJECT_ID, EndpointSpec, INT32_MAX, INT64_MAX, ScalarSpec } from './fields';
import { IMAGE_PARAMETERS, IMAGE_SIZE_MAX, SCAN_FAILED_CODES } from './image-fields';

/**
 * An image that a CI/CD pipeline submitted to HSS, with the results of its scan (ListCicdImages,
 * `GET /v5/{project_id}/image/cicd/images`). Every field is optional, as in the API; a field
 * that violates the contract is omitted and listed in `anomalies`. One image may have several rows
 * for one tag.
 */
export interface HssCicdImage {
  /** ID of the image, up to 128 characters. */
  readonly imageId?: string;
  /** Name of the CI/CD integration, up to 128 characters. */
  readonly cicdName?: string;
  /** Namespace (organization), up to 64 characters. */
  readonly namespace?: string;
  /** Image name, up to 128 characters. */
  readonly imageName?: string;
  /**
   * Digest that HSS recorded, up to 128 characters. The image in the registry may have another one.
   */
  readonly imageDigest?: string;
  /** Image version (tag), up to 64 characters. */
  readonly imageVersion?: string;
  /** Name of the registry, 1 to 128 characters. Rows contain neither its ID nor its address. */
  readonly registryName?: string;
  /** Always `cicd`. */
  readonly imageType?: string;
  /** Always `cicd`. */
  readonly registryType?: string;
  /** Pipeline that had the image scanned. */
  readonly pipelineType?: PipelineType;
  /** Whether this is the image's latest version. */
  readonly latestVersion?: boolean;
  /** State of the scan. */
  readonly scanStatus?: ScanStatus;
  /** Reason for a failed scan as text (Chinese), up to 128 characters. */
  readonly scanFailedDesc?: string;
  /** Reason for a failed scan as a code, such as `download_failed` or `image_over_sized`. */
  readonly scanFailedCode?: string;
  /** Size of the image in bytes, 0 to 2147483547. */
  readonly imageSize?: number;
  /** Time of the last update of this version, in ms since 1970. */
  readonly latestUpdateTime?: number;
  /** Time at which the latest scan completed, in ms since 1970. */
  readonly latestScanTime?: number;
  /** Number of vulnerabilities, 0 to 2147483647. */
  readonly vulNum?: number;
  /** Number of failed baseline checks, 0 to 2147483647. */
  readonly unsafeSettingNum?: number;
  /** Number of malicious files, 0 to 2147483647. */
  readonly maliciousFileNum?: number;
  /** Severity of the risk that HSS found in the image, set after a completed scan. */
  readonly severityLevel?: SeverityLevel;
  /** Violations of the API contract in the row, each as `api_field: fault`. */
  readonly anomalies?: string[];
}

const fields: { [P in Exclude<keyof HssCicdImage, 'anomalies'>]-?: ScalarSpec } = {
  imageId: { kind: 'string', name: 'image_id', min: 0, max: 128 },
  cicdName: { kind: 'string', name: 'cicd_name', min: 0, max: 128 },
  namespace: { kind: 'string', name: 'namespace', min: 0, max: 64 },
  imageName: { kind: 'string', name: 'image_name', min: 0, max: 128 },
  imageDigest: { kind: 'string', name: 'image_digest', min: 0, max: 128 },
  imageVersion: { kind: 'string', name: 'image_version', min: 0, max: 64 },
  registryName: { kind: 'string', name: 'registry_name', min: 1, max: 128 },
  imageType: { kind: 'enum', name: 'image_type', values: ['cicd'] },
  registryType: { kind: 'enum', name: 'registry_type', values: ['cicd'] },
  pipelineType: { kind: 'enum', name: 'pipeline_type', values: Object.values(PipelineType) },
  latestVersion: { kind: 'boolean', name: 'latest_version' },
  scanStatus: { kind: 'enum', name: 'scan_status', values: Object.values(ScanStatus) },
  scanFailedDesc: { kind: 'string', name: 'scan_failed_desc', min: 0, max: 128 },
  scanFailedCode: { kind: 'enum', name: 'scan_failed_code', values: SCAN_FAILED_CODES },
  imageSize: { kind: 'integer', name: 'image_size', min: 0, max: IMAGE_SIZE_MAX },
  latestUpdateTime: { kind: 'integer', name: 'latest_update_time', min: 0, max: INT64_MAX },
  latestScanTime: { kind: 'integer', name: 'latest_scan_time', min: 0, max: INT64_MAX },
  vulNum: { kind: 'integer', name: 'vul_num', min: 0, max: INT32_MAX },
  unsafeSettingNum: { kind: 'integer', name: 'unsafe_setting_num', min: 0, max: INT32_MAX },
  maliciousFileNum: { kind: 'integer', name: 'malicious_file_num', min: 0, max: INT32_MAX },
  severityLevel: { kind: 'enum', name: 'severity_level', values: Object.values(SeverityLevel) },
};

const parameters = {
  enterpriseProjectId: ENTERPRISE_PROJECT_ID,
  namespace: IMAGE_PARAMETERS.namespace,
  imageName: IMAGE_PARAMETERS.imageName,
  imageVersion: IMAGE_PARAMETERS.imageVersion,
  sortKey: IMAGE_PARAMETERS.sortKey,
  sortDir: IMAGE_PARAMETERS.sortDir,
  imageId: {
    kind: 'string',
    name: 'image_id',
    min: 0,
    max: 128,
    recheck: { field: 'imageId', test: 'equals' },
  },
  cicdName: { kind: 'string', name: 'cicd_name', min: 0, max: 128, nameOf: 'cicdName' },
  pipelineType: {
    kind: 'enum',
    name: 'pipeline_type',
    values: Object.values(PipelineType),
    recheck: { field: 'pipelineType', test: 'equals' },
  },
  latestVersion: IMAGE_PARAMETERS.latestVersion,
  imageSize: IMAGE_PARAMETERS.imageSize,
  scanStatus: IMAGE_PARAMETERS.scanStatus,
  startLatestUpdateTime: IMAGE_PARAMETERS.startLatestUpdateTime,
  endLatestUpdateTime: IMAGE_PARAMETERS.endLatestUpdateTime,
  startLatestScanTime: IMAGE_PARAMETERS.startLatestScanTime,
  endLatestScanTime: IMAGE_PARAMETERS.endLatestScanTime,
  hasMaliciousFile: IMAGE_PARAMETERS.hasMaliciousFile,
  hasUnsafeSetting: IMAGE_PARAMETERS.hasUnsafeSetting,
  hasVul: IMAGE_PARAMETERS.hasVul,
  severityLevel: IMAGE_PARAMETERS.severityLevel,
  risky: IMAGE_PARAMETERS.risky,
} satisfies EndpointSpec['parameters'];

/** Prop name of a parameter of the endpoint. */
export type CicdImagesParameter = keyof typeof parameters;

/** ListCicdImages, 查询cicd镜像列表. */
export const CICD_IMAGES: Omit<EndpointSpec, 'fields'> & {
  readonly fields: { readonly [prop: string]: ScalarSpec };
} = {
  id: 'cicd-images',
  operation: 'ListCicdImages',
  path: '/image/cicd/images',
  parameters,
  fields,
};
