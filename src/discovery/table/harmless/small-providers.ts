/**
 * Types that run nothing, of providers without a file in this folder or in clouds/. Sorted by type,
 * with the source of each provider's types.
 */
export const SMALL_PROVIDERS_RUN_NOTHING: readonly string[] = [
  // vancluever/acme (commit 5638d8d5, docs/resources): certificates
  'acme_certificate',
  'acme_registration',
  // hashicorp/archive 2.7.1 (@cdktf/provider-archive 11.0.1), every type
  'archive_file',
  // argoproj-labs/argocd (commit e6334ad, docs/resources): projects and sources, which deploy
  // nothing by themselves
  'argocd_account_token',
  'argocd_gpg_key',
  'argocd_project',
  'argocd_project_token',
  'argocd_repository',
  'argocd_repository_certificate',
  'argocd_repository_credentials',
  // hashicorp/azuread (bindings of @cdktf 14.3.1): directories
  'azuread_app_role_assignment',
  'azuread_application',
  'azuread_application_password',
  'azuread_group',
  'azuread_group_member',
  'azuread_service_principal',
  'azuread_service_principal_password',
  'azuread_user',
  // DrFaust92/bitbucket (docs of each type): variables
  'bitbucket_deployment_variable',
  'bitbucket_repository_variable',
  'bitbucket_workspace_variable',
  // buildkite/buildkite (docs of each type): secrets
  'buildkite_cluster_secret',
  // CircleCI (docs of each type): variables
  'circleci_context_environment_variable',
  'circleci_environment_variable',
  // civo/civo (commit 9964503, docs/resources): networks and keys
  'civo_dns_domain_name',
  'civo_dns_domain_record',
  'civo_firewall',
  'civo_network',
  'civo_ssh_key',
  // hashicorp/cloudinit 2.3.7 (@cdktf/provider-cloudinit 11.0.1), every type
  'cloudinit_config',
  // cloudstack (commit cd071af, docs): networks, disks, images and keys
  'cloudstack_disk',
  'cloudstack_firewall',
  'cloudstack_network',
  'cloudstack_ssh_keypair',
  'cloudstack_template',
  // confluentinc/confluent (docs of each type): topics, schemas and tags
  'confluent_kafka_topic',
  'confluent_schema',
  'confluent_tag',
  // hashicorp/consul (bindings of @cdktf 10.1.2): settings and permissions
  'consul_acl_policy',
  'consul_acl_role',
  'consul_acl_token',
  'consul_config_entry',
  'consul_intention',
  'consul_key_prefix',
  'consul_keys',
  'consul_node',
  'consul_service',
  // BarnabyShearer/dockerhub (docs of each type): repositories
  'dockerhub_repository',
  // DopplerHQ/doppler (docs of each type): secrets
  'doppler_secret',
  // env0/env0 (docs of each type): variables
  'env0_configuration_variable',
  // exoscale/exoscale (commit b692022e, docs): networks, DNS and keys
  'exoscale_domain',
  'exoscale_domain_record',
  'exoscale_security_group',
  'exoscale_security_group_rule',
  'exoscale_ssh_key',
  // forgejo (docs of each type): files of repositories
  'forgejo_repository_file',
  // go-gitea/gitea (docs of each type): files, secrets and variables of repositories
  'gitea_repository_actions_secret',
  'gitea_repository_actions_variable',
  'gitea_repository_file',
  // Infisical/infisical (docs of each type): secrets
  'infisical_secret',
  // linode/linode (commit 6aef35f5, docs): images, disks, networks, DNS and keys
  'linode_consumer_image_share_group_token',
  'linode_domain',
  'linode_domain_record',
  'linode_firewall',
  'linode_image',
  'linode_nodebalancer',
  'linode_producer_image_share_group',
  'linode_producer_image_share_group_member',
  'linode_sshkey',
  'linode_volume',
  'linode_vpc',
  'linode_vpc_subnet',
  // hashicorp/local 2.6.1 (@cdktf/provider-local 11.1.1), every type: provisioners are outside of
  // the values of a plan
  'local_file',
  'local_sensitive_file',
  // mongodb/mongodbatlas (bindings of @cdktf 8.6.2): accounts and access
  'mongodbatlas_custom_db_role',
  'mongodbatlas_database_user',
  'mongodbatlas_project',
  'mongodbatlas_project_api_key',
  'mongodbatlas_project_invitation',
  'mongodbatlas_project_ip_access_list',
  // hashicorp/null 3.2.4 (@cdktf/provider-null 11.0.1), every type: provisioners are outside of
  // the values of a plan
  'null_resource',
  // nutanix/nutanix (commit 5d035f75, docs): images, networks and permissions
  'nutanix_category_key',
  'nutanix_category_value',
  'nutanix_image',
  'nutanix_image_placement_policy_v2',
  'nutanix_images_v2',
  'nutanix_karbon_private_registry',
  'nutanix_subnet',
  'nutanix_subnet_v2',
  // okta/okta (docs of each type): applications and settings
  'okta_app_bookmark',
  'okta_app_oauth',
  'okta_app_saml',
  'okta_brand',
  'okta_policy_rule_profile_enrollment',
  'okta_profile_mapping',
  'okta_theme',
  'okta_user_schema_property',
  // 1Password/onepassword (docs of each type): secrets
  'onepassword_item',
  // OpenNebula/opennebula (commit 509b8158, docs): images, networks and permissions
  'opennebula_group',
  'opennebula_group_quotas',
  'opennebula_image',
  'opennebula_security_group',
  'opennebula_user',
  'opennebula_user_quotas',
  'opennebula_virtual_network',
  // ovh/ovh (commit a1ae5bce, docs): registries, networks, DNS and keys
  'ovh_cloud_key_manager_container',
  'ovh_cloud_key_manager_container_consumer',
  'ovh_cloud_key_manager_secret',
  'ovh_cloud_key_manager_secret_consumer',
  'ovh_cloud_project_containerregistry',
  'ovh_cloud_project_containerregistry_iam',
  'ovh_cloud_project_containerregistry_ip_restrictions_management',
  'ovh_cloud_project_containerregistry_ip_restrictions_registry',
  'ovh_cloud_project_containerregistry_oidc',
  'ovh_cloud_project_containerregistry_user',
  'ovh_cloud_project_user',
  'ovh_cloud_storage_block_volume',
  // PagerDuty/pagerduty (bindings of @cdktf 14.3.9): services, schedules and users
  'pagerduty_escalation_policy',
  'pagerduty_schedule',
  'pagerduty_service',
  'pagerduty_team',
  'pagerduty_user',
  // cyrilgdn/postgresql (commit ff936b9, docs/resources): databases and permissions
  'postgresql_database',
  'postgresql_default_privileges',
  'postgresql_extension',
  'postgresql_grant',
  'postgresql_grant_role',
  'postgresql_role',
  'postgresql_schema',
  // hashicorp/random 3.7.2 (@cdktf/provider-random 12.0.1), every type: computed values
  'random_bytes',
  'random_id',
  'random_integer',
  'random_password',
  'random_pet',
  'random_shuffle',
  'random_string',
  'random_uuid',
  // spacelift-io/spacelift (docs of each type): variables, files and policies
  'spacelift_context',
  'spacelift_environment_variable',
  'spacelift_mounted_file',
  'spacelift_policy',
  // Terraform itself
  'terraform_data',
  // hashicorp/tfe (docs of each type): variables, teams and policies
  'tfe_notification_configuration',
  'tfe_policy',
  'tfe_policy_set',
  'tfe_project',
  'tfe_sentinel_policy',
  'tfe_team',
  'tfe_variable',
  'tfe_variable_set',
  // hashicorp/time 0.13.1 (@cdktf/provider-time 11.0.1), every type: computed values
  'time_offset',
  'time_rotating',
  'time_sleep',
  'time_static',
  // hashicorp/tls 4.1.0 (@cdktf/provider-tls 11.0.1), every type: computed values
  'tls_cert_request',
  'tls_locally_signed_cert',
  'tls_private_key',
  'tls_self_signed_cert',
  // UpCloudLtd/upcloud (commit 67632e69, docs)
  'upcloud_network',
  'upcloud_storage',
  // vmware/vsphere 2.15.0 (bindings of @cdktf): folders, networks, disks and permissions
  'vsphere_content_library',
  'vsphere_content_library_item',
  'vsphere_custom_attribute',
  'vsphere_datacenter',
  'vsphere_distributed_port_group',
  'vsphere_distributed_virtual_switch',
  'vsphere_file',
  'vsphere_folder',
  'vsphere_host_port_group',
  'vsphere_resource_pool',
  'vsphere_role',
  'vsphere_tag',
  'vsphere_tag_category',
  'vsphere_virtual_disk',
  'vsphere_virtual_machine_snapshot',
  // vultr/vultr (commit f670e5bf, docs): images, disks, networks, DNS and keys
  'vultr_block_storage',
  'vultr_container_registry',
  'vultr_dns_domain',
  'vultr_dns_record',
  'vultr_firewall_group',
  'vultr_firewall_rule',
  'vultr_object_storage',
  'vultr_snapshot',
  'vultr_snapshot_from_url',
  'vultr_ssh_key',
  'vultr_vpc',
];
