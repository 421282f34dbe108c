/** What the lists of CI/CD images and of registry images have in common. */

/** Why a scan failed: `image_over_sized` here, `image_oversized` in the scan status. */
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

/** The pages' upper bound for image sizes in bytes, which is not int32's. */
export const IMAGE_SIZE_MAX = 2147483547;
