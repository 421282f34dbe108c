import { Table, attr } from '../../finders/finder';

const CONTAINERS = [
  'container_properties',
  'ecs_properties.task_properties.containers',
  'eks_properties.pod_properties.containers',
  'eks_properties.pod_properties.init_containers',
  'node_properties.node_range_properties.container',
  'node_properties.node_range_properties.ecs_properties.task_properties.containers',
  'node_properties.node_range_properties.eks_properties.pod_properties.containers',
  'node_properties.node_range_properties.eks_properties.pod_properties.init_containers',
];

/**
 * hashicorp/awscc (commit f995d4f41, docs/resources of each type, every attribute that names an
 * image): the attributes of CloudFormation's types, as blocks. awscc_emrserverless_application has
 * a map of images, one per kind of worker, which the rules find.
 */
export const AWSCC: Table = [
  ['awscc_apprunner_service', attr('source_configuration.image_repository.image_identifier')],
  ['awscc_batch_job_definition', ...CONTAINERS.map((path) => attr(`${path}.image`))],
  [
    'awscc_bedrockagentcore_harness',
    attr('environment_artifact.container_configuration.container_uri'),
  ],
  [
    'awscc_bedrockagentcore_runtime',
    attr('agent_runtime_artifact.container_configuration.container_uri'),
  ],
  [
    'awscc_cleanroomsml_configured_model_algorithm',
    attr('inference_container_config.image_uri'),
    attr('training_container_config.image_uri'),
  ],
  ['awscc_ecs_express_gateway_service', attr('primary_container.image')],
  ['awscc_ecs_task_definition', attr('container_definitions.image')],
  ['awscc_emrserverless_application', attr('image_configuration.image_uri')],
  [
    'awscc_gamelift_container_group_definition',
    attr('game_server_container_definition.image_uri'),
    attr('support_container_definitions.image_uri'),
  ],
  ['awscc_imagebuilder_container_recipe', attr('parent_image')],
  ['awscc_lambda_function', attr('code.image_uri')],
  ['awscc_lightsail_container', attr('container_service_deployment.containers.image')],
  [
    'awscc_sagemaker_algorithm',
    attr('training_specification.training_image'),
    attr('inference_specification.containers.image'),
  ],
  ['awscc_sagemaker_data_quality_job_definition', attr('data_quality_app_specification.image_uri')],
  ['awscc_sagemaker_image_version', attr('base_image')],
  ['awscc_sagemaker_inference_component', attr('specification.container.image')],
  ['awscc_sagemaker_model', attr('primary_container.image'), attr('containers.image')],
  ['awscc_sagemaker_model_bias_job_definition', attr('model_bias_app_specification.image_uri')],
  [
    'awscc_sagemaker_model_explainability_job_definition',
    attr('model_explainability_app_specification.image_uri'),
  ],
  [
    'awscc_sagemaker_model_package',
    attr('inference_specification.containers.image'),
    attr('additional_inference_specifications.containers.image'),
    attr('additional_inference_specifications_to_add.containers.image'),
  ],
  [
    'awscc_sagemaker_model_quality_job_definition',
    attr('model_quality_app_specification.image_uri'),
  ],
  [
    'awscc_sagemaker_monitoring_schedule',
    attr(
      'monitoring_schedule_config.monitoring_job_definition.monitoring_app_specification.image_uri',
    ),
  ],
  ['awscc_sagemaker_processing_job', attr('app_specification.image_uri')],
];
