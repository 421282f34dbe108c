import type { MachineImages } from '../../finders/finder';

/**
 * volcengine/volcengine (commit 8cff1813, website/docs/r). Images of ECS and of nodes by ID.
 */
export const VOLCENGINE_MACHINE_IMAGES: MachineImages = [
  ['volcengine_ecs_instance', 'image_id'],
  ['volcengine_ecs_launch_template', 'image_id'],
  ['volcengine_scaling_configuration', 'image_id'],
  ['volcengine_veecp_node_pool', 'node_config.image_id'],
  ['volcengine_veenedge_cloud_server', 'image_id'],
  ['volcengine_vke_cluster'],
  ['volcengine_vke_default_node_pool', 'instances.image_id'],
  ['volcengine_vke_default_node_pool_batch_attach', 'instances.image_id'],
  ['volcengine_vke_node', 'image_id'],
  ['volcengine_vke_node_pool', 'node_config.image_id'],
];
