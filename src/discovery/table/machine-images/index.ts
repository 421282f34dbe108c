import type { MachineImages } from '../../finders/finder';
import { ALICLOUD_MACHINE_IMAGES } from './alicloud';
import { AWS_MACHINE_IMAGES } from './aws';
import { AZURERM_MACHINE_IMAGES } from './azurerm';
import { GOOGLE_MACHINE_IMAGES } from './google';
import { HUAWEICLOUD_MACHINE_IMAGES } from './huaweicloud';
import { IBM_MACHINE_IMAGES } from './ibm';
import { OCI_MACHINE_IMAGES } from './oci';
import { OPENSTACK_MACHINE_IMAGES } from './openstack';
import { OPENTELEKOMCLOUD_MACHINE_IMAGES } from './opentelekomcloud';
import { SMALL_PROVIDERS_MACHINE_IMAGES } from './small-providers';
import { SPOTINST_MACHINE_IMAGES } from './spotinst';
import { TENCENTCLOUD_MACHINE_IMAGES } from './tencentcloud';
import { VOLCENGINE_MACHINE_IMAGES } from './volcengine';
import { YANDEX_MACHINE_IMAGES } from './yandex';

/** The lists by name, one per provider. */
export const MACHINE_IMAGE_LISTS: Readonly<Record<string, MachineImages>> = {
  ALICLOUD_MACHINE_IMAGES,
  AWS_MACHINE_IMAGES,
  AZURERM_MACHINE_IMAGES,
  GOOGLE_MACHINE_IMAGES,
  HUAWEICLOUD_MACHINE_IMAGES,
  IBM_MACHINE_IMAGES,
  OCI_MACHINE_IMAGES,
  OPENSTACK_MACHINE_IMAGES,
  OPENTELEKOMCLOUD_MACHINE_IMAGES,
  SMALL_PROVIDERS_MACHINE_IMAGES,
  SPOTINST_MACHINE_IMAGES,
  TENCENTCLOUD_MACHINE_IMAGES,
  VOLCENGINE_MACHINE_IMAGES,
  YANDEX_MACHINE_IMAGES,
};

/** The attributes of each type that are called image but name no container image. */
export const MACHINE_IMAGES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(MACHINE_IMAGE_LISTS).flatMap((list) =>
    list.map(([type, ...paths]) => [type, paths]),
  ),
);
