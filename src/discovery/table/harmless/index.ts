import { CLOUDFLARE_RUNS_NOTHING } from './cloudflare';
import { ALICLOUD_RUNS_NOTHING } from './clouds/alicloud';
import { AWS_RUNS_NOTHING } from './clouds/aws';
import { AZURERM_RUNS_NOTHING } from './clouds/azurerm';
import { DIGITALOCEAN_RUNS_NOTHING } from './clouds/digitalocean';
import { GOOGLE_RUNS_NOTHING } from './clouds/google';
import { HCLOUD_RUNS_NOTHING } from './clouds/hcloud';
import { HUAWEICLOUD_RUNS_NOTHING } from './clouds/huaweicloud';
import { IBM_RUNS_NOTHING } from './clouds/ibm';
import { OCI_RUNS_NOTHING } from './clouds/oci';
import { OPENSTACK_RUNS_NOTHING } from './clouds/openstack';
import { OPENTELEKOMCLOUD_RUNS_NOTHING } from './clouds/opentelekomcloud';
import { SCALEWAY_RUNS_NOTHING } from './clouds/scaleway';
import { TENCENTCLOUD_RUNS_NOTHING } from './clouds/tencentcloud';
import { VOLCENGINE_RUNS_NOTHING } from './clouds/volcengine';
import { YANDEX_RUNS_NOTHING } from './clouds/yandex';
import { DATADOG_RUNS_NOTHING } from './datadog';
import { DOCKER_RUNS_NOTHING } from './docker';
import { GITHUB_RUNS_NOTHING } from './github';
import { GITLAB_RUNS_NOTHING } from './gitlab';
import { GRAFANA_RUNS_NOTHING } from './grafana';
import { HARBOR_RUNS_NOTHING } from './harbor';
import { KUBERNETES_RUNS_NOTHING } from './kubernetes';
import { NEWRELIC_RUNS_NOTHING } from './newrelic';
import { NOMAD_RUNS_NOTHING } from './nomad';
import { RANCHER2_RUNS_NOTHING } from './rancher2';
import { SMALL_PROVIDERS_RUN_NOTHING } from './small-providers';
import { SNOWFLAKE_RUNS_NOTHING } from './snowflake';
import { VAULT_RUNS_NOTHING } from './vault';

/** The lists by name, one per provider. */
export const RUNS_NOTHING_LISTS: Readonly<Record<string, readonly string[]>> = {
  ALICLOUD_RUNS_NOTHING,
  AWS_RUNS_NOTHING,
  AZURERM_RUNS_NOTHING,
  CLOUDFLARE_RUNS_NOTHING,
  DATADOG_RUNS_NOTHING,
  DIGITALOCEAN_RUNS_NOTHING,
  DOCKER_RUNS_NOTHING,
  GITHUB_RUNS_NOTHING,
  GITLAB_RUNS_NOTHING,
  GOOGLE_RUNS_NOTHING,
  GRAFANA_RUNS_NOTHING,
  HARBOR_RUNS_NOTHING,
  HCLOUD_RUNS_NOTHING,
  HUAWEICLOUD_RUNS_NOTHING,
  IBM_RUNS_NOTHING,
  KUBERNETES_RUNS_NOTHING,
  NEWRELIC_RUNS_NOTHING,
  NOMAD_RUNS_NOTHING,
  OCI_RUNS_NOTHING,
  OPENSTACK_RUNS_NOTHING,
  OPENTELEKOMCLOUD_RUNS_NOTHING,
  RANCHER2_RUNS_NOTHING,
  SCALEWAY_RUNS_NOTHING,
  SMALL_PROVIDERS_RUN_NOTHING,
  SNOWFLAKE_RUNS_NOTHING,
  TENCENTCLOUD_RUNS_NOTHING,
  VAULT_RUNS_NOTHING,
  VOLCENGINE_RUNS_NOTHING,
  YANDEX_RUNS_NOTHING,
};

/**
 * Types that store a text or configure something, and run no container whatever their texts
 * contain. Each list names the provider's version and the source of its types.
 */
export const RUNS_NOTHING: ReadonlySet<string> = new Set(Object.values(RUNS_NOTHING_LISTS).flat());
