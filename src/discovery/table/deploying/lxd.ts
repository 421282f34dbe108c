import { Table, unlessAbsent } from '../../finders/finder';
import { SYSTEM_OR_APPLICATION } from '../reasons';

/**
 * LXD and Incus run images of machines and of system containers, and Incus also images from
 * container registries. The server's remotes decide which of them a name means (terraform-lxd/lxd
 * 2.5, lxc/incus 0.3: docs/resources/instance.md, cached_image.md and image.md).
 */
export const LXD: Table = [
  ['incus_instance', unlessAbsent('image', SYSTEM_OR_APPLICATION)],
  ['incus_image', unlessAbsent('source_image', SYSTEM_OR_APPLICATION)],
  ['lxd_cached_image', unlessAbsent('source_image', SYSTEM_OR_APPLICATION)],
  ['lxd_container', unlessAbsent('image', SYSTEM_OR_APPLICATION)],
  ['lxd_instance', unlessAbsent('image', SYSTEM_OR_APPLICATION)],
];
