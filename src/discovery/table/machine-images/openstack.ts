import type { MachineImages } from '../../finders/finder';

/**
 * terraform-provider-openstack/openstack (commit 27f26125, docs/resources). Images of Glance, and
 * the node images of Magnum's cluster templates.
 */
export const OPENSTACK_MACHINE_IMAGES: MachineImages = [
  ['openstack_blockstorage_volume_v3', 'image_id'],
  ['openstack_compute_instance_v2', 'image_id', 'image_name', 'block_device.uuid'],
  ['openstack_containerinfra_cluster_v1'],
  ['openstack_containerinfra_clustertemplate_v1', 'image'],
  ['openstack_containerinfra_nodegroup_v1', 'image_id'],
];
