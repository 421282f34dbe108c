import {
  Finder,
  Table,
  attr,
  content,
  embedded,
  undeterminableType,
  unlessAbsent,
  unlessSet,
  where,
} from '../../finders/finder';
import { follow } from '../../nodes/follow';
import { readAsYaml } from '../../texts/reading';
import {
  BUILT_FROM_SOURCE,
  DEFAULT_OF_NODES,
  DEFAULT_OF_SERVICE,
  INSTALLS_ADDONS,
  IN_PARTS,
  CHART_DEFAULTS,
  STORED_ELSEWHERE,
} from '../reasons';

const AZAPI_BODY = content('body', 'sensitive_body');
/** The finders for databases of Coolify and Dokku. */
const DATABASE = [attr('image'), unlessSet('image', DEFAULT_OF_SERVICE)];
const DATABRICKS_CLUSTERS = ['new_cluster', 'job_cluster.new_cluster', 'task.new_cluster'];

const COMPONENTS = ['service', 'worker', 'job'];
const SOURCES = ['git', 'github', 'gitlab'];

/**
 * DigitalOcean: the parts of an image, whose registry follows from its type; or source, with or
 * without a Dockerfile.
 */
const DIGITALOCEAN_APP = COMPONENTS.flatMap((component): Finder[] => [
  unlessAbsent(`spec.${component}.image`, IN_PARTS),
  ...SOURCES.map((source) => unlessAbsent(`spec.${component}.${source}`, BUILT_FROM_SOURCE)),
]);

/** A specification of Snowpark Container Services, in YAML. */
const SPECIFICATION: Finder = embedded('from_specification.text', readAsYaml, (nodes, found) => {
  const { ends, lost } = follow(nodes, ['spec', 'containers', 'image']);
  lost.forEach((node) => found.hidden(node));
  ends.forEach((node) => found.reference(node));
});
/**
 * A specification in a stage or with placeholders. Its images are paths in Snowflake's registry, so
 * they are denied.
 */
const SNOWFLAKE = [
  SPECIFICATION,
  unlessAbsent('from_specification.stage', STORED_ELSEWHERE),
  unlessAbsent('from_specification_template', STORED_ELSEWHERE),
];

/**
 * Render's runtime_source: `image_url` with a tag or a digest beside it, which the rules join; or a
 * Dockerfile in a repository.
 */
const RENDER = [unlessAbsent('runtime_source.docker', BUILT_FROM_SOURCE)];

/**
 * Providers without a file in this folder, sorted by type, with the source of each provider's
 * types: its docs, unless another one is named.
 */
