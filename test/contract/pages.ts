/**
 * The API pages, typed off by hand from shared/contract, and from nowhere else: what src/contract says
 * is held against this. A length is [min, max] in characters, a range [min, max] of the value.
 */
export type ScalarKind =
  | { readonly length: readonly [number, number] | 'any' }
  | { readonly range: readonly [number, bigint] }
  | { readonly boolean: true }
  | { readonly oneOf: readonly string[] }
  | { readonly someOf: readonly string[] };

/**
 * Kinds of fields. `int64` is an ID, which is a string of decimal digits in a row. `decimal` is the
 * range of a number with a fraction.
 */
export type Kind =
  | ScalarKind
  | { readonly int64: true }
  | { readonly decimal: readonly [number, number] }
  | { readonly listOf: { readonly [prop: string]: readonly [name: string, kind: Kind] } };

export interface PageTable {
  readonly path: string;
  /** By prop: the API's name and the allowed values. The client sets limit and offset itself. */
  readonly parameters: { readonly [prop: string]: readonly [name: string, kind: ScalarKind] };
  readonly required: readonly string[];
  readonly fields: { readonly [prop: string]: readonly [name: string, kind: Kind] };
}

const INT64: ScalarKind = { range: [0, 9223372036854775807n] };
const INT32: ScalarKind = { range: [0, 2147483647n] };
const SIZE: ScalarKind = { range: [0, 2147483547n] };
const BOOLEAN: ScalarKind = { boolean: true };
const TYPES = ['Harbor', 'Jfrog', 'SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Other'];
const ACCESS = ['success', 'fail', 'accessing'];
const SYNC = ['finished', 'running', 'failed'];
const SEVERITIES = ['Security', 'Low', 'Medium', 'High'];
const length = (min: number, max: number): ScalarKind => ({ length: [min, max] });

const IMAGE_TYPES = ['private_image', 'shared_image', 'instance_image', 'harbor', 'jfrog'];
const SCANS = [
  ...['unscan', 'success', 'scanning', 'failed', 'download_failed'],
  ...['image_oversized', 'waiting_for_scan'],
];

const NECESSITIES = ['immediate_repair', 'delay_repair', 'not_needed_repair'];
const VULNERABILITIES = ['linux_vul', 'app_vul'];
const HANDLING = ['unhandled', 'handled'];
const CVSS: Kind = { decimal: [0, 10] };

/** Fields of an image in an index, which its row has too. */
const ASSOCIATED: { readonly [prop: string]: readonly [name: string, kind: Kind] } = {
  id: ['id', { int64: true }],
  imageId: ['image_id', length(0, 64)],
  imageName: ['image_name', length(0, 128)],
  imageVersion: ['image_version', length(0, 64)],
  imageType: ['image_type', { oneOf: IMAGE_TYPES }],
  namespace: ['namespace', length(0, 64)],
  imageDigest: ['image_digest', length(0, 128)],
  scanStatus: ['scan_status', { oneOf: SCANS }],
  vulNum: ['vul_num', INT32],
  unsafeSettingNum: ['unsafe_setting_num', INT32],
  maliciousFileNum: ['malicious_file_num', INT32],
};

