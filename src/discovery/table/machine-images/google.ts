import type { MachineImages } from '../../finders/finder';

/**
 * hashicorp/google and google-beta 6.50.0 (@cdktf/provider-google and provider-google-beta
 * 16.12.1, every path with `image` in the schemas of all their resources). Images of disks and
 * machines, versions of Google's own, pictures, images that Cloud Build pushes, and those that App
 * Hosting and Workbench report. node_image_config is of hashicorp/google 7 (commit e03b7622a2).
 * The metadata of machines is looked at.
 */
export const GOOGLE_MACHINE_IMAGES: MachineImages = [
  ['google_alloydb_instance'],
  ['google_bigtable_instance'],
  ['google_cloudbuild_trigger', 'build.artifacts.images', 'build.images'],
  ['google_composer_environment', 'config.software_config.image_version'],
  ['google_compute_instance', 'boot_disk.initialize_params.image'],
  [
    'google_compute_instance_from_machine_image',
    'boot_disk.initialize_params.image',
    'source_machine_image',
  ],
  ['google_compute_instance_from_template', 'boot_disk.initialize_params.image'],
  ['google_compute_instance_group_manager'],
  ['google_compute_instance_template', 'disk.source_image'],
  ['google_compute_per_instance_config'],
  ['google_compute_project_metadata'],
  ['google_compute_project_metadata_item'],
  ['google_compute_region_instance_group_manager'],
  ['google_compute_region_instance_template', 'disk.source_image'],
  ['google_compute_region_per_instance_config'],
  ['google_container_aws_node_pool'],
  ['google_container_azure_node_pool'],
  [
    'google_container_cluster',
    'node_config.node_image_config.image',
    'node_config.node_image_config.image_project',
    'node_config.secondary_boot_disks.disk_image',
    'node_pool.node_config.node_image_config.image',
    'node_pool.node_config.node_image_config.image_project',
    'node_pool.node_config.secondary_boot_disks.disk_image',
  ],
  [
    'google_container_node_pool',
    'node_config.node_image_config.image',
    'node_config.node_image_config.image_project',
    'node_config.secondary_boot_disks.disk_image',
  ],
  [
    'google_dataproc_cluster',
    'cluster_config.master_config.image_uri',
    'cluster_config.software_config.image_version',
    'cluster_config.worker_config.image_uri',
  ],
  [
    'google_dataproc_workflow_template',
    'placement.managed_cluster.config.master_config.image',
    'placement.managed_cluster.config.secondary_worker_config.image',
    'placement.managed_cluster.config.software_config.image_version',
    'placement.managed_cluster.config.worker_config.image',
  ],
  ['google_firebase_app_hosting_build', 'image', 'source.codebase.author.image_uri'],
  ['google_gkeonprem_bare_metal_cluster'],
  ['google_gkeonprem_vmware_admin_cluster'],
  ['google_gkeonprem_vmware_node_pool', 'config.image'],
  ['google_memcache_instance'],
  [
    'google_notebooks_environment',
    'vm_image.image_family',
    'vm_image.image_name',
    'vm_image.project',
  ],
  ['google_notebooks_instance', 'vm_image.image_family', 'vm_image.image_name', 'vm_image.project'],
  ['google_redis_instance'],
  ['google_spanner_instance'],
  ['google_sql_database_instance'],
  ['google_transcoder_job', 'config.overlays.image.uri'],
  ['google_transcoder_job_template', 'config.overlays.image.uri'],
  [
    'google_workbench_instance',
    'gce_setup.vm_image.family',
    'gce_setup.vm_image.name',
    'gce_setup.vm_image.project',
    'upgrade_history.container_image',
    'upgrade_history.vm_image',
  ],
  ['google_workstations_workstation_config', 'ephemeral_directories.gce_pd.source_image'],
];
