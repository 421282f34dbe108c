import { ScanStatus, SeverityLevel, SortDir, SortKey } from './enums';
import { EndpointSpec, INT64_MAX, ParameterSpec } from './fields';

/** The common parts of the lists of CI/CD images and of registry images. */

/**
 * Codes of failed scans. The API spells `image_over_sized` here, but `image_oversized` in the scan
 * status.
 */
export const SCAN_FAILED_CODES = [
  'unknown_error',
  'authentication_failed',
  'download_failed',
  'image_over_sized',
  'get_detail_info_not_found',
  'image_layer_over_sized',
  'failed_to_scan_vulnerability',
  'failed_to_scan_file',
  'failed_to_scan_software',
  'failed_to_check_sensitive_information',
  'failed_to_check_baseline',
  'failed_to_check_software_compliance',
  'failed_to_query_basic_image_information',
  'response_timed_out',
  'database_error',
  'failed_to_send_the_scan_request',
];

/** Maximum image size in bytes in the API pages. It is not the maximum of an int32. */
export const IMAGE_SIZE_MAX = 2147483547;

/** Returns a filter by a time, in ms since 1970. */
export function timeBound(
  name: string,
  field: 'latestUpdateTime' | 'latestScanTime' | 'latestSyncTime',
  test: 'atLeast' | 'atMost',
): ParameterSpec {
  return { kind: 'integer', name, min: 0, max: INT64_MAX, recheck: { field, test } };
}

function hasSome(
  name: string,
  field: 'vulNum' | 'unsafeSettingNum' | 'maliciousFileNum',
): ParameterSpec {
  return { kind: 'boolean', name, recheck: { field, test: 'positive' } };
}

/** Common parameters of both lists. Each list has them in the order of its API page. */
export const IMAGE_PARAMETERS = {
  namespace: { kind: 'string', name: 'namespace', min: 1, max: 128, nameOf: 'namespace' },
  imageName: { kind: 'string', name: 'image_name', min: 1, max: 128, nameOf: 'imageName' },
  imageVersion: {
    kind: 'string',
    name: 'image_version',
    min: 1,
    max: 64,
    nameOf: 'imageVersion',
  },
  sortKey: { kind: 'enum', name: 'sort_key', values: Object.values(SortKey) },
  sortDir: { kind: 'enum', name: 'sort_dir', values: Object.values(SortDir) },
  latestVersion: {
    kind: 'boolean',
    name: 'latest_version',
    recheck: { field: 'latestVersion', test: 'whenTrue' },
  },
  imageSize: {
    kind: 'integer',
    name: 'image_size',
    min: 0,
    max: IMAGE_SIZE_MAX,
    nameOf: 'imageSize',
  },
  scanStatus: {
    kind: 'enum',
    name: 'scan_status',
    values: [
      ScanStatus.UNSCAN,
      ScanStatus.SUCCESS,
      ScanStatus.SCANNING,
      ScanStatus.FAILED,
      ScanStatus.WAITING_FOR_SCAN,
    ],
    recheck: { field: 'scanStatus', test: 'equals' },
  },
  startLatestUpdateTime: timeBound('start_latest_update_time', 'latestUpdateTime', 'atLeast'),
  endLatestUpdateTime: timeBound('end_latest_update_time', 'latestUpdateTime', 'atMost'),
  startLatestScanTime: timeBound('start_latest_scan_time', 'latestScanTime', 'atLeast'),
  endLatestScanTime: timeBound('end_latest_scan_time', 'latestScanTime', 'atMost'),
  hasMaliciousFile: hasSome('has_malicious_file', 'maliciousFileNum'),
  hasUnsafeSetting: hasSome('has_unsafe_setting', 'unsafeSettingNum'),
  hasVul: hasSome('has_vul', 'vulNum'),
  severityLevel: {
    kind: 'enum',
    name: 'severity_level',
    values: Object.values(SeverityLevel),
    recheck: { field: 'severityLevel', test: 'equals' },
  },
  // HSS does not document what it considers a risk, so the filter can't be applied again.
  risky: { kind: 'boolean', name: 'risky' },
} satisfies EndpointSpec['parameters'];
