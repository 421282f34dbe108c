import {
  Finder,
  Table,
  attr,
  content,
  embedded,
  manifestText,
  unlessAbsent,
  where,
} from '../../finders/finder';
import { follow, textOf } from '../../nodes/follow';
import { readAsJson } from '../../texts/reading';
import { INSTALLS_ADDONS, STORED_ELSEWHERE } from '../reasons';

/**
 * Checks ServiceStage's `source`, a JSON text: `{"kind": "image", "storage": "swr", "url": …}`
 * deploys an image.
 */
const SOURCE: Finder = embedded('source', readAsJson, (nodes, found) => {
  for (const node of nodes) {
    const kind = node.kind === 'map' ? textOf(node, 'kind', { anyCase: true }) : undefined;
    const { ends, lost } = follow([node], ['url'], { anyCase: true });
    lost.forEach((inner) => found.hidden(inner));
    if (kind === undefined || kind === 'image') ends.forEach((url) => found.reference(url));
  }
});

/** Checks CAE's `spec`, a JSON text: `{"source": {"type": "image", "url": …}}` deploys an image. */
const ACTION: Finder = embedded('spec', readAsJson, (nodes, found) => {
  const sources = follow(nodes, ['source'], { anyCase: true });
  sources.lost.forEach((node) => found.hidden(node));
  for (const source of sources.ends) {
    const kind = source.kind === 'map' ? textOf(source, 'type', { anyCase: true }) : undefined;
    const { ends, lost } = follow([source], ['url'], { anyCase: true });
    lost.forEach((node) => found.hidden(node));
    if (kind === undefined || kind === 'image') ends.forEach((url) => found.reference(url));
  }
});

/**
 * Checks a trigger, which runs images that are pushed later, without a scan. A disabled one runs
 * nothing.
 */
const TRIGGER: Finder = (body, found) => {
  const { ends } = follow([body], ['enabled']);
  const off = ends.some((node) => node.kind === 'text' && node.text === 'false');
  if (!off) found.doubtBeside(body, 'deploys each image that is pushed later, scanned or not');
};

const FUNCTION = attr('custom_image.url');

/**
 * huaweicloud/huaweicloud 1.97.1 (commit a0345b8dcc): the schemas in huaweicloud/services and
 * docs/resources, searched for attributes that name images. Other types of CCE, CCI and SWR have
 * none (../harmless/clouds/huaweicloud.ts): SWR's syncs, replications, permissions and retention
 * rules move or keep images, and run none.
 */
export const HUAWEICLOUD: Table = [
  // services/cci/resource_huaweicloud_cciv2_pod.go: podContainersSchema
  [
    'huaweicloud_cciv2_pod',
    attr('containers.image'),
    attr('init_containers.image'),
    attr('ephemeral_containers.image'),
  ],
  // services/cci/resource_huaweicloud_cciv2_deployment.go: deploymentTemplateSpecSchema only has
  // `containers`
  ['huaweicloud_cciv2_deployment', attr('template.spec.containers.image')],
  // services/cci/resource_huaweicloud_cciv2_image_snapshot.go: pulls the images into a cache that
  // pods start from
  ['huaweicloud_cciv2_image_snapshot', attr('images.image')],
  // docs/resources/cce_image_cache.md: a list of references, which a separate pod pulls
  ['huaweicloud_cce_image_cache', attr('images')],
  // docs/resources/fgs_function.md: "the URL must start with swr."; fgs_function_v2 is its old name
  ['huaweicloud_fgs_function', FUNCTION],
  ['huaweicloud_fgs_function_v2', FUNCTION],
  // docs/resources/swr_image_trigger.md
  ['huaweicloud_swr_image_trigger', TRIGGER],
  // docs/resources/cae_component.md: the URL is an image if `type` is "image", otherwise code or a
  // package
  ['huaweicloud_cae_component', where('spec.source', 'type', 'image', attr('url'))],
  // docs/resources/servicestage_component_instance.md: likewise
  ['huaweicloud_servicestage_component_instance', where('artifact', 'type', 'image', attr('url'))],
  // docs/resources/servicestagev3_component.md: `workload_content` is the workload's own YAML
  // (config_mode "yaml")
  ['huaweicloud_servicestagev3_component', SOURCE, manifestText('workload_content')],
  // docs/resources/modelarts_algorithm.md, modelarts_training_job.md, modelarts_model.md,
  // modelartsv2_service.md
  ['huaweicloud_modelarts_algorithm', attr('job_config.engine.image_url')],
  ['huaweicloud_modelarts_training_job', attr('algorithm.engine.image_url')],
  ['huaweicloud_modelarts_model', where('', 'model_type', 'Image', attr('source_location'))],
  ['huaweicloud_modelartsv2_service', attr('group_configs.unit_configs.image.swr_path')],
  // docs/resources/dli_flinkjar_job.md: "Organization name/Image name:Image version"
  ['huaweicloud_dli_flinkjar_job', attr('image')],
  // docs/resources/cae_component_action.md; cae_component_deployment is its old name (provider.go)
  ['huaweicloud_cae_component_action', ACTION],
  ['huaweicloud_cae_component_deployment', ACTION],
  // docs/resources/cce_cluster_upgrade.md, cce_autopilot_cluster_upgrade.md
  ['huaweicloud_cce_autopilot_cluster_upgrade', unlessAbsent('addons', INSTALLS_ADDONS)],
  ['huaweicloud_cce_cluster_upgrade', unlessAbsent('addons', INSTALLS_ADDONS)],
  // docs/resources/rfs_stack.md: `template_body` is a text of the plan
  [
    'huaweicloud_rfs_stack',
    content('template_body', 'vars_body'),
    unlessAbsent('template_uri', STORED_ELSEWHERE),
  ],
];
