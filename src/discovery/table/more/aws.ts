import { Table, unlessAbsent } from '../../finders/finder';
import { ELSEWHERE } from './reasons';

const TEMPLATE = unlessAbsent('template_url', ELSEWHERE);

/** hashicorp/aws 6.25.0 (@cdktf/provider-aws 21.22.1): `template_body` is a text of the plan. */
export const AWS_MORE: Table = [
  ['aws_cloudformation_stack', TEMPLATE],
  ['aws_cloudformation_stack_set', TEMPLATE],
  // The definition of a pipeline in a bucket; `pipeline_definition` is a JSON text of the plan
  ['aws_sagemaker_pipeline', unlessAbsent('pipeline_definition_s3_location', ELSEWHERE)],
];
