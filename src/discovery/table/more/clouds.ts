import { Finder, Table, attr, unlessAbsent } from '../../finders/finder';
import { APART, BUILT, ELSEWHERE } from './reasons';

const COMPONENTS = ['service', 'worker', 'job'];
const SOURCES = ['git', 'github', 'gitlab'];

/**
 * Parts of an image, with its registry named by its type; or source, with a Dockerfile or without.
 */
const APP = COMPONENTS.flatMap((component): Finder[] => [
  unlessAbsent(`spec.${component}.image`, APART),
  ...SOURCES.map((source) => unlessAbsent(`spec.${component}.${source}`, BUILT)),
]);

/**
 * digitalocean/digitalocean 2.71.0 (@cdktf/provider-digitalocean 13.14.1, every path with `image`
 * in the schemas, and docs/resources/app.md).
 */
export const DIGITALOCEAN: Table = [['digitalocean_app', ...APP]];

/** Tasks that a delivery pipeline runs in containers before, after and beside a deployment. */
const TASKS = [
  'canary.canary_deployment',
  'canary.custom_canary_deployment.phase_configs',
  'standard',
].flatMap((strategy) =>
  ['predeploy.tasks', 'postdeploy.tasks', 'verify_config.tasks', 'analysis.custom_checks.task'].map(
    (task) => attr(`serial_pipeline.stages.strategy.${strategy}.${task}.container.image`),
  ),
);

/**
 * hashicorp/google-beta 6.50.0 (@cdktf/provider-google-beta 16.12.1) and hashicorp/google 7 (commit
 * e03b7622a2, website/docs/r of each type), beside google.ts.
 */
export const GOOGLE_MORE: Table = [
  ['google_deployment_manager_deployment', unlessAbsent('target.imports', ELSEWHERE)],
  [
    'google_clouddeploy_custom_target_type',
    attr('tasks.render.container.image'),
    attr('tasks.deploy.container.image'),
  ],
  ['google_clouddeploy_delivery_pipeline', ...TASKS],
  // The template is a file in a bucket, which names the launcher's image
  [
    'google_dataflow_flex_template_job',
    attr('sdk_container_image'),
    unlessAbsent('container_spec_gcs_path', ELSEWHERE),
  ],
  [
    'google_data_pipeline_pipeline',
    unlessAbsent(
      'workload.dataflow_flex_template_request.launch_parameter.container_spec_gcs_path',
      ELSEWHERE,
    ),
  ],
  // Files that a Spark application depends on are copied from these images
  ['google_dataproc_gdc_spark_application', attr('dependency_images')],
  // Config Sync deploys what a repository says
  [
    'google_gke_hub_feature',
    unlessAbsent('fleet_default_member_config.configmanagement.config_sync', ELSEWHERE),
  ],
  ['google_gke_hub_feature_membership', unlessAbsent('configmanagement.config_sync', ELSEWHERE)],
  ['google_network_services_wasm_plugin', attr('versions.image_uri')],
  [
    'google_vertex_ai_reasoning_engine',
    attr('spec.container_spec.image_uri'),
    unlessAbsent('spec.source_code_spec', BUILT),
  ],
  ['google_workstations_workstation_config', attr('container.image')],
];

/** IBM-Cloud/ibm (commit 9f9b7ecfc, website/docs/r of each type). */
export const IBM: Table = [
  ['ibm_code_engine_app', attr('image_reference')],
  ['ibm_code_engine_job', attr('image_reference')],
  ['ibm_function_action', attr('exec.image')],
];

const JOB_IMAGE = 'job_environment_configuration_details.image';
const NODE_GROUPS = 'job_node_group_configuration_details_list';

/**
 * oracle/oci (commit 8de3c480b4, website/docs/r of each type). `image_digest` beside an image is
 * computed where it is left out, so it is not taken for a part of the reference.
 */
export const OCI: Table = [
  ['oci_batch_batch_task_environment', attr('image_url')],
  ['oci_container_instances_container_instance', attr('containers.image_url')],
  [
    'oci_datascience_job',
    attr(JOB_IMAGE),
    attr(`job_node_configuration_details.${NODE_GROUPS}.${JOB_IMAGE}`),
  ],
  [
    'oci_datascience_job_run',
    attr('job_environment_configuration_override_details.image'),
    attr(`job_node_configuration_override_details.${NODE_GROUPS}.${JOB_IMAGE}`),
  ],
  [
    'oci_datascience_model_deployment',
    attr('model_deployment_configuration_details.environment_configuration_details.image'),
  ],
  ['oci_datascience_pipeline', attr('step_details.step_container_configuration_details.image')],
  [
    'oci_datascience_pipeline_run',
    attr('step_override_details.step_container_configuration_details.image'),
  ],
  ['oci_devops_deploy_artifact', attr('deploy_artifact_source.image_uri')],
  ['oci_functions_function', attr('image')],
  ['oci_generative_ai_hosted_deployment', unlessAbsent('active_artifact.container_uri', APART)],
];

/** scaleway/scaleway (commit b2d45ed4b, docs/resources of each type). */
export const SCALEWAY: Table = [
  // One of both; `registry_image` is the old name, and `registry_sha256` is any text that triggers
  // a deployment
  ['scaleway_container', attr('image'), attr('registry_image')],
  ['scaleway_job_definition', attr('image_uri')],
];

/**
 * yandex-cloud/yandex (commit b52b1df5, docs/resources/serverless_container.md): `digest` has to be
 * that of `url`.
 */
export const YANDEX: Table = [['yandex_serverless_container', attr('image.url')]];
