import { apart } from '../../finders/apart';
import { Table, unlessAbsent } from '../../finders/finder';
import { ELSEWHERE } from './reasons';

const STACK = 'site_config.application_stack';
/** `DOCKER|docker_image:docker_image_tag`; the name has its registry in it. */
const LINUX = apart(STACK, { registry: '', image: 'docker_image', tag: 'docker_image_tag' });
/** `DOCKER|registry/name:tag` */
const WINDOWS = apart(STACK, {
  registry: 'docker_container_registry',
  image: 'docker_container_name',
  tag: 'docker_container_tag',
});

/**
 * What web apps of hashicorp/azurerm 3 have beside the attributes in azurerm.ts, for the same types
 * (internal/services/appservice/helpers of commit 37980d9c81, 3.45: linux_web_app_schema.go,
 * web_app_slot_schema.go, windows_web_app_schema.go). Version 4 removed them. To be joined with the
 * finders of azurerm.ts.
 */
export const AZURERM_3: Table = [
  ['azurerm_linux_web_app', LINUX],
  ['azurerm_linux_web_app_slot', LINUX],
  ['azurerm_windows_web_app', WINDOWS],
  ['azurerm_windows_web_app_slot', WINDOWS],
];

const TEMPLATE = unlessAbsent('template_spec_version_id', ELSEWHERE);

/**
 * hashicorp/azurerm 4.55.0 (@cdktf/provider-azurerm 14.23.1): `template_content` is a text of the
 * plan.
 */
export const AZURERM_TEMPLATES: Table = [
  ['azurerm_management_group_template_deployment', TEMPLATE],
  ['azurerm_resource_group_template_deployment', TEMPLATE],
  ['azurerm_subscription_template_deployment', TEMPLATE],
  ['azurerm_tenant_template_deployment', TEMPLATE],
];
