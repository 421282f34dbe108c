import type { Machines } from './types';

/**
 * terraform-provider-openstack (commit 27f26125, docs/resources) and opentelekomcloud (commit
 * 88f1cf1e, docs/resources). Images of Glance and IMS; those of Magnum's cluster templates are of
 * nodes.
 */
export const OPENSTACK_MACHINES: Machines = [
  ['openstack_blockstorage_volume_v3', 'image_id'],
  ['openstack_compute_instance_v2', 'image_id', 'image_name', 'block_device.uuid'],
  ['openstack_containerinfra_cluster_v1'],
  ['openstack_containerinfra_clustertemplate_v1', 'image'],
  ['openstack_containerinfra_nodegroup_v1', 'image_id'],
  ['opentelekomcloud_as_configuration_v1', 'instance_config.image'],
  ['opentelekomcloud_blockstorage_volume_v2', 'image_id'],
  ['opentelekomcloud_cce_cluster_v3'],
  ['opentelekomcloud_cce_node_pool_v3'],
  ['opentelekomcloud_cce_node_v3'],
  ['opentelekomcloud_compute_bms_server_v2', 'image_id', 'image_name', 'block_device.uuid'],
  ['opentelekomcloud_compute_instance_v2', 'image_id', 'image_name', 'block_device.uuid'],
  ['opentelekomcloud_ecs_instance_v1', 'image_id'],
  ['opentelekomcloud_evs_volume_v3', 'image_id'],
];
