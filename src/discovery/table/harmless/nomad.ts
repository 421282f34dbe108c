/**
 * hashicorp/nomad 2.5.2 (@cdktf/provider-nomad 10.0.3): settings of the cluster, its policies and
 * variables. Volumes are left out, since a CSI plugin that runs on the cluster provides them.
 */
export const NOMAD_RUNS_NOTHING: readonly string[] = [
  'nomad_acl_auth_method',
  'nomad_acl_binding_rule',
  'nomad_acl_policy',
  'nomad_acl_role',
  'nomad_acl_token',
  'nomad_namespace',
  'nomad_node_pool',
  'nomad_quota_specification',
  'nomad_scheduler_config',
  'nomad_sentinel_policy',
  'nomad_variable',
];
