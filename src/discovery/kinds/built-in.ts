import type { KindTable } from './kind';

const DATA = { keeps: ['data', 'binaryData', 'stringData'] };

/**
 * Kubernetes 1.34: `kubectl api-resources` of a cluster without extensions, and the reference of
 * each kind. Pods and kinds that create pods have their images in lists of containers, which the
 * rules find. The others run nothing.
 */
export const BUILT_IN_KINDS: KindTable = [
  ['', 'ConfigMap Secret', DATA],
  [
    '',
    'Binding ComponentStatus Endpoints Event LimitRange List Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Service ServiceAccount',
    {},
  ],
  ['apps', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet', {}],
  ['batch', 'CronJob Job', {}],
  ['extensions', 'DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet', {}],
  ['autoscaling', 'HorizontalPodAutoscaler Scale', {}],
  ['policy', 'Eviction PodDisruptionBudget PodSecurityPolicy', {}],
  [
    'admissionregistration.k8s.io',
    'MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
    {},
  ],
  // The schema of a kind, which describes its objects.
  [
    'apiextensions.k8s.io',
    'CustomResourceDefinition',
    {
      harmless: [
        'spec.versions',
        'spec.validation',
        'spec.names',
        'spec.additionalPrinterColumns',
        'status',
      ],
    },
  ],
  ['apiregistration.k8s.io', 'APIService', {}],
  ['authentication.k8s.io', 'TokenRequest TokenReview', {}],
  [
    'authorization.k8s.io',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    {},
  ],
  ['certificates.k8s.io', 'CertificateSigningRequest ClusterTrustBundle', {}],
  ['coordination.k8s.io', 'Lease LeaseCandidate', {}],
  ['discovery.k8s.io', 'EndpointSlice', {}],
  ['events.k8s.io', 'Event', {}],
  ['flowcontrol.apiserver.k8s.io', 'FlowSchema PriorityLevelConfiguration', {}],
  [
    'gateway.networking.k8s.io',
    'BackendTLSPolicy GRPCRoute Gateway GatewayClass HTTPRoute ReferenceGrant TCPRoute TLSRoute UDPRoute',
    {},
  ],
  ['metrics.k8s.io', 'NodeMetrics PodMetrics', {}],
  ['networking.k8s.io', 'IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR', {}],
  ['node.k8s.io', 'RuntimeClass', {}],
  ['rbac.authorization.k8s.io', 'ClusterRole ClusterRoleBinding Role RoleBinding', {}],
  [
    'resource.k8s.io',
    'DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice',
    {},
  ],
  ['scheduling.k8s.io', 'PriorityClass', {}],
  ['snapshot.storage.k8s.io', 'VolumeSnapshot VolumeSnapshotClass VolumeSnapshotContent', {}],
  [
    'storage.k8s.io',
    'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
    {},
  ],
];
