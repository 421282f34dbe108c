import { Table, undeterminableType } from '../finders/finder';
import { CHART_DEFAULTS, READS_REPOSITORY } from './reasons';

const CHART_OF_CLOUD = 'an add-on is a chart of the cloud, whose version determines the images';
const ADDON_BY_VERSION =
  'an add-on is selected by its name and version, which determine the images';

/**
 * Types that deploy content from elsewhere, so that their attributes don't contain all images:
 * charts, add-ons, products of catalogs, and content that GitOps controllers read. For all
 * providers. A type with an attribute that decides this (a stack with its text or with a URL) is in
 * deploying/.
 */
export const DEPLOYS_ELSEWHERE: readonly (readonly [type: string, reason: string])[] = [
  // aliyun/alicloud (commit 81c43b672, website/docs/r)
  [
    'alicloud_arms_addon_release',
    'an add-on installs agents, whose images are not in its attributes',
  ],
  [
    'alicloud_cms_addon_release',
    'an add-on installs agents, whose images are not in its attributes',
  ],
  [
    'alicloud_compute_nest_service_instance',
    'a service of the marketplace deploys its own template',
  ],
  ['alicloud_cs_kubernetes_addon', CHART_OF_CLOUD],
  [
    'alicloud_service_catalog_provisioned_product',
    'a product of the catalog deploys its own template',
  ],
  // hashicorp/aws 6.25.0 (resource types of @cdktf/provider-aws 21.22.1)
  [
    'aws_serverlessapplicationrepository_cloudformation_stack',
    'an application of the repository deploys its own template',
  ],
  ['aws_servicecatalog_provisioned_product', 'a product of the catalog deploys its own template'],
  // hashicorp/azurerm 4.55.0 (resource types of @cdktf/provider-azurerm 14.23.1)
  ['azurerm_blueprint_assignment', 'a blueprint deploys its own templates'],
  ['azurerm_managed_application', 'a managed application deploys its own template'],
  // hashicorp/google 7 (commit e03b7622a2, website/docs/r)
  [
    'google_config_deployment',
    'Infrastructure Manager applies a configuration from a bucket or repository',
  ],
  // harness/harness (commit cb1a0595, docs/resources)
  ['harness_platform_gitops_applications', 'deploys the content of a repository'],
  ['harness_platform_gitops_applicationset', 'deploys the content of a repository'],
  // mumoshu/helmfile (commit 36200a6, README.md)
  [
    'helmfile_embedding_example',
    'a helmfile deploys charts, whose images are not in its attributes',
  ],
  ['helmfile_release', CHART_DEFAULTS],
  ['helmfile_release_set', 'a helmfile deploys charts, whose images are not in its attributes'],
  // huaweicloud/huaweicloud 1.97.1 (commit a0345b8dcc, docs/resources)
  [
    'huaweicloud_asm_mesh',
    'a service mesh installs its proxies, whose images are not in its attributes',
  ],
  [
    'huaweicloud_hss_container_kubernetes_cluster_daemonset',
    'installs the agent of HSS as a DaemonSet, whose image is not in its attributes',
  ],
  // IBM-Cloud/ibm (commit 9f9b7ecfc, website/docs/r)
  ['ibm_cm_offering_instance', 'an offering of a catalog installs a chart or an operator'],
  ['ibm_container_addons', ADDON_BY_VERSION],
  [
    'ibm_satellite_storage_assignment',
    'installs a storage driver, whose images are not in its attributes',
  ],
  ['ibm_schematics_agent_deploy', 'installs an agent, whose images are not in its attributes'],
  // oracle/oci (commit 8de3c480b4, website/docs/r)
  ['oci_containerengine_addon', ADDON_BY_VERSION],
  // opentelekomcloud (commit 88f1cf1e, docs/resources/cce_addon_v3.md)
  ['opentelekomcloud_cce_addon_v3', CHART_OF_CLOUD],
  // pluralsh/plural (docs/resources/service_deployment.md)
  ['plural_service_deployment', 'deploys the content of a repository'],
  // portainer/portainer (commit d7f7010, docs/resources)
  ['portainer_deploy', 'changes the tag of running services'],
  ['portainer_endpoint_service_update', 'makes a running service pull its image again'],
  ['portainer_helm_rollback', 'deploys an earlier revision of a chart'],
  ['portainer_kubernetes_helm', CHART_DEFAULTS],
  ['portainer_webhook_execute', 'makes a stack or service deploy again'],
  // rancher/rancher2 (docs/resources of commit 391349fd, version 1.10)
  ['rancher2_app', 'an app is a chart, whose images are not in its answers'],
  ['rancher2_multi_cluster_app', 'an app is a chart, whose images are not in its answers'],
  // vmware/tanzu-mission-control (docs/resources/package_install.md)
  ['tanzu-mission-control_package_install', 'deploys a package, which names other images'],
  // tencentcloudstack/tencentcloud (commit f6970a900, website/docs/r)
  ['tencentcloud_kubernetes_addon', CHART_OF_CLOUD],
  ['tencentcloud_kubernetes_addon_attachment', CHART_OF_CLOUD],
  ['tencentcloud_kubernetes_addon_config', CHART_OF_CLOUD],
  ['tencentcloud_kubernetes_cluster_release', CHART_DEFAULTS],
  [
    'tencentcloud_monitor_tmp_tke_cluster_agent',
    'installs the agents of Prometheus, whose images are not in its attributes',
  ],
  [
    'tencentcloud_tcm_mesh',
    'a service mesh installs its proxies, whose images are not in its attributes',
  ],
  // volcengine/volcengine (commit 8cff1813, website/docs/r)
  ['volcengine_veecp_addon', ADDON_BY_VERSION],
  ['volcengine_vke_addon', ADDON_BY_VERSION],
  // yandex-cloud/yandex (commit b52b1df5, docs/resources)
  [
    'yandex_kubernetes_marketplace_helm_release',
    'a product of the marketplace is a chart, whose images are not in its values',
  ],
];

