import { Finder, Table, attr, content, jsonReferences, unlessAbsent } from '../../finders/finder';
import { follow } from '../../nodes/follow';
import { isCodeBuildImage } from '../../walk/value';
import { STORED_ELSEWHERE } from '../reasons';

/** A build environment: CodeBuild's own, or an image that it pulls. */
const BUILD_ENVIRONMENT: Finder = (body, found) => {
  const { ends, lost } = follow([body], ['environment', 'image']);
  lost.forEach((node) => found.hidden(node));
  for (const node of ends) {
    if (node.kind === 'text' && !node.token && isCodeBuildImage(node.text)) continue;
    found.reference(node, { emptyIsAbsent: true });
  }
};

/** A template as a text of the plan, or in a bucket. */
const TEMPLATE = [content('template_body'), unlessAbsent('template_url', STORED_ELSEWHERE)];

/**
 * hashicorp/aws 6.25.0: @cdktf/provider-aws 21.22.1, every path with `image` or `container` in the
 * schemas of all its resources, and docs/resources of each type here. JSON texts are read with Go's
 * encoding/json (internal/json/decode.go), so their keys match in any case; their forms are those
 * of the AWS API.
 */
export const AWS: Table = [
  // A list of ContainerDefinition
  ['aws_ecs_task_definition', jsonReferences('container_definitions', 'image')],
  ['aws_ecs_express_gateway_service', attr('primary_container.image')],
  // ContainerProperties, EcsProperties and NodeProperties of the Batch API; eks_properties is a
  // block
  [
    'aws_batch_job_definition',
    jsonReferences('container_properties', 'image'),
    jsonReferences('ecs_properties', 'taskProperties.containers.image'),
    jsonReferences(
      'node_properties',
      'nodeRangeProperties.container.image',
      'nodeRangeProperties.ecsProperties.taskProperties.containers.image',
      'nodeRangeProperties.eksProperties.podProperties.containers.image',
      'nodeRangeProperties.eksProperties.podProperties.initContainers.image',
    ),
    attr('eks_properties.pod_properties.containers.image'),
    attr('eks_properties.pod_properties.init_containers.image'),
  ],
  // Set where `package_type` is "Image"
  ['aws_lambda_function', attr('image_uri')],
  // With `code_repository` instead, App Runner builds from source on its own runtime
  ['aws_apprunner_service', attr('source_configuration.image_repository.image_identifier')],
  // Or `:service.label.1`, an image that was pushed to Lightsail. It is not a reference, so it is
  // denied
  ['aws_lightsail_container_service_deployment_version', attr('container.image')],
  ['aws_sagemaker_model', attr('primary_container.image'), attr('container.image')],
  ['aws_sagemaker_image_version', attr('base_image')],
  ['aws_sagemaker_data_quality_job_definition', attr('data_quality_app_specification.image_uri')],
  ['aws_codebuild_project', BUILD_ENVIRONMENT],
  ['aws_emrserverless_application', attr('image_configuration.image_uri')],
  [
    'aws_bedrockagentcore_agent_runtime',
    attr('agent_runtime_artifact.container_configuration.container_uri'),
  ],
  // `parent_image` may also be an ARN of an Image Builder image. It is not a reference, so it is
  // denied
  ['aws_imagebuilder_container_recipe', attr('parent_image')],
  ['aws_cloudformation_stack', ...TEMPLATE],
  ['aws_cloudformation_stack_set', ...TEMPLATE],
  ['aws_cloudcontrolapi_resource', content('desired_state')],
  // The definition of a pipeline in a bucket; `pipeline_definition` is a JSON text of the plan
  ['aws_sagemaker_pipeline', unlessAbsent('pipeline_definition_s3_location', STORED_ELSEWHERE)],
];
