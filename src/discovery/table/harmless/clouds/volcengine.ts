/**
 * volcengine/volcengine (commit 8cff1813, website/docs/r). Images, disks and registries, and the
 * most used types of keys, networks and DNS.
 */
export const VOLCENGINE_RUNS_NOTHING: readonly string[] = [
  'volcengine_cr_endpoint',
  'volcengine_cr_endpoint_acl_policy',
  'volcengine_cr_namespace',
  'volcengine_cr_registry',
  'volcengine_cr_registry_state',
  'volcengine_cr_repository',
  'volcengine_cr_tag',
  'volcengine_cr_vpc_endpoint',
  'volcengine_ebs_snapshot',
  'volcengine_ebs_snapshot_group',
  'volcengine_ecs_key_pair',
  'volcengine_image',
  'volcengine_image_import',
  'volcengine_image_share_permission',
  'volcengine_security_group',
  'volcengine_security_group_rule',
  'volcengine_subnet',
  'volcengine_vpc',
];
