/**
 * Kinds and types that deploy content from elsewhere: from a chart, a Git repository, a package, or
 * the defaults of an operator. Discovery can't determine what they deploy, so doubt is the right
 * result.
 */
const KINDS: readonly (readonly [group: RegExp, kind: RegExp])[] = [
  [/^argoproj\.io$/, /^(Application|ApplicationSet)$/],
  [/\.toolkit\.fluxcd\.io$/, /^(Kustomization|HelmRelease)$/],
  [/^(helm|source|kustomize)\.fluxcd\.io$/, /^(HelmRelease|Kustomization)$/],
  [/^fleet\.cattle\.io$/, /^(GitRepo|HelmOp|Bundle)$/],
  [/^helm\.cattle\.io$/, /^(HelmChart|HelmChartConfig)$/],
  [/^(catalog|management)\.cattle\.io$/, /^(App|Operation|ManagedChart)$/],
  [/^operators\.coreos\.com$/, /^(Subscription|ClusterServiceVersion|CatalogSource|InstallPlan)$/],
  [/^olm\.operatorframework\.io$/, /^(ClusterExtension|ClusterCatalog)$/],
  [/^(meta\.)?pkg\.crossplane\.io$/, /^(Provider|Configuration|Function|Lock|ProviderRevision)$/],
  [/^helm\.crossplane\.io$/, /^Release$/],
  [/^kappctrl\.k14s\.io$/, /^App$/],
  [/packaging\.carvel\.dev$/, /^(Package|PackageInstall|PackageRepository)$/],
  [/^core\.oam\.dev$/, /./],
  [/^packages\.glasskube\.dev$/, /./],
  [/^config(sync|management)\.gke\.io$/, /./],
  [/^extensions\.istio\.io$/, /^WasmPlugin$/],
  [/^install\.istio\.io$/, /^IstioOperator$/],
  [/^addons\.cluster\.x-k8s\.io$/, /^(HelmChartProxy|HelmReleaseProxy|ClusterResourceSet)$/],
  [/^operator\.cluster\.x-k8s\.io$/, /Provider$/],
  [/^operator\.(knative|tekton)\.dev$/, /./],
  [/^app\.k8s\.io$/, /^Application$/],
  [/^apps\.open-cluster-management\.io$/, /^(Subscription|Channel)$/],
];

const TYPES: readonly RegExp[] = [
  /^helm_release$/,
  /^helmfile_release(_set)?$/,
  /^rancher2_(app|app_v2|catalog|catalog_v2|multi_cluster_app)$/,
  /^(alicloud_cs_kubernetes_addon|aws_eks_addon)$/,
  /^huaweicloud_cce_(addon|cluster_upgrade)$/,
  /^(azurerm|azapi)_kubernetes_(cluster_extension|flux_configuration)$/,
  /^(azurerm_arc_kubernetes_cluster_extension|azurerm_arc_kubernetes_flux_configuration)$/,
  /^(argocd_application|argocd_application_set|flux_bootstrap_git|kustomization_resource)$/,
  /^module$/,
];

/** Returns whether a kind (`Application.argoproj.io`) or type deploys content from elsewhere. */
export function deploysElsewhere(kind: string): boolean {
  const dot = kind.indexOf('.');
  if (dot < 0) return TYPES.some((type) => type.test(kind));
  const [name, group] = [kind.slice(0, dot), kind.slice(dot + 1)];
  return KINDS.some(([groups, kinds]) => groups.test(group) && kinds.test(name));
}

/**
 * Kinds of Kubernetes itself that never start a container, regardless of their content. The schema
 * of a CustomResourceDefinition describes images in prose, which a text search takes for images.
 */
const STARTS_NOTHING: readonly RegExp[] = [
  /\.apiextensions\.k8s\.io$/,
  /\.(rbac\.authorization|networking|policy|storage|scheduling|coordination|discovery)\.k8s\.io$/,
  /\.(autoscaling|policy|apiregistration\.k8s\.io|certificates\.k8s\.io)$/,
  /^(Service|ServiceAccount|Namespace|PersistentVolume|PersistentVolumeClaim|Endpoints)$/,
  /^(ResourceQuota|LimitRange)$/,
];

/** Returns whether objects of a kind never deploy an image. */
export function deploysNothing(kind: string): boolean {
  return STARTS_NOTHING.some((pattern) => pattern.test(kind));
}

/** API groups of files for tools: kustomize, test runners, release notes, local clusters. */
const TOOL_GROUPS = new Set([
  'backstage.io',
  'chainsaw.kyverno.io',
  'cli.kyverno.io',
  'kind.x-k8s.io',
  'kubeadm.k8s.io',
  'kudo.dev',
  'kustomize.config.k8s.io',
  'kuttl.dev',
  'release-notes',
  'skaffold',
]);

/** Returns whether a document looks like an object, but is for a tool and not for a cluster. */
export function isToolFile(apiVersion: string): boolean {
  return TOOL_GROUPS.has(apiVersion.split('/')[0]);
}
