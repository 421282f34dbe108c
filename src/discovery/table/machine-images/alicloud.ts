import type { MachineImages } from '../../finders/finder';

/**
 * aliyun/alicloud (commit 81c43b672, website/docs/r of each type). Images of ECS and of other
 * machines, by ID or name, and of desktops and phones.
 */
export const ALICLOUD_MACHINE_IMAGES: MachineImages = [
  ['alicloud_cddc_dedicated_host', 'image_category'],
  ['alicloud_cddc_dedicated_propre_host', 'image_id'],
  ['alicloud_cloud_phone_instance_group', 'image_id'],
  ['alicloud_cs_edge_kubernetes'],
  ['alicloud_cs_kubernetes_node_pool', 'image_id'],
  ['alicloud_db_instance'],
  ['alicloud_eais_instance', 'image'],
  ['alicloud_ecd_bundle', 'image_id'],
  ['alicloud_ecd_desktop'],
  ['alicloud_ecp_instance', 'image_id'],
  ['alicloud_ecs_image_component'],
  ['alicloud_ecs_image_pipeline', 'base_image'],
  ['alicloud_ecs_instance_set', 'image_id'],
  ['alicloud_ecs_launch_template', 'image_id'],
  ['alicloud_eflo_node_group', 'image_id'],
  ['alicloud_ehpc_cluster', 'image_id'],
  ['alicloud_ehpc_cluster_v2', 'manager.manager_node.image_id', 'queues.compute_nodes.image_id'],
  ['alicloud_ehpc_queue', 'compute_nodes.image_id'],
  ['alicloud_ens_instance', 'image_id'],
  ['alicloud_ess_scaling_configuration', 'image_id', 'image_name'],
  ['alicloud_ess_scaling_group'],
  ['alicloud_fcv3_function', 'custom_container_config.resolved_image_uri'],
  ['alicloud_instance', 'image_id'],
  ['alicloud_kvstore_instance'],
  ['alicloud_launch_template', 'image_id'],
  ['alicloud_live_caster', 'urgent_image_id', 'urgent_image_url'],
  ['alicloud_mongodb_instance'],
  ['alicloud_polardb_cluster'],
  ['alicloud_rds_custom', 'image_id'],
  ['alicloud_simple_application_server_instance', 'image_id'],
  ['alicloud_threat_detection_honey_pot', 'honeypot_image_id', 'honeypot_image_name'],
  ['alicloud_threat_detection_honeypot_preset', 'honeypot_image_name'],
];
