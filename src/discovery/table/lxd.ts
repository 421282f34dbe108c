import { Table, unlessAbsent } from '../finders/finder';

const EITHER =
  'it may be the image of a system container, of a machine or of an application container, and nothing says which: declare it';

/**
 * LXD and Incus run images of machines and of system containers, and Incus also images from container registries; which of them
 * a name means depends on the server's remotes (terraform-lxd/lxd 2.5, lxc/incus 0.3: docs/resources/instance.md, cached_image.md
 * and image.md).
 */
export const LXD: Table = [
  ['incus_instance', unlessAbsent('image', EITHER)],
  ['incus_image', unlessAbsent('source_image', EITHER)],
  ['lxd_cached_image', unlessAbsent('source_image', EITHER)],
  ['lxd_container', unlessAbsent('image', EITHER)],
  ['lxd_instance', unlessAbsent('image', EITHER)],
];
