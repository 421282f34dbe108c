import { Finder, Table, attr, content, manifestText, unlessAbsent } from '../../finders/finder';
import {
  BUILT_BY_GOOGLE,
  BUILT_FROM_SOURCE,
  IN_REPOSITORY_AND_TAG,
  STORED_ELSEWHERE,
} from '../reasons';

/**
 * Container-Optimized OS starts the containers that this metadata declares (a pod's spec in YAML).
 */
const DECLARATION: Finder = manifestText('metadata.gce-container-declaration');
const RUNTIME = attr('runtime_config.container_image');

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
 * hashicorp/google 6.50.0: @cdktf/provider-google 16.12.1, every path with `image` or `container`
 * in the schemas of all its resources, and docs/resources of each type here.
 */
export const GOOGLE: Table = [
  ['google_cloud_run_service', attr('template.spec.containers.image')],
  [
    'google_cloud_run_v2_service',
    attr('template.containers.image'),
    unlessAbsent('build_config', BUILT_BY_GOOGLE),
    unlessAbsent('template.containers.base_image_uri', BUILT_BY_GOOGLE),
  ],
  ['google_cloud_run_v2_job', attr('template.template.containers.image')],
  ['google_cloud_run_v2_worker_pool', attr('template.containers.image')],
  ['google_app_engine_flexible_app_version', attr('deployment.container.image')],
  ['google_firebase_app_hosting_build', attr('source.container.image')],
  ['google_bigquery_routine', attr('spark_options.container_image')],
  ['google_dataproc_batch', RUNTIME],
  ['google_dataproc_session_template', RUNTIME],
  [
    'google_dataplex_task',
    attr('notebook.infrastructure_spec.container_image.image'),
    attr('spark.infrastructure_spec.container_image.image'),
  ],
  // Each step's `name` is the image that it runs in
  ['google_cloudbuild_trigger', attr('build.step.name')],
  [
    'google_vertex_ai_endpoint_with_model_garden_deployment',
    attr('model_config.container_spec.image_uri'),
  ],
  ['google_notebooks_instance', unlessAbsent('container_image', IN_REPOSITORY_AND_TAG)],
  ['google_notebooks_environment', unlessAbsent('container_image', IN_REPOSITORY_AND_TAG)],
  [
    'google_notebooks_runtime',
    unlessAbsent('virtual_machine.virtual_machine_config.container_images', IN_REPOSITORY_AND_TAG),
    unlessAbsent('software_config.kernels', IN_REPOSITORY_AND_TAG),
  ],
  ['google_workbench_instance', unlessAbsent('gce_setup.container_image', IN_REPOSITORY_AND_TAG)],
  // The images of their boot disks are not container images
  ['google_compute_instance', DECLARATION],
  ['google_compute_instance_template', DECLARATION],
  ['google_compute_region_instance_template', DECLARATION],
  ['google_compute_instance_from_template', DECLARATION],
  // Google builds these from source in its own runtimes, and stores the result in
  // `docker_repository`
  ['google_cloudfunctions2_function'],

  // hashicorp/google-beta 6.50.0 (@cdktf/provider-google-beta 16.12.1) and hashicorp/google 7
  // (commit e03b7622a2, website/docs/r of each type)
  [
    'google_deployment_manager_deployment',
    content('target.config.content'),
    unlessAbsent('target.imports', STORED_ELSEWHERE),
  ],
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
    unlessAbsent('container_spec_gcs_path', STORED_ELSEWHERE),
  ],
  [
    'google_data_pipeline_pipeline',
    unlessAbsent(
      'workload.dataflow_flex_template_request.launch_parameter.container_spec_gcs_path',
      STORED_ELSEWHERE,
    ),
  ],
  // Files that a Spark application depends on are copied from these images
  ['google_dataproc_gdc_spark_application', attr('dependency_images')],
  // Config Sync deploys the content of a repository
  [
    'google_gke_hub_feature',
    unlessAbsent('fleet_default_member_config.configmanagement.config_sync', STORED_ELSEWHERE),
  ],
  [
    'google_gke_hub_feature_membership',
    unlessAbsent('configmanagement.config_sync', STORED_ELSEWHERE),
  ],
  ['google_network_services_wasm_plugin', attr('versions.image_uri')],
  [
    'google_vertex_ai_reasoning_engine',
    attr('spec.container_spec.image_uri'),
    unlessAbsent('spec.source_code_spec', BUILT_FROM_SOURCE),
  ],
  ['google_workstations_workstation_config', attr('container.image')],
];
