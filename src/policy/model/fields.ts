import { Policy } from './policy';

/** The API's names of the fields that policies can read. What is odd in others is no business of the gate. */
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

/** Those that a policy reads. */
export function fieldsRead(policy: Policy): string[] {
  const unread = [
    ...(policy.maxVulnerabilities === undefined ? ['vul_num'] : []),
    ...(policy.maxUnsafeSettings === undefined ? ['unsafe_setting_num'] : []),
    ...(policy.requireDigest ? [] : ['image_digest']),
    ...(policy.registryNames === undefined ? ['registry_name'] : []),
  ];
  return POLICY_FIELDS.filter((field) => !unread.includes(field));
}
