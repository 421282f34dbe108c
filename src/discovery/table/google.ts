import { Finder, Table, attr, manifestText, unlessAbsent } from '../finders/finder';

const BUILT = 'it runs an image that Google builds from source, which nothing has scanned';
const APART = 'its repository and tag stand apart, and no digest can be written there';
/** Container-Optimized OS starts the containers that this metadata declares (a pod's spec in YAML). */
const DECLARATION: Finder = manifestText('metadata.gce-container-declaration');
const RUNTIME = attr('runtime_config.container_image');

/**
 * hashicorp/google 6.50.0: @cdktf/provider-google 16.12.1, every path with `image` or `container` in the
 * schemas of all its resources, and docs/resources of each type here.
 */
export const GOOGLE: Table = [
  ['google_cloud_run_service', attr('template.spec.containers.image')],
  [
    'google_cloud_run_v2_service',
    attr('template.containers.image'),
    unlessAbsent('build_config', BUILT),
    unlessAbsent('template.containers.base_image_uri', BUILT),
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
  ['google_notebooks_instance', unlessAbsent('container_image', APART)],
  ['google_notebooks_environment', unlessAbsent('container_image', APART)],
  [
    'google_notebooks_runtime',
    unlessAbsent('virtual_machine.virtual_machine_config.container_images', APART),
    unlessAbsent('software_config.kernels', APART),
  ],
  ['google_workbench_instance', unlessAbsent('gce_setup.container_image', APART)],
  // Their boot disks' images are no container images
  ['google_compute_instance', DECLARATION],
  ['google_compute_instance_template', DECLARATION],
  ['google_compute_region_instance_template', DECLARATION],
  ['google_compute_instance_from_template', DECLARATION],
  // Google builds these from source in its own runtimes; `docker_repository` is where it keeps the result
  ['google_cloudfunctions2_function'],
];
