import { readAsYaml } from '../../texts/reading';
import {
  Finder,
  Table,
  attr,
  embedded,
  undeterminableType,
  unlessAbsent,
} from '../../finders/finder';
import { follow } from '../../nodes/follow';
import { manifestText } from '../../finders/finder';
import { APART, BUILT, ELSEWHERE, unlessSet } from './reasons';

const DEFAULT = 'runs the default image of the service, as none is named';

/** A specification of Snowpark Container Services, in YAML. */
const SPECIFICATION: Finder = embedded('from_specification.text', readAsYaml, (nodes, found) => {
  const { ends, lost } = follow(nodes, ['spec', 'containers', 'image']);
  lost.forEach((node) => found.hidden(node));
  ends.forEach((node) => found.reference(node));
});
/**
 * A specification in a stage or with placeholders; images are paths in Snowflake's registry, so
 * they are denied.
 */
const SNOWFLAKE = [
  SPECIFICATION,
  unlessAbsent('from_specification.stage', ELSEWHERE),
  unlessAbsent('from_specification_template', ELSEWHERE),
];

/**
 * runtime_source of Render: `image_url` with a tag or a digest beside it, which the rules put together, or a Dockerfile in a
 * repository.
 */
const RENDER = [unlessAbsent('runtime_source.docker', BUILT)];

const DATABASE = [attr('image'), unlessSet('image', DEFAULT)];
const STACK = ['stack_file_path', 'repository_url', 'repository_url_wo'].map((attribute) =>
  unlessAbsent(attribute, ELSEWHERE),
);

/**
 * Platforms that run images. Checked in the docs of each provider's repository: SierraJC/coolify
 * (4a234af), aliksend/dokku (7d2548f), andrewbaxter/fly (bf858c9), koyeb (a3dffa1), portainer
 * (d7f7010), terraform-community-providers/railway (b1cd755), render-oss/render (033eb45),
 * CleverCloud/clevercloud (8825202), cloudfoundry (7367d63), qovery (c186979).
 */
export const PLATFORMS: Table = [
  ['clevercloud_docker', undeterminableType(BUILT)],
  // With a buildpack instead, Cloud Foundry runs source on a runtime of its own
  ['cloudfoundry_app', attr('docker_image')],
  ['coolify_mysql_database', ...DATABASE],
  ['coolify_postgresql_database', ...DATABASE],
  [
    'dokku_app',
    attr('deploy.docker_image'),
    unlessAbsent('deploy.archive_url', BUILT),
    unlessAbsent('deploy.git_repository', BUILT),
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
  ['fly_machine', attr('image')],
  ['koyeb_service', attr('definition.docker.image'), unlessAbsent('definition.git', BUILT)],
  ['portainer_docker_image', attr('image')],
  [
    'portainer_docker_plugin',
    undeterminableType('a plugin is pulled from a registry and run, and HSS scans no plugins'),
  ],
  // `stack_file_content` is a text of the plan
  ['portainer_edge_stack', ...STACK],
  ['portainer_edge_update_schedules', attr('agent_image'), attr('updater_image')],
  ['portainer_kubernetes_application', manifestText('manifest')],
  ['portainer_kubernetes_cronjob', manifestText('manifest')],
  ['portainer_kubernetes_job', manifestText('manifest')],
  ['portainer_stack', ...STACK, unlessAbsent('manifest_url', ELSEWHERE)],
  ['qovery_application', undeterminableType(BUILT)],
  ['qovery_container', unlessAbsent('image_name', APART)],
  ['qovery_helm', undeterminableType('a chart deploys images that no value names')],
  ['qovery_job', unlessAbsent('source.image', APART), unlessAbsent('source.docker', BUILT)],
  ['railway_service', attr('source_image'), unlessAbsent('source_repo', BUILT)],
  ['render_background_worker', ...RENDER],
  ['render_cron_job', ...RENDER],
  ['render_private_service', ...RENDER],
  ['render_web_service', ...RENDER],
];

const NEW_CLUSTERS = ['new_cluster', 'job_cluster.new_cluster', 'task.new_cluster'];

/**
 * Services that run images for data, delivery and tests: databricks (commit 684f44249,
 * docs/resources/cluster.md, instance_pool.md, job.md), harness (cb1a0595), octopusdeploy
 * (07a70e7e), bpg/proxmox (d6bd1ffe), snowflake, spotinst 1.231.0 and hashicorp/vault 5.6.0
 * (bindings of @cdktf).
 */
export const SERVICES: Table = [
  ['databricks_cluster', attr('docker_image.url')],
  ['databricks_instance_pool', attr('preloaded_docker_image.url')],
  ['databricks_job', ...NEW_CLUSTERS.map((cluster) => attr(`${cluster}.docker_image.url`))],
  ['harness_chaos_action_template', attr('container_action.image')],
  ['harness_chaos_fault_template', attr('spec.chaos.kubernetes.image')],
  [
    'harness_service_discovery_agent',
    attr('config.collector_image'),
    attr('config.log_watcher_image'),
  ],
  ['octopusdeploy_kubernetes_cluster_deployment_target', attr('container.image')],
  ['octopusdeploy_process_child_step', attr('container.image')],
  ['octopusdeploy_process_step', attr('container.image')],
  ['octopusdeploy_process_templated_child_step', attr('container.image')],
  ['octopusdeploy_process_templated_step', attr('container.image')],
  // An image from a registry, kept as a file that containers of Proxmox start from
  ['proxmox_oci_image', attr('reference')],
  ['proxmox_virtual_environment_oci_image', attr('reference')],
  ['snowflake_job_service', ...SNOWFLAKE],
  ['snowflake_service', ...SNOWFLAKE],
  [
    'spotinst_oceancd_verification_template',
    attr('metrics.provider.job.spec.job_template.template_spec.containers.image'),
  ],
  // `version` is its tag and `sha256` its digest
  ['vault_plugin', unlessAbsent('oci_image', APART)],
];