export const PAGES: { readonly [endpoint: string]: PageTable } = {
  'image-registries': {
    path: '/image/registries',
    required: [],
    parameters: {
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      registryName: ['registry_name', length(1, 128)],
      registryId: ['registry_id', length(1, 64)],
      registryTypes: ['registry_type', { someOf: TYPES }],
      registryAddr: ['registry_addr', length(1, 256)],
      status: ['status', { oneOf: ACCESS }],
    },
    fields: {
      id: ['id', length(1, 64)],
      registryName: ['registry_name', length(1, 128)],
      registryType: ['registry_type', { oneOf: TYPES }],
      apiVersion: ['api_version', { oneOf: ['V1', 'V2'] }],
      protocol: ['protocol', { oneOf: ['http', 'https'] }],
      registryAddr: ['registry_addr', length(1, 256)],
      registryUsername: ['registry_username', length(1, 128)],
      namespace: ['namespace', length(1, 128)],
      connectClusterId: ['connect_cluster_id', length(1, 64)],
      // Without the prefix "get", which jsii reserves for getters.
      scanImageChannel: ['get_scan_image_channel', { oneOf: ['Swr', 'Other'] }],
      status: ['status', { oneOf: ACCESS }],
      failReason: [
        'fail_reason',
        { oneOf: ['CREATE_JOB_FAILED', 'REQUEST_API_ERROR', 'SERVER_ERROR'] },
      ],
      imagesNum: ['images_num', { range: [0, 20000n] }],
      latestSyncTime: ['latest_sync_time', INT64],
    },
  },
  'cicd-images': {
    path: '/image/cicd/images',
    required: [],
    parameters: {
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      namespace: ['namespace', length(1, 128)],
      imageName: ['image_name', length(1, 128)],
      imageVersion: ['image_version', length(1, 64)],
      sortKey: ['sort_key', { oneOf: ['latest_scan_time'] }],
      sortDir: ['sort_dir', { oneOf: ['asc', 'desc'] }],
      imageId: ['image_id', length(0, 128)],
      cicdName: ['cicd_name', length(0, 128)],
      pipelineType: ['pipeline_type', { oneOf: ['jenkins', 'codearts'] }],
      latestVersion: ['latest_version', BOOLEAN],
      imageSize: ['image_size', SIZE],
      scanStatus: [
        'scan_status',
        { oneOf: ['unscan', 'success', 'scanning', 'failed', 'waiting_for_scan'] },
      ],
      startLatestUpdateTime: ['start_latest_update_time', INT64],
      endLatestUpdateTime: ['end_latest_update_time', INT64],
      startLatestScanTime: ['start_latest_scan_time', INT64],
      endLatestScanTime: ['end_latest_scan_time', INT64],
      hasMaliciousFile: ['has_malicious_file', BOOLEAN],
      hasUnsafeSetting: ['has_unsafe_setting', BOOLEAN],
      hasVul: ['has_vul', BOOLEAN],
      severityLevel: ['severity_level', { oneOf: SEVERITIES }],
      risky: ['risky', BOOLEAN],
    },
    fields: {
      imageId: ['image_id', length(0, 128)],
      cicdName: ['cicd_name', length(0, 128)],
      namespace: ['namespace', length(0, 64)],
      imageName: ['image_name', length(0, 128)],
      imageDigest: ['image_digest', length(0, 128)],
      imageVersion: ['image_version', length(0, 64)],
      registryName: ['registry_name', length(1, 128)],
      imageType: ['image_type', { oneOf: ['cicd'] }],
      registryType: ['registry_type', { oneOf: ['cicd'] }],
      pipelineType: ['pipeline_type', { oneOf: ['jenkins', 'codearts'] }],
      latestVersion: ['latest_version', BOOLEAN],
      scanStatus: [
        'scan_status',
        {
          oneOf: [
            ...['unscan', 'success', 'scanning', 'failed', 'download_failed'],
            ...['image_oversized', 'waiting_for_scan'],
          ],
        },
      ],
      scanFailedDesc: ['scan_failed_desc', length(0, 128)],
      scanFailedCode: [
        'scan_failed_code',
        {
          oneOf: [
            ...['unknown_error', 'authentication_failed', 'download_failed', 'image_over_sized'],
            ...['get_detail_info_not_found', 'image_layer_over_sized'],
            ...['failed_to_scan_vulnerability', 'failed_to_scan_file', 'failed_to_scan_software'],
            ...['failed_to_check_sensitive_information', 'failed_to_check_baseline'],
            ...['failed_to_check_software_compliance', 'failed_to_query_basic_image_information'],
            ...['response_timed_out', 'database_error', 'failed_to_send_the_scan_request'],
          ],
        },
      ],
      imageSize: ['image_size', SIZE],
      latestUpdateTime: ['latest_update_time', INT64],
      latestScanTime: ['latest_scan_time', INT64],
      vulNum: ['vul_num', INT32],
      unsafeSettingNum: ['unsafe_setting_num', INT32],
      maliciousFileNum: ['malicious_file_num', INT32],
      severityLevel: ['severity_level', { oneOf: SEVERITIES }],
    },
  },
  'registry-images': {
    path: '/image/registries/images',
    required: [],
    parameters: {
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      namespace: ['namespace', length(1, 128)],
      imageName: ['image_name', length(1, 128)],
      imageVersion: ['image_version', length(1, 64)],
      registryName: ['registry_name', length(1, 128)],
      imageType: ['image_type', { oneOf: IMAGE_TYPES }],
      sortKey: ['sort_key', { oneOf: ['latest_scan_time'] }],
      sortDir: ['sort_dir', { oneOf: ['asc', 'desc'] }],
      latestVersion: ['latest_version', BOOLEAN],
      imageSize: ['image_size', SIZE],
      scanStatus: [
        'scan_status',
        { oneOf: ['unscan', 'success', 'scanning', 'failed', 'waiting_for_scan'] },
      ],
      startLatestUpdateTime: ['start_latest_update_time', INT64],
      endLatestUpdateTime: ['end_latest_update_time', INT64],
      startLatestScanTime: ['start_latest_scan_time', INT64],
      endLatestScanTime: ['end_latest_scan_time', INT64],
      startLatestSyncTime: ['start_latest_sync_time', INT64],
      endLatestSyncTime: ['end_latest_sync_time', INT64],
      hasMaliciousFile: ['has_malicious_file', BOOLEAN],
      hasUnsafeSetting: ['has_unsafe_setting', BOOLEAN],
      hasVul: ['has_vul', BOOLEAN],
      risky: ['risky', BOOLEAN],
      instanceId: ['instance_id', length(0, 128)],
      instanceName: ['instance_name', length(0, 128)],
      isMultarch: ['is_multarch', BOOLEAN],
      severityLevel: ['severity_level', { oneOf: SEVERITIES }],
    },
    fields: {
      ...ASSOCIATED,
      registryId: ['registry_id', length(1, 64)],
      registryName: ['registry_name', length(1, 128)],
      registryType: ['registry_type', { oneOf: TYPES }],
      latestVersion: ['latest_version', BOOLEAN],
      scanFailedDesc: ['scan_failed_desc', length(0, 128)],
      scanFailedCode: [
        'scan_failed_code',
        {
          oneOf: [
            ...['unknown_error', 'authentication_failed', 'download_failed', 'image_over_sized'],
            ...['get_detail_info_not_found', 'image_layer_over_sized', 'schema_v1_not_support'],
            ...['access_swr_failed', 'swr_authentication_error', 'failed_to_scan_vulnerability'],
            ...['failed_to_scan_file', 'failed_to_scan_software'],
            ...['failed_to_check_sensitive_information', 'failed_to_check_baseline'],
            ...['failed_to_check_software_compliance', 'failed_to_query_basic_image_information'],
            ...['failed_to_check_build_cmd', 'response_timed_out', 'database_error'],
            'failed_to_send_the_scan_request',
          ],
        },
      ],
      imageSize: ['image_size', SIZE],
      latestUpdateTime: ['latest_update_time', INT64],
      latestScanTime: ['latest_scan_time', INT64],
      latestSyncTime: ['latest_sync_time', INT64],
      domainName: ['domain_name', length(0, 128)],
      sharedStatus: ['shared_status', { oneOf: ['expired', 'effective'] }],
      scannable: ['scannable', BOOLEAN],
      isMultipleArch: ['is_multiple_arch', BOOLEAN],
      instanceName: ['instance_name', length(0, 128)],
      instanceId: ['instance_id', length(0, 64)],
      instanceUrl: ['instance_url', length(0, 256)],
      severityLevel: ['severity_level', { oneOf: SEVERITIES }],
      associationImages: ['association_images', { listOf: ASSOCIATED }],
    },
  },
  'sync-task-registries': {
    path: '/image/image-sync/tasks/{taskId}/registries',
    required: ['taskId'],
    parameters: {
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      taskId: ['task_id', length(1, 64)],
      registryName: ['registry_name', length(1, 128)],
      registryTypes: ['registry_type', { someOf: TYPES }],
      syncStatus: ['sync_status', { oneOf: SYNC }],
    },
    fields: {
      registryId: ['registry_id', { length: 'any' }],
      registryName: ['registry_name', { length: 'any' }],
      registryType: ['registry_type', { oneOf: TYPES }],
      syncStatus: ['sync_status', { oneOf: SYNC }],
      failedReason: ['failed_reason', { length: 'any' }],
    },
  },
  'image-vulnerabilities': {
    path: '/image/{imageId}/vulnerabilities',
    required: ['imageType', 'imageId', 'namespace', 'imageName', 'tagName'],
    parameters: {
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      imageType: ['image_type', { oneOf: ['cicd', ...IMAGE_TYPES] }],
      imageId: ['image_id', length(0, 128)],
      instanceId: ['instance_id', length(0, 128)],
      namespace: ['namespace', length(0, 64)],
      imageName: ['image_name', length(0, 128)],
      tagName: ['tag_name', length(0, 64)],
      repairNecessity: ['repair_necessity', { oneOf: NECESSITIES }],
      vulId: ['vul_id', length(0, 128)],
      appName: ['app_name', length(0, 64)],
      type: ['type', { oneOf: VULNERABILITIES }],
      handleStatus: ['handle_status', { oneOf: HANDLING }],
    },
    fields: {
      vulId: ['vul_id', length(0, 128)],
      repairNecessity: ['repair_necessity', { oneOf: NECESSITIES }],
      description: ['description', length(0, 128)],
      position: ['position', length(0, 128)],
      appName: ['app_name', length(0, 128)],
      appPath: ['app_path', length(1, 512)],
      version: ['version', length(0, 128)],
      solution: ['solution', length(0, 256)],
      url: ['url', length(0, 128)],
    },
  },
  // Only the parameters that are sent and the fields that are read. No lookup uses the others.
  'project-vulnerabilities': {
    path: '/images/vulnerabilities',
    required: ['type', 'handleStatus', 'imageType'],
    parameters: {
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      type: ['type', { oneOf: VULNERABILITIES }],
      handleStatus: ['handle_status', { oneOf: HANDLING }],
      imageType: ['image_type', { oneOf: ['registry', 'cicd'] }],
    },
    fields: {
      vulId: ['vul_id', length(0, 128)],
      vulName: ['vul_name', length(0, 128)],
      severityLevel: ['severity_level', { oneOf: ['Critical', 'High', 'Medium', 'Low'] }],
      cveList: [
        'cve_list',
        // The page says from 1, but CVSS scores start at 0.
        { listOf: { cveId: ['cve_id', length(1, 32)], cvss: ['cvss', CVSS] } },
      ],
      maxCvssScore: ['max_cvss_score', CVSS],
    },
  },
  'vulnerability-cves': {
    path: '/image/vulnerability/{vulId}/cve',
    required: ['vulId'],
    parameters: {
      // The page has no lengths. These are from the other pages.
      enterpriseProjectId: ['enterprise_project_id', length(1, 256)],
      vulId: ['vul_id', length(1, 128)],
    },
    fields: {
      cveId: ['cve_id', { length: 'any' }],
      cvssScore: ['cvss_score', CVSS],
      publishTime: ['publish_time', INT64],
    },
  },
};

