import { chart, valueBlocks, valuesJson, valuesMap, valuesYaml } from '../chart';
import { Finder, Table, never } from '../finder';

const ADDON = ['basic', 'custom', 'flavor'].flatMap((kind): Finder[] => [
  valuesJson(`values.${kind}_json`),
  valuesMap(`values.${kind}`),
]);

/** An add-on is a chart of the cloud's: its version decides what runs, and its values can name another registry. */
export const CHARTS: Table = [
  // hashicorp/helm 3.1.1: @cdktf/provider-helm 12.1.2 and docs/resources/release.md. `set` and its like are
  // blocks in version 2 and lists of objects in version 3.
  [
    'helm_release',
    chart(valuesYaml('values'), ...['set', 'set_sensitive', 'set_wo', 'set_list'].map(valueBlocks)),
  ],
  // huaweicloud/huaweicloud 1.97: docs/resources/cce_release.md, cce_autopilot_release.md (`values` takes
  // image_tag and image_pull_policy alone), cce_addon.md, cce_autopilot_addon.md.
  ['huaweicloud_cce_release', chart(valuesJson('values_json'))],
  ['huaweicloud_cce_autopilot_release', chart()],
  ['huaweicloud_cce_autopiot_release', chart()],
  ['huaweicloud_cce_addon', chart(...ADDON)],
  ['huaweicloud_cce_autopilot_addon', chart(...ADDON)],
  // hashicorp/aws 6.25.0: docs/resources/eks_addon (`configuration_values` is JSON or YAML, and YAML includes JSON).
  ['aws_eks_addon', chart(valuesYaml('configuration_values'))],
  // hashicorp/azurerm 4.55.0: docs/resources/kubernetes_cluster_extension
  ['azurerm_kubernetes_cluster_extension', chart(valuesMap('configuration_settings'))],
  ['azurerm_arc_kubernetes_cluster_extension', chart(valuesMap('configuration_settings'))],
  // rancher/rancher2: docs/resources/app_v2
  ['rancher2_app_v2', chart(valuesYaml('values'))],
  // hashicorp/nomad 2.5.2: `jobspec` is HCL or JSON, in which a task's driver decides what its config means.
  [
    'nomad_job',
    never('a job’s tasks are in HCL of Nomad’s own; say which images they run with declareImages'),
  ],
];
