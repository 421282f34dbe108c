import { readAsJson } from '../../texts/reading';
import { Finder, Table, attr, embedded, unlessAbsent, where } from '../../finders/finder';
import { follow, textOf } from '../../nodes/follow';
import { ADDONS, APART, ELSEWHERE } from './reasons';

const CONTAINERS = [attr('containers.image'), attr('init_containers.image')];

/**
 * CAE's `spec` is a JSON text, `{"source": {"type": "image", "url": …}}` where an image is
 * deployed.
 */
const ACTION: Finder = embedded('spec', readAsJson, (nodes, found) => {
  const sources = follow(nodes, ['source'], { anyCase: true });
  sources.lost.forEach((node) => found.hidden(node));
  for (const source of sources.ends) {
    const kind = source.kind === 'map' ? textOf(source, 'type', { anyCase: true }) : undefined;
    const { ends, lost } = follow([source], ['url'], { anyCase: true });
    lost.forEach((node) => found.hidden(node));
    if (kind === undefined || kind === 'image') ends.forEach((url) => found.reference(url));
  }
});

/**
 * aliyun/alicloud (commit 81c43b672, website/docs/r of each type). Elastic container instances,
 * functions and applications that run an image.
 */
export const ALICLOUD: Table = [
  // `addons` work at creation alone; alicloud_cs_kubernetes_addon is for later
  ['alicloud_cs_kubernetes', unlessAbsent('addons', ADDONS)],
  ['alicloud_cs_managed_kubernetes', unlessAbsent('addons', ADDONS)],
  ['alicloud_cs_serverless_kubernetes', unlessAbsent('addons', ADDONS)],
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
  ['alicloud_ros_stack', unlessAbsent('template_url', ELSEWHERE)],
  ['alicloud_sae_application', attr('image_url')],
];

/**
 * huaweicloud/huaweicloud 1.97.1 (commit a0345b8dcc, docs/resources of each type), beside
 * huaweicloud.ts.
 */
export const HUAWEICLOUD_MORE: Table = [
  // docs/resources/cae_component_action.md; cae_component_deployment is its old name (provider.go)
  ['huaweicloud_cae_component_action', ACTION],
  ['huaweicloud_cae_component_deployment', ACTION],
  // docs/resources/cce_cluster_upgrade.md, cce_autopilot_cluster_upgrade.md
  ['huaweicloud_cce_autopilot_cluster_upgrade', unlessAbsent('addons', ADDONS)],
  ['huaweicloud_cce_cluster_upgrade', unlessAbsent('addons', ADDONS)],
  // docs/resources/rfs_stack.md: `template_body` is a text of the plan
  ['huaweicloud_rfs_stack', unlessAbsent('template_uri', ELSEWHERE)],
];

/** opentelekomcloud (commit 88f1cf1e, docs/resources/fgs_function_v2.md). */
export const OPENTELEKOMCLOUD: Table = [
  ['opentelekomcloud_fgs_function_v2', attr('custom_image.url')],
];

/**
 * tencentcloudstack/tencentcloud (commit f6970a900, website/docs/r of each type). An image of SCF
 * may have both a tag and a digest.
 */
export const TENCENTCLOUD: Table = [
  ['tencentcloud_kubernetes_cluster', unlessAbsent('extension_addon', ADDONS)],
  ['tencentcloud_lighthouse_instance', attr('containers.container_image')],
  ['tencentcloud_scf_function', attr('image_config.image_uri')],
  ['tencentcloud_tem_workload', unlessAbsent('img_repo', APART)],
  [
    'tencentcloud_tsf_deploy_container_group',
    unlessAbsent('repo_name', APART),
    unlessAbsent('reponame', APART),
  ],
];

/** volcengine/volcengine (commit 8cff1813, website/docs/r/vefaas_function.html.markdown). */
export const VOLCENGINE: Table = [
  ['volcengine_vefaas_function', where('', 'source_type', 'image', attr('source'))],
];
