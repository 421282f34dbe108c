import type { MachineImages } from '../../finders/finder';

/**
 * yandex-cloud/yandex (commit b52b1df5, docs/resources). Images of disks and machines by ID, and
 * images whose push triggers a function.
 */
export const YANDEX_MACHINE_IMAGES: MachineImages = [
  ['yandex_cloud_desktops_desktop_group', 'image_id'],
  ['yandex_compute_disk', 'image_id'],
  ['yandex_compute_instance', 'boot_disk.initialize_params.image_id'],
  [
    'yandex_compute_instance_group',
    'instance_template.boot_disk.initialize_params.image_id',
    'instance_template.secondary_disk.initialize_params.image_id',
  ],
  ['yandex_compute_reserved_instance_pool', 'boot_disk_spec.image_id'],
  ['yandex_function_trigger', 'container_registry.image_name'],
  ['yandex_kubernetes_cluster'],
  ['yandex_kubernetes_node_group'],
  ['yandex_serverless_triggers', 'source.container_registry.image_name'],
];
