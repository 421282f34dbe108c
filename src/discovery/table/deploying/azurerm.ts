import { apart } from '../../finders/apart';
import { Table, attr, content, unlessAbsent } from '../../finders/finder';
import { fxVersion } from '../../finders/fx-version';
import { BUILT_BY_GITHUB, STORED_ELSEWHERE } from '../reasons';

const STACK = 'site_config.application_stack';

/** helpers/fx_strings.go: `DOCKER|` + the registry without its scheme + `/` + the image's name */
const WEB_APP = apart(STACK, {
  registry: 'docker_registry_url',
  image: 'docker_image_name',
});
/**
 * Attributes of web apps in azurerm 3 that version 4 removed (internal/services/appservice/helpers
 * of commit 37980d9c81, 3.45: linux_web_app_schema.go, web_app_slot_schema.go):
 * `DOCKER|docker_image:docker_image_tag`; the name includes its registry.
 */
const LINUX_WEB_APP_3 = apart(STACK, {
  registry: '',
  image: 'docker_image',
  tag: 'docker_image_tag',
});
/** The same for windows_web_app_schema.go: `DOCKER|registry/name:tag` */
const WINDOWS_WEB_APP_3 = apart(STACK, {
  registry: 'docker_container_registry',
  image: 'docker_container_name',
  tag: 'docker_container_tag',
});
/**
 * helpers/function_app_schema.go: `DOCKER|registry/name:tag`, so a pin writes `name@sha256` and the
 * digest's hex digits
 */
const FUNCTION_APP = apart(`${STACK}.docker`, {
  registry: 'registry_url',
  image: 'image_name',
  tag: 'image_tag',
});
const LEGACY = [
  fxVersion('site_config.linux_fx_version'),
  fxVersion('site_config.windows_fx_version'),
];
const CONTAINER_APP = [attr('template.container.image'), attr('template.init_container.image')];
/** A template as a text of the plan, or a version of a template spec. */
const TEMPLATE = [
  content('template_content'),
  unlessAbsent('template_spec_version_id', STORED_ELSEWHERE),
];

/**
 * hashicorp/azurerm 4.55.0: @cdktf/provider-azurerm 14.23.1, every path with `image`, `docker` or
 * `fx_version` in the schemas of all its resources; internal/services/appservice of 5.2.0 for how
 * the parts are joined.
 */
export const AZURERM: Table = [
  ['azurerm_container_group', attr('container.image'), attr('init_container.image')],
  ['azurerm_container_app', ...CONTAINER_APP],
  ['azurerm_container_app_job', ...CONTAINER_APP],
  ['azurerm_linux_web_app', WEB_APP, LINUX_WEB_APP_3],
  ['azurerm_linux_web_app_slot', WEB_APP, LINUX_WEB_APP_3],
  ['azurerm_windows_web_app', WEB_APP, WINDOWS_WEB_APP_3],
  ['azurerm_windows_web_app_slot', WEB_APP, WINDOWS_WEB_APP_3],
  ['azurerm_linux_function_app', FUNCTION_APP],
  ['azurerm_linux_function_app_slot', FUNCTION_APP],
  ['azurerm_app_service', ...LEGACY],
  ['azurerm_app_service_slot', ...LEGACY],
  ['azurerm_function_app', ...LEGACY],
  ['azurerm_function_app_slot', ...LEGACY],
  ['azurerm_logic_app_standard', ...LEGACY],
  [
    'azurerm_app_service_source_control',
    unlessAbsent('github_action_configuration.container_configuration', BUILT_BY_GITHUB),
  ],
  [
    'azurerm_app_service_source_control_slot',
    unlessAbsent('github_action_configuration.container_configuration', BUILT_BY_GITHUB),
  ],
  ['azurerm_spring_cloud_container_deployment', apart('', { registry: 'server', image: 'image' })],
  [
    'azurerm_batch_pool',
    attr('container_configuration.container_image_names'),
    attr('start_task.container.image_name'),
  ],
  ['azurerm_management_group_template_deployment', ...TEMPLATE],
  ['azurerm_resource_group_template_deployment', ...TEMPLATE],
  ['azurerm_subscription_template_deployment', ...TEMPLATE],
  ['azurerm_tenant_template_deployment', ...TEMPLATE],
];
