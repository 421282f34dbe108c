import { Table, content } from '../finders/finder';

const BODY = content('body', 'sensitive_body');
const TEMPLATE = content('template_content');

/**
 * Resources of which one attribute says all that is deployed, beside what other tables have of them: hashicorp/aws 6.25, azure/azapi
 * 2, hashicorp/azurerm 4.55, huaweicloud/huaweicloud 1.97, aliyun/alicloud and portainer/portainer (docs/resources of each type).
 */
export const CONTENT: Table = [
  ['alicloud_ros_stack', content('template_body')],
  ['aws_cloudcontrolapi_resource', content('desired_state')],
  ['aws_cloudformation_stack', content('template_body')],
  ['aws_cloudformation_stack_set', content('template_body')],
  ['azapi_data_plane_resource', BODY],
  ['azapi_resource', BODY],
  ['azapi_resource_action', BODY],
  ['azapi_update_resource', BODY],
  ['azurerm_management_group_template_deployment', TEMPLATE],
  ['azurerm_resource_group_template_deployment', TEMPLATE],
  ['azurerm_subscription_template_deployment', TEMPLATE],
  ['azurerm_tenant_template_deployment', TEMPLATE],
  ['google_deployment_manager_deployment', content('target.config.content')],
  ['huaweicloud_rfs_stack', content('template_body', 'vars_body')],
  ['portainer_stack', content('stack_file_content')],
];
