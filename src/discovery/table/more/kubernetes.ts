import { Finder, Table, attr, manifestText, unlessAbsent } from '../../finders/finder';
import { follow } from '../../nodes/follow';
import { ADDONS, ELSEWHERE, unlessSet } from './reasons';

const NODES = 'runs the default image of its nodes, as none is named';

/** Images of RKE's services; `prefix` is where their block stands. */
function rke(prefix: string): Finder[] {
  return [
    'etcd.image',
    'kube_api.image',
    'kube_controller.image',
    'kubelet.image',
    'kubelet.infra_container_image',
    'kubeproxy.image',
    'scheduler.image',
  ].map((path) => attr(`${prefix}${path}`));
}

/** A block in which every attribute is an image, called after what it is for. */
const SYSTEM_IMAGES: Finder = (body, found) => {
  const { ends, lost } = follow([body], ['system_images']);
  lost.forEach((node) => found.hidden(node));
  for (const block of ends) {
    if (block.kind !== 'map') found.hidden(block);
    else for (const key of block.keys) attr(key)(block, found, { sibling: () => [] });
  }
};

/**
 * Clusters that install what is named in an attribute, and clusters whose own images can be
 * replaced.
 */
export const CLUSTERS: Table = [
  // civo/civo (commit 9964503, docs/resources/kubernetes_cluster.md): "Comma separated list of
  // applications to install"
  ['civo_kubernetes_cluster', unlessAbsent('applications', ADDONS)],
  // pvotal-tech/k3d (commit d5cd12d, docs/resources): nodes are containers
  ['k3d_cluster', attr('image'), attr('registries.create.image'), unlessSet('image', NODES)],
  ['k3d_node', attr('image'), unlessSet('image', NODES)],
  // tehcyx/kind (commit cc46593, docs/resources): nodes are containers, and `kind_load` brings an
  // image to them
  ['kind_cluster', attr('node_image'), unlessSet('node_image', NODES)],
  ['kind_load', attr('image')],
  // scott-the-programmer/minikube (commit d1f503f, docs/resources/cluster.md)
  ['minikube_cluster', attr('base_image'), unlessAbsent('addons', ADDONS)],
  // rancher/rancher2 (commit c37fdac6, docs/resources/cluster.md): RKE's own images, agents and
  // manifests
  [
    'rancher2_cluster',
    attr('desired_agent_image'),
    attr('desired_auth_image'),
    ...rke('rke_config.services.'),
    manifestText('rke_config.addons'),
    unlessAbsent('rke_config.addons_include', ELSEWHERE),
  ],
  // docs/resources/cluster_v2.md
  ['rancher2_cluster_v2', manifestText('rke_config.additional_manifest')],
  // rancher/rke (commit 60bcf0f0, docs/resources/cluster.md); `services_etcd` and its like are
  // deprecated
  [
    'rke_cluster',
    ...rke('services.'),
    ...rke('services_'),
    SYSTEM_IMAGES,
    manifestText('addons'),
    unlessAbsent('addons_include', ELSEWHERE),
  ],
  // siderolabs/talos (commit 6d1a91c, docs/resources/machine.md): the installer
  ['talos_machine', attr('image')],
];

const KAPP = [manifestText('config_yaml'), unlessAbsent('files', ELSEWHERE)];

/** Manifests as texts, by other providers. */
export const MANIFESTS: Table = [
  // carvel-dev/carvel (commit d24769b, docs/carvel_kapp.md); k14s is its old name
  ['carvel_kapp', ...KAPP],
  ['k14s_app', manifestText('yaml')],
  ['k14s_kapp', ...KAPP],
  // banzaicloud/k8s (commit 6e56aae331, README.md): "only manifest files with one resource are
  // supported"
  ['k8s_manifest', manifestText('content')],
];
