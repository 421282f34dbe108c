/**
 * goharbor/harbor (commit 489db88, docs/resources, selected by service): settings of a registry.
 */
export const HARBOR_RUNS_NOTHING: readonly string[] = [
  'harbor_config_auth',
  'harbor_config_security',
  'harbor_config_system',
  'harbor_garbage_collection',
  'harbor_group',
  'harbor_immutable_tag_rule',
  'harbor_label',
  'harbor_project',
  'harbor_project_member_group',
  'harbor_project_member_user',
  'harbor_project_webhook',
  'harbor_purge_audit_log',
  'harbor_registry',
  'harbor_replication',
  'harbor_retention_policy',
  'harbor_robot_account',
  'harbor_user',
];
