import {
  Finder,
  Table,
  attr,
  manifest,
  manifestText,
  undeterminableType,
  notImage,
} from '../finders/finder';

/** A pod's spec has these two; the provider has no ephemeral containers and no volumes of images. */
function pod(path: string): Finder {
  const [container, init] = ['container', 'init_container'].map((kind) =>
    attr(`${path}.${kind}.image`),
  );
  return (body, found, around) => {
    container(body, found, around);
    init(body, found, around);
  };
}

const WORKLOAD = pod('spec.template.spec');

/**
 * hashicorp/kubernetes 2.38.0: @cdktf/provider-kubernetes 12.1.1, every path with `image` in the schemas of
 * all its resources. Other types of this provider hold no image (no-images.ts).
 */
export const KUBERNETES: Table = [
  ['kubernetes_pod', pod('spec')],
  ['kubernetes_pod_v1', pod('spec')],
  ['kubernetes_deployment', WORKLOAD],
  ['kubernetes_deployment_v1', WORKLOAD],
  ['kubernetes_stateful_set', WORKLOAD],
  ['kubernetes_stateful_set_v1', WORKLOAD],
  ['kubernetes_daemonset', WORKLOAD],
  ['kubernetes_daemon_set_v1', WORKLOAD],
  ['kubernetes_job', WORKLOAD],
  ['kubernetes_job_v1', WORKLOAD],
  ['kubernetes_cron_job', pod('spec.job_template.spec.template.spec')],
  ['kubernetes_cron_job_v1', pod('spec.job_template.spec.template.spec')],
  ['kubernetes_replication_controller', WORKLOAD],
  ['kubernetes_replication_controller_v1', WORKLOAD],
  // `manifest` is any object at all; `object` is what the cluster answers.
  ['kubernetes_manifest', manifest('manifest'), notImage('object')],

  // gavinbunney/kubectl 1.19 (kubernetes/resource_kubectl_manifest.go). It deploys the first document; every one is judged.
  [
    'kubectl_manifest',
    manifestText('yaml_body'),
    notImage('yaml_body_parsed', 'yaml_incluster', 'live_manifest_incluster'),
  ],
  // alekc/kubectl is a fork with the same resource; kbst/kustomization's `manifest` is a JSON text (docs/resources/resource.md).
  ['kustomization_resource', manifestText('manifest')],
];

/** GitOps controllers deploy what they find in a repository or registry, which changes without Terraform. */
const GITOPS = 'deploys what a repository says, which is not in this stack: declare its images';

export const GITOPS_TYPES: Table = [
  ['argocd_application', undeterminableType(GITOPS)],
  ['argocd_application_set', undeterminableType(GITOPS)],
  ['flux_bootstrap_git', undeterminableType(GITOPS)],
  // hashicorp/azurerm 4.55: docs/resources/kubernetes_flux_configuration
  ['azurerm_kubernetes_flux_configuration', undeterminableType(GITOPS)],
  ['azurerm_arc_kubernetes_flux_configuration', undeterminableType(GITOPS)],
];
