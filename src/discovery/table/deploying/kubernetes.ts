import {
  Finder,
  Table,
  attr,
  manifest,
  manifestText,
  notImage,
  unlessAbsent,
} from '../../finders/finder';
import { STORED_ELSEWHERE } from '../reasons';

/**
 * Returns the finder for a pod's spec. The provider has no ephemeral containers and no volumes of
 * images.
 */
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

/** Settles nothing: the rules check every attribute. */
const BY_RULES: Finder = () => undefined;
const KAPP = [manifestText('config_yaml'), unlessAbsent('files', STORED_ELSEWHERE)];

/**
 * hashicorp/kubernetes 2.38.0: @cdktf/provider-kubernetes 12.1.1, every path with `image` in the
 * schemas of all its resources. Other types of this provider have no image
 * (../harmless/kubernetes.ts). Below them: other providers that deploy manifests (kubectl,
 * kustomization, carvel, k14s, k8s).
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
  // `manifest` is an object of any kind; `object` is the cluster's answer.
  ['kubernetes_manifest', manifest('manifest'), notImage('object')],
  // A variable or an annotation can name the image of a sidecar
  ['kubernetes_annotations', BY_RULES],
  ['kubernetes_env', BY_RULES],

  // gavinbunney/kubectl 1.19 (kubernetes/resource_kubectl_manifest.go). It deploys the first
  // document; all are judged.
  [
    'kubectl_manifest',
    manifestText('yaml_body'),
    notImage('yaml_body_parsed', 'yaml_incluster', 'live_manifest_incluster'),
  ],
  // alekc/kubectl is a fork with the same resource; kbst/kustomization's `manifest` is a JSON text
  // (docs/resources/resource.md).
  ['kustomization_resource', manifestText('manifest')],
  // carvel-dev/carvel (commit d24769b, docs/carvel_kapp.md); k14s is its old name
  ['carvel_kapp', ...KAPP],
  ['k14s_app', manifestText('yaml')],
  ['k14s_kapp', ...KAPP],
  // banzaicloud/k8s (commit 6e56aae331, README.md): "only manifest files with one resource are
  // supported"
  ['k8s_manifest', manifestText('content')],
];