export function isScalar(kind: Kind): kind is ScalarKind {
  return !('int64' in kind) && !('listOf' in kind) && !('decimal' in kind);
}

/** Allowed values of a kind: its bounds, and all values of its enum. */
export function allowed(kind: ScalarKind): readonly unknown[] {
  if ('boolean' in kind) return [true, false];
  if ('oneOf' in kind) return kind.oneOf;
  if ('someOf' in kind) return [...kind.someOf.map((one) => [one]), kind.someOf];
  if ('range' in kind) return [kind.range[0], Number(bigMin(kind.range[1]))];
  if (kind.length === 'any') return ['', 'x'.repeat(5000)];
  const [min, max] = kind.length;
  return ['x'.repeat(min), 'x'.repeat(max)];
}

/** Values of the right type beyond the bounds of a kind. */
export function beyond(kind: ScalarKind): readonly unknown[] {
  if ('boolean' in kind) return [];
  if ('oneOf' in kind) return ['', `${kind.oneOf[0]} `, kind.oneOf[0].toUpperCase() + 'X'];
  if ('someOf' in kind) return [[], ['nothing'], [...kind.someOf, ''], kind.someOf[0]];
  if ('range' in kind) {
    return [-1, Number(bigMin(kind.range[1])) + 1, 0.5, NaN, Infinity];
  }
  if (kind.length === 'any') return [];
  const [min, max] = kind.length;
  return [...(min > 0 ? ['x'.repeat(min - 1)] : []), 'x'.repeat(max + 1)];
}

/** Values of another type. */
export function misfits(kind: ScalarKind): readonly unknown[] {
  const all: readonly [type: string, value: unknown][] = [
    ['string', 'true'],
    ['string', '5'],
    ['number', 5],
    ['boolean', false],
    ['object', {}],
    ['list', [true]],
  ];
  const own = 'boolean' in kind ? 'boolean' : 'range' in kind ? 'number' : 'string';
  return all.filter(([type]) => 'someOf' in kind || type !== own).map(([, value]) => value);
}

/** The text for the allowed values of a kind in an error. */
export function inWords(kind: ScalarKind): readonly string[] {
  if ('boolean' in kind) return ['true or false'];
  if ('oneOf' in kind) return kind.oneOf;
  if ('someOf' in kind) return kind.someOf;
  if ('range' in kind) return [`from ${kind.range[0]} to ${bigMin(kind.range[1])}`];
  return kind.length === 'any' ? [] : [`${kind.length[0]} to ${kind.length[1]} characters`];
}

/** The largest exact JavaScript number, which is the maximum of a time. */
function bigMin(max: bigint): bigint {
  const exact = BigInt(Number.MAX_SAFE_INTEGER);
  return max < exact ? max : exact;
}