/**
 * Releases of charts, and add-ons. An add-on is a chart of the cloud's, whose version decides what
 * runs, and whose values can name another registry. Images in the values are found, judged and
 * pinned nevertheless.
 */
export const CHART_TYPES: readonly string[] = [
  // hashicorp/helm 3.1.1: @cdktf/provider-helm 12.1.2 and docs/resources/release.md
  'helm_release',
  // huaweicloud/huaweicloud 1.97: docs/resources/cce_release.md, cce_autopilot_release.md,
  // cce_addon.md, cce_autopilot_addon.md
  'huaweicloud_cce_release',
  'huaweicloud_cce_autopilot_release',
  'huaweicloud_cce_autopiot_release',
  'huaweicloud_cce_addon',
  'huaweicloud_cce_autopilot_addon',
  // hashicorp/aws 6.25.0: docs/resources/eks_addon
  'aws_eks_addon',
  // hashicorp/azurerm 4.55.0: docs/resources/kubernetes_cluster_extension
  'azurerm_kubernetes_cluster_extension',
  'azurerm_arc_kubernetes_cluster_extension',
  // rancher/rancher2: docs/resources/app_v2
  'rancher2_app_v2',
];

/** GitOps controllers, which deploy the content of a repository or registry. */
export const GITOPS_TYPES: readonly string[] = [
  'argocd_application',
  'argocd_application_set',
  'flux_bootstrap_git',
  // hashicorp/azurerm 4.55: docs/resources/kubernetes_flux_configuration
  'azurerm_kubernetes_flux_configuration',
  'azurerm_arc_kubernetes_flux_configuration',
];

const CHART = undeterminableType(
  'deploys a chart, whose defaults may name other images: declare its images, or deploy its rendered manifests',
);
const GITOPS = undeterminableType(READS_REPOSITORY);

/** The lists above as tables. Each type is in one of them. */
export const ELSEWHERE: readonly Table[] = [
  CHART_TYPES.map((type) => [type, CHART] as const),
  GITOPS_TYPES.map((type) => [type, GITOPS] as const),
  DEPLOYS_ELSEWHERE.map(([type, reason]) => [
    type,
    undeterminableType(
      `deploys images that are not in its attributes (${reason}): declare its images`,
    ),
  ]),
];
