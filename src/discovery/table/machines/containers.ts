import type { Machines } from './types';

/**
 * Types that have containers, or change those of others. kreuzwerker/docker 3.6.2
 * (@cdktf/provider-docker 12.0.3): what `docker_image` reports of the image it pulled.
 * hashicorp/kubernetes 2.38.0: a variable or an annotation can name the image of a sidecar.
 * rancher/rancher2 (commit c37fdac6, docs/resources): images of machines, in one block a cloud;
 * Harvester's `disk_info` is a JSON text with more of them.
 */
export const CONTAINER_TYPES: Machines = [
  ['docker_image', 'image_id', 'repo_digest'],
  ['kubernetes_annotations'],
  ['kubernetes_env'],
  ['rancher2_cluster', 'eks_config_v2.node_groups.image_id', 'oke_config.node_image'],
  [
    'rancher2_machine_config_v2',
    'azure_config.image',
    'digitalocean_config.image',
    'google_config.machine_image',
    'harvester_config.disk_info',
    'harvester_config.image_name',
    'linode_config.image',
    'nutanix_config.vm_image',
    'openstack_config.image_id',
    'openstack_config.image_name',
  ],
  [
    'rancher2_node_template',
    'azure_config.image',
    'digitalocean_config.image',
    'harvester_config.disk_info',
    'harvester_config.image_name',
    'hetzner_config.image',
    'linode_config.image',
    'opennebula_config.image_id',
    'opennebula_config.image_name',
    'opennebula_config.image_owner',
    'openstack_config.image_id',
    'openstack_config.image_name',
  ],
];
