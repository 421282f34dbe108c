import { Table, attr, content, unlessAbsent } from '../../finders/finder';
import { INSTALLS_ADDONS, STORED_ELSEWHERE } from '../reasons';

const CONTAINERS = [attr('containers.image'), attr('init_containers.image')];

/**
 * aliyun/alicloud (commit 81c43b672, website/docs/r of each type). Elastic container instances,
 * functions and applications that run an image.
 */
export const ALICLOUD: Table = [
  // `addons` only takes effect at creation; later ones are alicloud_cs_kubernetes_addon
  ['alicloud_cs_kubernetes', unlessAbsent('addons', INSTALLS_ADDONS)],
  ['alicloud_cs_managed_kubernetes', unlessAbsent('addons', INSTALLS_ADDONS)],
  ['alicloud_cs_serverless_kubernetes', unlessAbsent('addons', INSTALLS_ADDONS)],
  ['alicloud_eci_container_group', ...CONTAINERS],
  ['alicloud_eci_image_cache', attr('images')],
  // Set where `package_type` is "Image"
  ['alicloud_edas_k8s_application', attr('image_url')],
  ['alicloud_ess_eci_scaling_configuration', ...CONTAINERS],
  ['alicloud_ess_instance_refresh', attr('desired_configuration_containers.image')],
  ['alicloud_fc_function', attr('custom_container_config.image')],
  ['alicloud_fcv2_function', attr('custom_container_config.image')],
  ['alicloud_fcv3_function', attr('custom_container_config.image')],
  // A template by its URL; `template_body` is a text of the plan
  ['alicloud_ros_stack', content('template_body'), unlessAbsent('template_url', STORED_ELSEWHERE)],
  ['alicloud_sae_application', attr('image_url')],
];
