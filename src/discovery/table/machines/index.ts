import { ALICLOUD_MACHINES } from './alicloud';
import { AWS_MACHINES } from './aws';
import { AZURERM_MACHINES } from './azurerm';
import { CONTAINER_TYPES } from './containers';
import { GOOGLE_MACHINES } from './google';
import { HUAWEICLOUD_MACHINES } from './huaweicloud';
import { OPENSTACK_MACHINES } from './openstack';
import { OTHER_MACHINES } from './others';
import { SPOTINST_MACHINES } from './spotinst';
import { TENCENTCLOUD_MACHINES } from './tencentcloud';
import type { Machines } from './types';

export type { Machines } from './types';

/** The lists, by their names. */
export const MACHINE_LISTS: Readonly<Record<string, Machines>> = {
  ALICLOUD_MACHINES,
  AWS_MACHINES,
  AZURERM_MACHINES,
  CONTAINER_TYPES,
  GOOGLE_MACHINES,
  HUAWEICLOUD_MACHINES,
  OPENSTACK_MACHINES,
  OTHER_MACHINES,
  SPOTINST_MACHINES,
  TENCENTCLOUD_MACHINES,
};

/** The paths of each type that are no container images. */
export const MACHINES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(MACHINE_LISTS).flatMap((list) => list.map(([type, ...paths]) => [type, paths])),
);
