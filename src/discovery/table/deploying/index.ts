import { Table } from '../../finders/finder';
import { ALICLOUD } from './alicloud';
import { AWS } from './aws';
import { AWSCC } from './awscc';
import { AZURERM } from './azurerm';
import { DOCKER } from './docker';
import { GOOGLE } from './google';
import { HUAWEICLOUD } from './huaweicloud';
import { KUBERNETES } from './kubernetes';
import { LXD } from './lxd';
import { OCI } from './oci';
import { PORTAINER } from './portainer';
import { RANCHER2 } from './rancher2';
import { SMALL_PROVIDERS } from './small-providers';
import { TENCENTCLOUD } from './tencentcloud';

/**
 * The tables of types that deploy images in their attributes, one per provider. Each type is in one
 * table.
 */
export const DEPLOYING: readonly Table[] = [
  ALICLOUD,
  AWS,
  AWSCC,
  AZURERM,
  DOCKER,
  GOOGLE,
  HUAWEICLOUD,
  KUBERNETES,
  LXD,
  OCI,
  PORTAINER,
  RANCHER2,
  SMALL_PROVIDERS,
  TENCENTCLOUD,
];
