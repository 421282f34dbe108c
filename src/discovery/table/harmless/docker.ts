/**
 * kreuzwerker/docker 3.6.2 (@cdktf/provider-docker 12.0.3) and 4.5.0 (docs/resources). Settings,
 * and the two types that tag and push an image without running it.
 */
export const DOCKER_RUNS_NOTHING: readonly string[] = [
  'docker_config',
  'docker_network',
  'docker_registry_image',
  'docker_secret',
  'docker_tag',
  'docker_volume',
];
