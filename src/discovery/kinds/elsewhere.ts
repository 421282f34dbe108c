import type { KindEntry, KindTable } from './kind';

const doubtful = (what: string): KindEntry => ({ doubt: `${what}: declare its images` });
const REPOSITORY = doubtful('deploys the content of a repository, which is not in this object');
const CHART = doubtful('deploys a chart, whose defaults may name other images');
const PACKAGE = doubtful('deploys a package, which names other images');
const CODE = doubtful('runs infrastructure code from elsewhere');

/**
 * Kinds that deploy content from elsewhere, according to the API references of their projects. A
 * source alone (Flux's OCIRepository, Argo CD's repository secrets) deploys nothing.
 */
export const ELSEWHERE_KINDS: KindTable = [
  ['argoproj.io', 'Application ApplicationSet', REPOSITORY],
  ['kustomize.toolkit.fluxcd.io', 'Kustomization', REPOSITORY],
  ['helm.toolkit.fluxcd.io', 'HelmRelease', CHART],
  ['helm.fluxcd.io', 'HelmRelease', CHART],
  ['flux.weave.works', 'HelmRelease', CHART],
  ['fluxcd.controlplane.io', 'FluxInstance ResourceSet', REPOSITORY],
  ['helm.k0sproject.io', 'Chart', CHART],
  ['infrastructure.cluster.x-k8s.io', 'VCluster', CHART],
  [
    'operator.cluster.x-k8s.io',
    'AddonProvider BootstrapProvider ControlPlaneProvider CoreProvider IPAMProvider InfrastructureProvider RuntimeExtensionProvider',
    PACKAGE,
  ],
  ['helm.cattle.io', 'HelmChart HelmChartConfig', CHART],
  ['helm.crossplane.io', 'Release', CHART],
  ['fleet.cattle.io', 'Bundle GitRepo HelmOp', REPOSITORY],
  ['catalog.cattle.io', 'App Operation', CHART],
  ['project.cattle.io', 'App', CHART],
  ['admissionregistration.k8s.io', 'MutatingAdmissionPolicy', doubtful('rewrites other objects')],
  ['addons.cluster.x-k8s.io', 'ClusterResourceSet HelmChartProxy HelmReleaseProxy', CHART],
  ['apps.gitlab.com', 'GitLab', CHART],
  ['config.projectsveltos.io', 'ClusterProfile Profile', CHART],
  ['application.kubesphere.io', 'HelmRelease', CHART],
  ['addon.open-cluster-management.io', 'ManagedClusterAddOn', PACKAGE],
  ['apps.open-cluster-management.io', 'GitOpsCluster HelmRelease Subscription', REPOSITORY],
  ['eks.services.k8s.aws', 'Addon', PACKAGE],
  ['configsync.gke.io', 'RepoSync RootSync', REPOSITORY],
  ['configmanagement.gke.io', 'ConfigManagement', REPOSITORY],
  [
    'core.oam.dev',
    'Application Component ComponentDefinition TraitDefinition WorkflowStepDefinition WorkloadDefinition',
    PACKAGE,
  ],
  ['operators.coreos.com', 'CatalogSource InstallPlan Subscription', PACKAGE],
  ['olm.operatorframework.io', 'ClusterCatalog ClusterExtension', PACKAGE],
  ['packages.glasskube.dev', 'ClusterPackage Package', PACKAGE],
  [
    'pkg.crossplane.io',
    'Configuration Function Provider',
    { ...PACKAGE, images: ['spec.package'] },
  ],
  ['kappctrl.k14s.io', 'App', PACKAGE],
  ['packaging.carvel.dev', 'PackageInstall PackageRepository', PACKAGE],
  ['data.packaging.carvel.dev', 'Package', PACKAGE],
  ['install.package.carvel.dev', 'InstalledPackage PackageRepository', PACKAGE],
  [
    'extensions.istio.io',
    'WasmPlugin',
    doubtful('runs a module from a registry or server in the proxies of the mesh'),
  ],
  ['kustomize.config.k8s.io', 'Component Kustomization', REPOSITORY],
  [
    'policy.karmada.io',
    'ClusterOverridePolicy OverridePolicy',
    doubtful('rewrites the images of other objects'),
  ],
  ['porter.sh', 'Installation', PACKAGE],
  ['infra.contrib.fluxcd.io', 'Terraform', CODE],
  ['app.terraform.io', 'Module Workspace', CODE],
  ['tf.upbound.io', 'Workspace', CODE],
  ['tf.crossplane.io', 'Workspace', CODE],
  ['opentofu.upbound.io', 'Workspace', CODE],
  ['pulumi.com', 'Program Stack', CODE],
];
