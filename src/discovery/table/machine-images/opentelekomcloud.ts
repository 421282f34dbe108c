import type { MachineImages } from '../../finders/finder';

/**
 * opentelekomcloud/opentelekomcloud (commit 88f1cf1e, docs/resources). Images of IMS.
 */
export const OPENTELEKOMCLOUD_MACHINE_IMAGES: MachineImages = [
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
