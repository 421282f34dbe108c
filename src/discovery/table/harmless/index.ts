import { AWS_DATA_RUNS_NOTHING } from './clouds/aws-data';
import { AWS_IDENTITY_RUNS_NOTHING } from './clouds/aws-identity';
import { AWS_IMAGES_RUN_NOTHING } from './clouds/aws-images';
import { AWS_NETWORK_RUNS_NOTHING } from './clouds/aws-network';
import { AZURERM_DATA_RUNS_NOTHING } from './clouds/azurerm-data';
import { AZURERM_NETWORK_RUNS_NOTHING } from './clouds/azurerm-network';
import { ASIAN_CLOUDS_RUN_NOTHING } from './clouds/asia';
import { LARGE_CLOUDS_RUN_NOTHING } from './clouds/large';
import { SMALL_CLOUDS_RUN_NOTHING } from './clouds/small';
import { DOCKER_RUNS_NOTHING } from './docker';
import { GOOGLE_DATA_RUNS_NOTHING } from './clouds/google-data';
import { GOOGLE_IDENTITY_RUNS_NOTHING } from './clouds/google-identity';
import { GOOGLE_NETWORK_RUNS_NOTHING } from './clouds/google-network';
import { HUAWEICLOUD_CONTAINERS_RUN_NOTHING } from './clouds/huaweicloud-containers';
import { HUAWEICLOUD_IMAGES_RUN_NOTHING } from './clouds/huaweicloud-images';
import { HUAWEICLOUD_NETWORK_RUNS_NOTHING } from './clouds/huaweicloud-network';
import { HUAWEICLOUD_SETTINGS_RUN_NOTHING } from './clouds/huaweicloud-settings';
import { KUBERNETES_RUNS_NOTHING } from './kubernetes';
import { MONITORING_RUNS_NOTHING } from './monitoring';
import { NOMAD_RUNS_NOTHING } from './nomad';
import { PLATFORMS_RUN_NOTHING } from './platforms';
import { REPOSITORIES_RUN_NOTHING } from './repositories';
import { SERVICES_RUN_NOTHING } from './services';
import { TOOLS_RUN_NOTHING } from './tools';
import { UTILITIES_RUN_NOTHING } from './utilities';

/** The lists, by their names. */
export const RUNS_NOTHING_LISTS: Readonly<Record<string, readonly string[]>> = {
  AWS_DATA_RUNS_NOTHING,
  AWS_IDENTITY_RUNS_NOTHING,
  AWS_IMAGES_RUN_NOTHING,
  AWS_NETWORK_RUNS_NOTHING,
  AZURERM_DATA_RUNS_NOTHING,
  AZURERM_NETWORK_RUNS_NOTHING,
  ASIAN_CLOUDS_RUN_NOTHING,
  LARGE_CLOUDS_RUN_NOTHING,
  SMALL_CLOUDS_RUN_NOTHING,
  DOCKER_RUNS_NOTHING,
  GOOGLE_DATA_RUNS_NOTHING,
  GOOGLE_IDENTITY_RUNS_NOTHING,
  GOOGLE_NETWORK_RUNS_NOTHING,
  HUAWEICLOUD_CONTAINERS_RUN_NOTHING,
  HUAWEICLOUD_IMAGES_RUN_NOTHING,
  HUAWEICLOUD_NETWORK_RUNS_NOTHING,
  HUAWEICLOUD_SETTINGS_RUN_NOTHING,
  KUBERNETES_RUNS_NOTHING,
  MONITORING_RUNS_NOTHING,
  NOMAD_RUNS_NOTHING,
  PLATFORMS_RUN_NOTHING,
  REPOSITORIES_RUN_NOTHING,
  SERVICES_RUN_NOTHING,
  TOOLS_RUN_NOTHING,
  UTILITIES_RUN_NOTHING,
};

/**
 * Types that keep a text or configure something, and run no container whatever their texts say.
 * Each list names the provider's version and the source of its types.
 */
export const RUNS_NOTHING: ReadonlySet<string> = new Set(Object.values(RUNS_NOTHING_LISTS).flat());
