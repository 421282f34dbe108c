import { Finder, Table, attr, manifestText, unlessAbsent } from '../../finders/finder';
import { follow } from '../../nodes/follow';
import { STORED_ELSEWHERE } from '../reasons';

/** Images of RKE's services. `prefix` is the path of their block. */
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

/** Finds images in a block whose attributes are all images, named by their purpose. */
const SYSTEM_IMAGES: Finder = (body, found) => {
  const { ends, lost } = follow([body], ['system_images']);
  lost.forEach((node) => found.hidden(node));
  for (const block of ends) {
    if (block.kind !== 'map') found.hidden(block);
    else for (const key of block.keys) attr(key)(block, found, { sibling: () => [] });
  }
};

/** Rancher, and its provider `rke`: clusters whose system images can be replaced. */
export const RANCHER2: Table = [
  // rancher/rancher2 (commit c37fdac6, docs/resources/cluster.md): RKE's own images, agents and
  // manifests
  [
    'rancher2_cluster',
    attr('desired_agent_image'),
    attr('desired_auth_image'),
    ...rke('rke_config.services.'),
    manifestText('rke_config.addons'),
    unlessAbsent('rke_config.addons_include', STORED_ELSEWHERE),
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
    unlessAbsent('addons_include', STORED_ELSEWHERE),
  ],
];
