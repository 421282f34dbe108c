/**
 * hashicorp/random 3.7.2, tls 4.1.0, local 2.6.1, time 0.13.1, archive 2.7.1, null 3.2.4 and
 * cloudinit 2.3.7 (@cdktf/provider-random 12.0.1, -tls 11.0.1, -local 11.1.1, -time 11.0.1,
 * -archive 11.0.1, -null 11.0.1, -cloudinit 11.0.1), and Terraform's own terraform_data: every
 * resource type. They compute values or write files; provisioners are outside of the plan's
 * values.
 */
export const UTILITIES_RUN_NOTHING: readonly string[] = [
  'archive_file',
  'cloudinit_config',
  'local_file',
  'local_sensitive_file',
  'null_resource',
  'random_bytes',
  'random_id',
  'random_integer',
  'random_password',
  'random_pet',
  'random_shuffle',
  'random_string',
  'random_uuid',
  'terraform_data',
  'time_offset',
  'time_rotating',
  'time_sleep',
  'time_static',
  'tls_cert_request',
  'tls_locally_signed_cert',
  'tls_private_key',
  'tls_self_signed_cert',
];
