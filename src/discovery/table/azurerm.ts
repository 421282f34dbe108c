import { apart } from '../finders/apart';
import { Table, attr, unlessAbsent } from '../finders/finder';
import { fxVersion } from '../finders/fx-version';

/** helpers/fx_strings.go: `DOCKER|` + the registry without its scheme + `/` + the image's name */
const WEB_APP = apart('site_config.application_stack', {
  registry: 'docker_registry_url',
  image: 'docker_image_name',
});
/** helpers/function_app_schema.go: `DOCKER|registry/name:tag`; so `name@sha256` and the digest's hex are written there */
const FUNCTION_APP = apart('site_config.application_stack.docker', {
  registry: 'registry_url',
  image: 'image_name',
  tag: 'image_tag',
});
const LEGACY = [
  fxVersion('site_config.linux_fx_version'),
  fxVersion('site_config.windows_fx_version'),
];
const CONTAINER_APP = [attr('template.container.image'), attr('template.init_container.image')];
const BUILT = 'a workflow of GitHub’s builds and deploys an image, which nothing has scanned';

/**
 * hashicorp/azurerm 4.55.0: @cdktf/provider-azurerm 14.23.1, every path with `image`, `docker` or `fx_version`
 * in the schemas of all its resources; internal/services/appservice of 5.2.0 for how the parts are joined.
 */
export const AZURERM: Table = [
  ['azurerm_container_group', attr('container.image'), attr('init_container.image')],
  ['azurerm_container_app', ...CONTAINER_APP],
  ['azurerm_container_app_job', ...CONTAINER_APP],
  ['azurerm_linux_web_app', WEB_APP],
  ['azurerm_linux_web_app_slot', WEB_APP],
  ['azurerm_windows_web_app', WEB_APP],
  ['azurerm_windows_web_app_slot', WEB_APP],
  ['azurerm_linux_function_app', FUNCTION_APP],
  ['azurerm_linux_function_app_slot', FUNCTION_APP],
  ['azurerm_app_service', ...LEGACY],
  ['azurerm_app_service_slot', ...LEGACY],
  ['azurerm_function_app', ...LEGACY],
  ['azurerm_function_app_slot', ...LEGACY],
  ['azurerm_logic_app_standard', ...LEGACY],
  [
    'azurerm_app_service_source_control',
    unlessAbsent('github_action_configuration.container_configuration', BUILT),
  ],
  [
    'azurerm_app_service_source_control_slot',
    unlessAbsent('github_action_configuration.container_configuration', BUILT),
  ],
  ['azurerm_spring_cloud_container_deployment', apart('', { registry: 'server', image: 'image' })],
  [
    'azurerm_batch_pool',
    attr('container_configuration.container_image_names'),
    attr('start_task.container.image_name'),
  ],
];
