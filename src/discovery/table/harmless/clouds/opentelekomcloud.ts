/**
 * opentelekomcloud/opentelekomcloud (commit 88f1cf1e, docs/resources). Images, disks and
 * registries, and the most used types of keys, networks and DNS.
 */
export const OPENTELEKOMCLOUD_RUNS_NOTHING: readonly string[] = [
  'opentelekomcloud_compute_keypair_v2',
  'opentelekomcloud_csbs_backup_v1',
  'opentelekomcloud_image_image_access_accept_v2',
  'opentelekomcloud_images_image_access_v2',
  'opentelekomcloud_images_image_v2',
  'opentelekomcloud_ims_data_image_v2',
  'opentelekomcloud_ims_image_v2',
  'opentelekomcloud_networking_secgroup_rule_v2',
  'opentelekomcloud_networking_secgroup_v2',
  'opentelekomcloud_obs_bucket',
  'opentelekomcloud_obs_bucket_object',
  'opentelekomcloud_swr_domain_v2',
  'opentelekomcloud_swr_organization_permissions_v2',
  'opentelekomcloud_swr_organization_v2',
  'opentelekomcloud_swr_repository_v2',
  'opentelekomcloud_vpc_subnet_v1',
  'opentelekomcloud_vpc_v1',
];
