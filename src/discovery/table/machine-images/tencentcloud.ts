import type { MachineImages } from '../../finders/finder';

/**
 * tencentcloudstack/tencentcloud (commit f6970a900, website/docs/r of each type). Images of CVM by
 * ID or name.
 */
export const TENCENTCLOUD_MACHINE_IMAGES: MachineImages = [
  ['tencentcloud_as_scaling_config', 'image_id', 'image_family'],
  ['tencentcloud_as_scaling_group'],
  ['tencentcloud_cvm_launch_template', 'image_id'],
  ['tencentcloud_cvm_launch_template_version', 'image_id'],
  ['tencentcloud_dbdc_db_custom_node', 'image_id'],
  ['tencentcloud_dbdc_node_to_db_custom_cluster_attachment', 'image_id'],
  ['tencentcloud_dlc_data_engine', 'image_version_name'],
  ['tencentcloud_dlc_standard_engine_resource_group', 'image_name', 'image_version'],
  ['tencentcloud_dlc_switch_data_engine_image_operation', 'new_image_version_id'],
  ['tencentcloud_instance', 'image_id'],
  ['tencentcloud_instance_set', 'image_id'],
  ['tencentcloud_kubernetes_cluster_attachment', 'image_id'],
  ['tencentcloud_thpc_workspaces', 'image_id'],
  ['tencentcloud_tsf_instances_attachment', 'image_id'],
];
