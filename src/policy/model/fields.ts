import { Policy } from './policy';

/**
 * API names of the fields that policies can read, in both lists. Anomalies in other fields do not
 * affect decisions.
 */
export const POLICY_FIELDS: readonly string[] = [
  'namespace',
  'image_name',
  'image_version',
  'image_digest',
  'registry_name',
  'scan_status',
  'severity_level',
  'latest_scan_time',
  'latest_update_time',
  'vul_num',
  'unsafe_setting_num',
  'malicious_file_num',
];

/**
 * API names of the policy fields that only registry images have. `scannable` is not among them: it
 * only explains a missing scan and decides nothing.
 */
export const REGISTRY_POLICY_FIELDS: readonly string[] = [
  'registry_id',
  'shared_status',
  'is_multiple_arch',
  'association_images',
  'latest_sync_time',
];

/** Returns the API names of the fields that a policy reads. */
export function fieldsRead(policy: Policy): string[] {
  const unread = [
    ...(policy.maxVulnerabilities === undefined && policy.vulnerabilities === undefined
      ? ['vul_num']
      : []),
    ...(policy.maxUnsafeSettings === undefined ? ['unsafe_setting_num'] : []),
    ...(policy.requireDigest ? [] : ['image_digest']),
    ...(policy.registryNames === undefined ? ['registry_name'] : []),
    ...(policy.maxSyncAgeHours === undefined ? ['latest_sync_time'] : []),
  ];
  return [...POLICY_FIELDS, ...REGISTRY_POLICY_FIELDS].filter((field) => !unread.includes(field));
}
