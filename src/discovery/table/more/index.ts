import { Table } from '../../finders/finder';
import { ALICLOUD, HUAWEICLOUD_MORE, OPENTELEKOMCLOUD, TENCENTCLOUD, VOLCENGINE } from './asia';
import { AWS_MORE } from './aws';
import { AWSCC } from './awscc';
import { AZURERM_TEMPLATES } from './azurerm';
import { DIGITALOCEAN, GOOGLE_MORE, IBM, OCI, SCALEWAY, YANDEX } from './clouds';
import { CLUSTERS, MANIFESTS } from './kubernetes';
import { PLATFORMS, SERVICES } from './platforms';

export { AZURERM_3 } from './azurerm';

/** Finders of types that no other table has. */
export const MORE: readonly Table[] = [
  ALICLOUD,
  AWS_MORE,
  AWSCC,
  AZURERM_TEMPLATES,
  CLUSTERS,
  DIGITALOCEAN,
  GOOGLE_MORE,
  HUAWEICLOUD_MORE,
  IBM,
  MANIFESTS,
  OCI,
  OPENTELEKOMCLOUD,
  PLATFORMS,
  SCALEWAY,
  SERVICES,
  TENCENTCLOUD,
  VOLCENGINE,
  YANDEX,
];
