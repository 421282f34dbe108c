import { Table, attr, unlessAbsent } from '../../finders/finder';
import { IN_PARTS } from '../reasons';

const JOB_IMAGE = 'job_environment_configuration_details.image';
const NODE_GROUPS = 'job_node_group_configuration_details_list';

/**
 * oracle/oci (commit 8de3c480b4, website/docs/r of each type). `image_digest` beside an image is
 * computed if it is not set, so it is not used as a part of the reference.
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
  ['oci_generative_ai_hosted_deployment', unlessAbsent('active_artifact.container_uri', IN_PARTS)],
];
