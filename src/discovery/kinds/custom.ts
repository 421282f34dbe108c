import type { KindTable } from './kind';

/**
 * Kinds of extensions with images where no rule looks, or with patterns and data where a rule does.
 */
export const CUSTOM_KINDS: KindTable = [
  // Flux's image automation follows the tags of a repository, and writes to Git
  // (fluxcd.io/flux/components/image). A digest does not fit there.
  [
    'image.toolkit.fluxcd.io',
    'ImageRepository ImagePolicy ImageUpdateAutomation',
    { harmless: ['spec'] },
  ],
  // Only sources: the kinds that deploy them are in doubt (fluxcd.io/flux/components/source).
  [
    'source.toolkit.fluxcd.io',
    'Bucket ExternalArtifact GitRepository HelmChart HelmRepository OCIRepository',
    { harmless: ['spec'] },
  ],
  // Patterns that images are compared with (kyverno.io/docs/policy-types). The rules check the
  // objects that a policy mutates or generates.
  [
    'kyverno.io',
    'ClusterPolicy Policy',
    {
      harmless: [
        'spec.rules.match',
        'spec.rules.exclude',
        'spec.rules.preconditions',
        'spec.rules.validate',
        'spec.rules.verifyImages',
        'spec.rules.imageExtractors',
        'status',
      ],
    },
  ],
  ['kyverno.io', 'PolicyException ClusterCleanupPolicy CleanupPolicy', { harmless: ['spec'] }],
  [
    'policies.kyverno.io',
    'ImageValidatingPolicy NamespacedImageValidatingPolicy ValidatingPolicy NamespacedValidatingPolicy PolicyException',
    { harmless: ['spec'] },
  ],
  // open-policy-agent.github.io/gatekeeper: constraints and their templates allow or deny.
  ['constraints.gatekeeper.sh', '*', { harmless: ['spec'] }],
  ['templates.gatekeeper.sh', 'ConstraintTemplate', { harmless: ['spec'] }],
  [
    'mutations.gatekeeper.sh',
    'AssignImage',
    { doubt: 'rewrites the images of other objects: declare the new images' },
  ],
  // docs.sigstore.dev/policy-controller: globs and keys
  ['policy.sigstore.dev', 'ClusterImagePolicy TrustRoot', { harmless: ['spec'] }],
  [
    'config.ratify.deislabs.io',
    'CertificateStore KeyManagementProvider NamespacedKeyManagementProvider NamespacedPolicy Policy',
    { harmless: ['spec'] },
  ],
  // docs.openshift.com: mirrors of images; the digest of an image does not change.
  [
    'config.openshift.io',
    'Image ImageDigestMirrorSet ImageTagMirrorSet ImageContentPolicy',
    { harmless: ['spec'] },
  ],
  ['operator.openshift.io', 'ImageContentSourcePolicy', { harmless: ['spec'] }],
  // docs.crossplane.io: the secrets of images, and schemas of composite resources
  ['pkg.crossplane.io', 'ImageConfig', { harmless: ['spec'] }],
  ['apiextensions.crossplane.io', 'CompositeResourceDefinition', { harmless: ['spec.versions'] }],
  // docs.openshift.com: the content of the web console
  [
    'console.openshift.io',
    'ConsoleCLIDownload ConsoleExternalLogLink ConsoleLink ConsoleNotification ConsoleQuickStart ConsoleSample ConsoleYAMLSample',
    { harmless: ['spec'] },
  ],
  // cluster-api.sigs.k8s.io: images of machines, except of machines that are containers
  [
    'infrastructure.cluster.x-k8s.io',
    'DockerCluster DockerMachine DockerMachineTemplate DockerMachinePool',
    {},
  ],
  [
    'infrastructure.cluster.x-k8s.io',
    '*',
    {
      harmless: ['image', 'imageName', 'imageLookupOrg'].flatMap((key) => [
        `spec.${key}`,
        `spec.template.spec.${key}`,
      ]),
    },
  ],
  // The target that a build pushes its result to
  ['build.openshift.io', 'BuildConfig Build', { harmless: ['spec.output'] }],
  ['kpack.io', 'Image', { harmless: ['spec.tag', 'spec.additionalTags', 'spec.cache'] }],
  ['shipwright.io', 'Build BuildRun', { harmless: ['spec.output'] }],
  // grafana.github.io/grafana-operator: a dashboard's JSON
  [
    'grafana.integreatly.org',
    'GrafanaDashboard GrafanaAlertRuleGroup GrafanaLibraryPanel',
    { harmless: ['spec'] },
  ],
  ['integreatly.org', 'GrafanaDashboard', { harmless: ['spec'] }],
  [
    'monitoring.coreos.com',
    'PrometheusRule PodMonitor ServiceMonitor Probe ScrapeConfig',
    { harmless: ['spec'] },
  ],
];