export const SMALL_PROVIDERS: Table = [
  // azure/azapi 2 (docs/resources of each type)
  ['azapi_data_plane_resource', AZAPI_BODY],
  ['azapi_resource', AZAPI_BODY],
  ['azapi_resource_action', AZAPI_BODY],
  ['azapi_update_resource', AZAPI_BODY],
  // civo/civo (commit 9964503, docs/resources/kubernetes_cluster.md): "Comma separated list of
  // applications to install"
  ['civo_kubernetes_cluster', unlessAbsent('applications', INSTALLS_ADDONS)],
  // CleverCloud/clevercloud (commit 8825202)
  ['clevercloud_docker', undeterminableType(BUILT_FROM_SOURCE)],
  // cloudfoundry/cloudfoundry (commit 7367d63)
  // With a buildpack instead, Cloud Foundry runs source on a runtime of its own
  ['cloudfoundry_app', attr('docker_image')],
  // SierraJC/coolify (commit 4a234af)
  ['coolify_mysql_database', ...DATABASE],
  ['coolify_postgresql_database', ...DATABASE],
  // databricks/databricks (commit 684f44249, docs/resources/cluster.md, instance_pool.md, job.md)
  ['databricks_cluster', attr('docker_image.url')],
  ['databricks_instance_pool', attr('preloaded_docker_image.url')],
  ['databricks_job', ...DATABRICKS_CLUSTERS.map((cluster) => attr(`${cluster}.docker_image.url`))],
  // digitalocean/digitalocean 2.71.0 (@cdktf/provider-digitalocean 13.14.1, every path with
  // `image` in the schemas, and docs/resources/app.md)
  ['digitalocean_app', ...DIGITALOCEAN_APP],
  // aliksend/dokku (commit 7d2548f)
  [
    'dokku_app',
    attr('deploy.docker_image'),
    unlessAbsent('deploy.archive_url', BUILT_FROM_SOURCE),
    unlessAbsent('deploy.git_repository', BUILT_FROM_SOURCE),
  ],
  ['dokku_clickhouse', ...DATABASE],
  ['dokku_couchdb', ...DATABASE],
  ['dokku_elasticsearch', ...DATABASE],
  ['dokku_mariadb', ...DATABASE],
  ['dokku_mongo', ...DATABASE],
  ['dokku_mysql', ...DATABASE],
  ['dokku_nats', ...DATABASE],
  ['dokku_postgres', ...DATABASE],
  ['dokku_rabbitmq', ...DATABASE],
  ['dokku_redis', ...DATABASE],
  ['dokku_rethinkdb', ...DATABASE],
  // andrewbaxter/fly (commit bf858c9)
  ['fly_machine', attr('image')],
  // harness/harness (commit cb1a0595)
  ['harness_chaos_action_template', attr('container_action.image')],
  ['harness_chaos_fault_template', attr('spec.chaos.kubernetes.image')],
  [
    'harness_service_discovery_agent',
    attr('config.collector_image'),
    attr('config.log_watcher_image'),
  ],
  // IBM-Cloud/ibm (commit 9f9b7ecfc, website/docs/r of each type)
  ['ibm_code_engine_app', attr('image_reference')],
  ['ibm_code_engine_job', attr('image_reference')],
  ['ibm_function_action', attr('exec.image')],
  // pvotal-tech/k3d (commit d5cd12d, docs/resources): nodes are containers
  [
    'k3d_cluster',
    attr('image'),
    attr('registries.create.image'),
    unlessSet('image', DEFAULT_OF_NODES),
  ],
  ['k3d_node', attr('image'), unlessSet('image', DEFAULT_OF_NODES)],
  // tehcyx/kind (commit cc46593, docs/resources): nodes are containers, and `kind_load` loads an
  // image into them
  ['kind_cluster', attr('node_image'), unlessSet('node_image', DEFAULT_OF_NODES)],
  ['kind_load', attr('image')],
  // koyeb/koyeb (commit a3dffa1)
  [
    'koyeb_service',
    attr('definition.docker.image'),
    unlessAbsent('definition.git', BUILT_FROM_SOURCE),
  ],
  // scott-the-programmer/minikube (commit d1f503f, docs/resources/cluster.md)
  ['minikube_cluster', attr('base_image'), unlessAbsent('addons', INSTALLS_ADDONS)],
  // hashicorp/nomad 2.5.2
  // `jobspec` is HCL or JSON, in which the driver of a task defines its config
  [
    'nomad_job',
    undeterminableType("runs tasks that are written in Nomad's own HCL: declare their images"),
  ],
  // OctopusDeploy/octopusdeploy (commit 07a70e7e)
  ['octopusdeploy_kubernetes_cluster_deployment_target', attr('container.image')],
  ['octopusdeploy_process_child_step', attr('container.image')],
  ['octopusdeploy_process_step', attr('container.image')],
  ['octopusdeploy_process_templated_child_step', attr('container.image')],
  ['octopusdeploy_process_templated_step', attr('container.image')],
  // opentelekomcloud/opentelekomcloud (commit 88f1cf1e, docs/resources/fgs_function_v2.md)
  ['opentelekomcloud_fgs_function_v2', attr('custom_image.url')],
  // bpg/proxmox (commit d6bd1ffe)
  // An image from a registry, stored as a file that containers of Proxmox start from
  ['proxmox_oci_image', attr('reference')],
  ['proxmox_virtual_environment_oci_image', attr('reference')],
  // qovery/qovery (commit c186979)
  ['qovery_application', undeterminableType(BUILT_FROM_SOURCE)],
  ['qovery_container', unlessAbsent('image_name', IN_PARTS)],
  ['qovery_helm', undeterminableType(CHART_DEFAULTS)],
  [
    'qovery_job',
    unlessAbsent('source.image', IN_PARTS),
    unlessAbsent('source.docker', BUILT_FROM_SOURCE),
  ],
  // terraform-community-providers/railway (commit b1cd755)
  ['railway_service', attr('source_image'), unlessAbsent('source_repo', BUILT_FROM_SOURCE)],
  // render-oss/render (commit 033eb45)
  ['render_background_worker', ...RENDER],
  ['render_cron_job', ...RENDER],
  ['render_private_service', ...RENDER],
  ['render_web_service', ...RENDER],
  // scaleway/scaleway (commit b2d45ed4b, docs/resources of each type)
  // Only one of both is set; `registry_image` is the old name, and `registry_sha256` is any text
  // that triggers a deployment
  ['scaleway_container', attr('image'), attr('registry_image')],
  ['scaleway_job_definition', attr('image_uri')],
  // snowflake (bindings of @cdktf)
  ['snowflake_job_service', ...SNOWFLAKE],
  ['snowflake_service', ...SNOWFLAKE],
  // spotinst/spotinst 1.231.0 (bindings of @cdktf)
  [
    'spotinst_oceancd_verification_template',
    attr('metrics.provider.job.spec.job_template.template_spec.containers.image'),
  ],
  // siderolabs/talos (commit 6d1a91c, docs/resources/machine.md): the installer
  ['talos_machine', attr('image')],
  // hashicorp/vault 5.6.0 (bindings of @cdktf)
  // `version` is the tag and `sha256` the digest
  ['vault_plugin', unlessAbsent('oci_image', IN_PARTS)],
  // volcengine/volcengine (commit 8cff1813, website/docs/r/vefaas_function.html.markdown)
  ['volcengine_vefaas_function', where('', 'source_type', 'image', attr('source'))],
  // yandex-cloud/yandex (commit b52b1df5, docs/resources/serverless_container.md): `digest` has to
  // match `url`
  ['yandex_serverless_container', attr('image.url')],
];
